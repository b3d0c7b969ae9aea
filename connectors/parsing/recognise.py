"""Tells what a file really is that was given as something else, so that the admin sees what to do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from pathlib import Path

from connectors.contract import SourceUnavailable

_HEAD = 2000
_NOTION_ID = re.compile(r"[ _-][0-9a-f]{32}(?:_all)?\.(?:md|html|csv)$")
_NOTION_PART = re.compile(r"(?:^|/)(?:Private & Shared|Export-[0-9a-f-]{36})")
_CONFLUENCE_PAGE = re.compile(r"_\d{5,}\.html$")
_MYSQL = (
    "a dump of a database: export the pages with the program's own export; osTicket's and FreeScout's are"
    " read by the source types `osticket` and `freescout`"
)
#: What files begin with -> what they are, and what to do.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file: put it into a folder and add that as a source of type `folder`"),
    (b"\xd0\xcf\x11\xe0", "an old Office file: save it in the current format and add its folder"),
    (b"-- MySQL dump", _MYSQL),
    (b"-- MariaDB dump", _MYSQL),
    (b"/*M!999999\\- enable the sandbox mode */", _MYSQL),
    (b"-- PostgreSQL database dump", "a dump of a database: export the pages with the program's own export"),
    (b"SQLite format 3", "a database file: export the pages with the program's own export"),
)
_WITHIN: tuple[tuple[bytes, str], ...] = (
    (b"<mediawiki", "a MediaWiki dump: add it as a source of type `mediawiki`"),
    (b"<hibernate-generic", "a Confluence export as XML: add it as a source of type `confluence`"),
    (b"<html", "a web page saved as HTML: put it into a folder and add that as a source of type `folder`"),
    (
        b"<!doctype html",
        "a web page saved as HTML: put it into a folder and add that as a source of type `folder`",
    ),
)


def refuse(path: Path, expected: str, but: str) -> None:
    """Refuse a file that is plainly of another kind than the one expected.

    Args:
        path: what was given; a folder is not looked into.
        expected: what it should be, such as "MediaWiki dump".
        but: the source type that asks, whose own files are let through.

    Raises:
        SourceUnavailable: naming what it is and what to do.
        OSError: if it cannot be read.
    """
    found = None if path.is_dir() else _file(path)
    if found and f"`{but}`" not in found:
        raise SourceUnavailable(f"{path.name} is no {expected} but {found}.")


def of_names(names: Collection[str]) -> str | None:
    """Return what an archive or folder with these files is, and what to do; `None` if that is not plain."""
    bare = {name.rpartition("/")[2] for name in names}
    found = None
    if "entities.xml" in bare:
        found = "a Confluence export as XML: add it as a source of type `confluence`"
    elif any(map(_NOTION_ID.search, bare)) or any(map(_NOTION_PART.search, names)):
        found = "a Notion export: add it as a source of type `notion`"
    elif any(name.startswith("Takeout/") for name in names):
        found = "a Google Takeout: add it as a source of type `google`"
    elif "index.html" in bare and any(map(_CONFLUENCE_PAGE.search, bare)):
        found = "a Confluence export as HTML: add it as a source of type `confluence`"
    elif "word/document.xml" in names:
        found = "a Word file: put it into a folder and add that as a source of type `folder`"
    elif len(bare) == 1 and next(iter(bare)).endswith(".xml"):
        found = "an XML file packed as zip: unpack it, and give the .xml file"
    return found


def _file(path: Path) -> str | None:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                return of_names(archive.namelist())
        except zipfile.BadZipFile:
            return "a damaged zip file: download it anew"
    for beginning, what in _BEGINNINGS:
        if head.startswith(beginning):
            return what
    plain = head.replace(b"\0", b"").lower()
    return next((what for sign, what in _WITHIN if sign in plain), None)
