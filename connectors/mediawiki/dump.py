"""MediaWiki's XML dumps (`dumpBackup.php`, Special:Export; schemas 0.3 to 0.11) as a stream of pages.

Memory stays bounded by the largest page: nothing of a page remains but its newest revision. The order of
elements and of revisions is not relied on.
"""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast
from xml.parsers import expat

from connectors.contract import SourceUnavailable
from connectors.mediawiki import sevenzip

_CHUNK = 1 << 16
#: A page's text; MediaWiki itself allows 2 MB.
_LONGEST = 5_000_000
_SITE = {"sitename", "base", "namespace"}
_PAGE = {"title", "ns", "id"}
_REVISION = {"id", "timestamp", "model", "text"}
_REDIRECT = re.compile(
    r"\s*#\s*(?:redirect(?:ion)?|weiterleitung|redirecci[oó]n|redirecionamento|rinvia|doorverwijzing|omdirigering"
    r"|перенаправление|пренасочване|przekieruj|patrz|yönlendirme|تحويل|تغییر_?مسیر|הפניה|重定向|転送|넘겨주기)"
    r"\s*:?\s*\[\[:?([^\]|#]+)",
    re.IGNORECASE,
)
#: MediaWiki's own names of namespaces, for dumps that list none.
CANONICAL = {
    -2: "Media", -1: "Special", 1: "Talk", 2: "User", 3: "User talk", 4: "Project", 5: "Project talk",
    6: "File", 7: "File talk", 8: "MediaWiki", 9: "MediaWiki talk", 10: "Template", 11: "Template talk",
    12: "Help", 13: "Help talk", 14: "Category", 15: "Category talk",
}  # fmt: skip


@dataclass(slots=True)
class Site:
    """What a dump says of its wiki. `namespaces` maps numbers to local names; `base` is its main page."""

    name: str = ""
    base: str = ""
    language: str = ""
    namespaces: dict[int, str] = field(default_factory=dict)

    def namespace_of(self, title: str) -> int:
        """Return the number of the namespace a title names, 0 if none."""
        prefix = title.partition(":")[0].strip().replace("_", " ").casefold() if ":" in title else ""
        named = [*self.namespaces.items(), *CANONICAL.items()]
        return next((number for number, name in named if name and name.casefold() == prefix), 0)


@dataclass(slots=True)
class Page:
    """A page with its newest revision. `text` is `None` if it is hidden or larger than any wiki allows."""

    id: str = ""
    title: str = ""
    namespace: int | None = None
    redirect: str | None = None
    revision: str = ""
    timestamp: str = ""
    model: str = ""
    text: str | None = ""
    too_large: bool = False


def opened(path: Path) -> IO[bytes]:
    """Open a dump; it is unpacked while it is read. Close it when done.

    Raises:
        OSError: if it cannot be opened.
        SourceUnavailable: if it cannot be unpacked.
    """
    suffix = path.suffix.lower()
    if suffix == ".bz2":
        return cast("IO[bytes]", bz2.open(path, "rb"))
    if suffix == ".7z":
        return cast("IO[bytes]", sevenzip.opened(path))
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")


def read(stream: IO[bytes], site: Site) -> Iterator[Page]:
    """Yield the pages of a dump in their order.

    Args:
        stream: the XML, in any encoding it declares (UTF-8 and UTF-16 by their marks).
        site: filled from the dump's head before the first page is yielded.

    Raises:
        SourceUnavailable: if the dump is damaged, not whole, or no dump; says after which page.
    """
    collector = _Collector(site)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.characters
    parser.EntityDeclHandler = _refuse_entities
    last = ""
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            while collector.pages:
                page = collector.pages.pop(0)
                last = page.title
                yield page
        parser.Parse(b"", True)
    except (expat.ExpatError, EOFError, OSError, ValueError) as error:
        where = f"after the page '{last}'" if last else "at its beginning"
        raise SourceUnavailable(
            f"The dump is damaged or not whole {where} ({error}): export or download it anew."
        ) from None
    if not collector.is_dump:
        raise SourceUnavailable(
            "The file is no MediaWiki dump: export one with dumpBackup.php or Special:Export."
        )
    yield from collector.pages


def redirect_of(page: Page) -> str | None:
    """Return the title a page leads on to, if it only does that."""
    if page.redirect:
        return page.redirect.partition("#")[0].replace("_", " ").strip()
    found = _REDIRECT.match(page.text or "")
    return found.group(1).replace("_", " ").strip() if found else None


def _refuse_entities(*_: object) -> None:
    raise ValueError("it declares XML entities")


class _Collector:
    """Gathers pages from the parser's calls; `pages` are those that are complete."""

    def __init__(self, site: Site) -> None:
        self.pages: list[Page] = []
        self.is_dump = False
        self._site = site
        self._path: list[str] = []
        self._page = Page()
        self._revision = Page()
        self._key: int | None = None
        self._parts: list[str] | None = None
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        match name:
            case "mediawiki" if not parent:
                self.is_dump = True
                self._site.language = attributes.get("xml:lang", "")
            case "page":
                self._page = Page()
            case "revision":
                self._revision = Page()
            case "redirect" if parent == "page":
                self._page.redirect = attributes.get("title") or None
            case "namespace":
                self._key = int(attributes.get("key", "0"))
            case "text" if "deleted" in attributes:
                self._revision.text = None
        wanted = {"page": _PAGE, "revision": _REVISION, "siteinfo": _SITE, "namespaces": _SITE}.get(
            parent, set()
        )
        self._parts = [] if name in wanted else None
        self._size = 0

    def characters(self, data: str) -> None:
        if self._parts is None:
            return
        self._size += len(data)
        if self._size <= _LONGEST:
            self._parts.append(data)
        else:
            self._parts.clear()

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._path.pop()
        parent = self._path[-1] if self._path else ""
        if self._parts is not None:
            self._keep(parent, name, "".join(self._parts))
            self._parts = None
        if name == "revision":
            self._end_revision()
        elif name == "page":
            self.pages.append(self._page)

    def _keep(self, parent: str, name: str, said: str) -> None:
        if parent == "page":
            if name == "ns":
                self._page.namespace = int(said or 0)
            else:
                setattr(self._page, name, said.strip())
        elif parent == "revision":
            if name == "text":
                self._revision.too_large = self._size > _LONGEST
                self._revision.text = None if self._revision.text is None else said
            else:
                setattr(self._revision, "revision" if name == "id" else name, said.strip())
        elif name == "namespace" and self._key is not None:
            self._site.namespaces[self._key] = said.strip()
        elif parent == "siteinfo":
            setattr(self._site, "name" if name == "sitename" else name, said.strip())

    def _end_revision(self) -> None:
        """Keep the revision if it is the newest; of two equal ones the later is."""
        new, old = self._revision, self._page
        if (new.timestamp, _number(new.revision)) < (old.timestamp, _number(old.revision)):
            return
        old.revision, old.timestamp, old.model = new.revision, new.timestamp, new.model
        old.text, old.too_large = new.text, new.too_large


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else 0
