"""Reads the parts of a document that is a zip file: checked once, XML without entities."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.contract import ParseFailed
from connectors.parsing import archives

_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGED = "The file is damaged: open it in the program that made it and save it anew."


@contextmanager
def opened(path: Path, *, refuse_doctype: bool) -> Iterator[zipfile.ZipFile]:
    """Open a checked archive for reading.

    Args:
        path: the file.
        refuse_doctype: whether its XML parts have no honest reason for a document type.

    Raises:
        ParseFailed: if it is protected, damaged, or built to harm.
    """
    with path.open("rb") as stream:
        if stream.read(4) == _OLE:
            raise ParseFailed(
                "The file is password-protected or in an old format: save it in the current one, without one."
            )
    archives.check(path, refuse_doctype=refuse_doctype)
    with zipfile.ZipFile(path) as archive:
        yield archive


def xml(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the root element of an XML part.

    Raises:
        ParseFailed: if the part is missing or no XML.
    """
    root = optional_xml(archive, name)
    if root is None:
        raise ParseFailed(f"The file lacks its part {name}: {_DAMAGED[12:]}")
    return root


def optional_xml(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the root element of an XML part, or `None` if there is no such part.

    Raises:
        ParseFailed: if it is there and no XML.
    """
    try:
        data = archive.read(name)
    except KeyError:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise ParseFailed(_DAMAGED) from None


def local(element: Any) -> str:
    """Return an element's name without its namespace; comments and instructions have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its name without namespace, `""` if it is not there."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name:
            return str(value)
    return ""


def descendants(element: Any, *names: str) -> Iterator[Any]:
    """Yield the elements below one (and itself) that have one of these local names, in their order."""
    yield from element.iter(*(f"{{*}}{name}" for name in names))


def text_of(element: Any) -> str:
    """Return all text within an element as one line."""
    return " ".join("".join(element.itertext()).split())


def stated(root: Any, name: str) -> str:
    """Return the text of the first element of this local name, `""` if there is none."""
    found = next(descendants(root, name), None)
    return "" if found is None else text_of(found)


def table(rows: list[list[str]]) -> str:
    """Return a table as HTML; the cells are HTML already, the first row holds the headings."""
    rows = [row for row in rows if any(row)]
    if not rows:
        return ""
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def link(address: str, label: str) -> str:
    """Return a link as HTML; `label` is HTML already and stands alone where there is no address."""
    return f'<a href="{escape(address)}">{label}</a>' if address and label else label
