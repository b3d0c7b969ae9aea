"""The two forms of a space export: XML (`entities.xml`) and HTML (a page per file), zipped or unpacked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import IO

from connectors.confluence.entities import Readable
from connectors.contract import SourceUnavailable
from connectors.parsing.bundle import Layout, readable
from connectors.parsing.recognise import of_names, refuse

ENTITIES = "entities.xml"
_MAX_RATIO = 300
_RATIO_FROM = 100_000_000
_PAGE = re.compile(r"(?:^|_)(\d+)\.html$")
_NO_EXPORT = (
    "{name} is no Confluence space export: it holds neither {entities} nor pages as HTML. In Confluence,"
    " choose Space settings, Export space, and then XML or HTML."
)


class Form(Enum):
    """How the space was exported."""

    XML = "XML"
    HTML = "HTML"


def page_id(name: str) -> str | None:
    """Return the id at the end of the name of an exported HTML page."""
    found = _PAGE.search(name)
    return found.group(1) if found else None


def _name(written: str) -> str:
    parts = written.split("/")
    is_asset = not {"attachments", "images", "styles"}.isdisjoint(parts[:-1])
    return "" if is_asset or parts[-1] == "index.html" else parts[-1]


def _no_part(_name: str) -> bool:
    return False


HTML_LAYOUT = Layout("Confluence", (".html",), _name, _no_part)


def form(path: Path) -> Form:
    """Tell in which form the space was exported.

    Raises:
        SourceUnavailable: if it is not there, or no such export.
    """
    with readable(path, "Confluence"):
        refuse(path, "Confluence export", "confluence")
        if path.is_dir():
            names = [entry.name for entry in path.iterdir()]
        elif path.suffix.lower() == ".xml":
            path.stat()
            return Form.XML
        else:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
    bare = {name.rpartition("/")[2] for name in names}
    if ENTITIES in bare:
        return Form.XML
    if "index.html" in bare or any(page_id(name) for name in bare):
        return Form.HTML
    if found := of_names(names):
        raise SourceUnavailable(f"{path.name} is no Confluence export but {found}.")
    raise SourceUnavailable(_NO_EXPORT.format(name=path.name, entities=ENTITIES))


@contextmanager
def entities(path: Path) -> Iterator[Readable]:
    """Open the objects of an XML export; they are unpacked while they are read.

    Raises:
        SourceUnavailable: if they are not there, or unpack to far more than they should.
    """
    with readable(path, "Confluence"):
        if path.is_dir() or path.suffix.lower() == ".xml":
            with (path / ENTITIES if path.is_dir() else path).open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            found = min(
                (member for member in members if member.filename.rpartition("/")[2] == ENTITIES),
                key=lambda member: member.filename.count("/"),
            )
            with archive.open(found) as stream:
                yield _Measured(stream, max(_RATIO_FROM, path.stat().st_size * _MAX_RATIO))


class _Measured:
    """A stream that ends with an error when it turns out far longer than an honest one."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("it unpacks to far more than it should")
        return data
