"""EPUB books (EPUB 2 and 3) as one HTML text. Runs in the guarded child process.

The order of chapters and the book's title, language and subjects stand in its package document (OPF).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import html, package
from connectors.parsing.decode import decode
from connectors.parsing.fields import language_tag, read_moment, words
from connectors.parsing.markdown import plain
from connectors.parsing.model import Parsed

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_OPENS_WITH_HEADING = re.compile(r"\s*<h[1-6]\b", re.IGNORECASE)


def parse(path: Path) -> Parsed:
    """Read a book: its chapters in reading order, each under its heading.

    Raises:
        ParseFailed: if it is protected, damaged, or built to harm.
    """
    # XHTML has an honest document type; the chapters are read as HTML, where it declares nothing.
    with package.opened(path, refuse_doctype=False) as archive:
        name = _package_name(archive)
        book = package.xml(archive, name)
        chapters = _chapter_names(book, posixpath.dirname(name))
        _refuse_protected(archive, chapters)
        title = package.stated(book, "title") or None
        bodies = [_chapter(archive, chapter, title) for chapter in chapters]
    return Parsed(title, "\n".join(filter(None, bodies)), BodyFormat.HTML, _fields(book))


def _package_name(archive: zipfile.ZipFile) -> str:
    root = package.optional_xml(archive, _CONTAINER)
    found = next(package.descendants(root, "rootfile"), None) if root is not None else None
    if found is not None and found.get("full-path"):
        return str(found.get("full-path"))
    raise ParseFailed("The file is no EPUB book (it names no package document): save it anew.")


def _chapter_names(book: Any, folder: str) -> list[str]:
    """Return the parts of the book in reading order, without its table of contents."""
    items = {item.get("id"): item for item in package.descendants(book, "item")}
    names = []
    for reference in package.descendants(book, "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _CHAPTERS:
            continue
        if "nav" not in (item.get("properties") or "").split():
            names.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or ""))))
    return list(dict.fromkeys(names))


def _refuse_protected(archive: zipfile.ZipFile, chapters: list[str]) -> None:
    """Refuse a book whose text is encrypted; encrypted fonts are usual and harmless."""
    root = package.optional_xml(archive, _ENCRYPTION)
    if root is None:
        return
    encrypted = {unquote(found.get("URI") or "") for found in package.descendants(root, "CipherReference")}
    if encrypted & set(chapters):
        raise ParseFailed("The book is protected (DRM): save it without protection, or leave it out.")


def _chapter(archive: zipfile.ZipFile, name: str, book_title: str | None) -> str:
    try:
        data = archive.read(name)
    except KeyError:
        return ""
    page = html.parse(decode(data, declares_charset=True))
    repeats = not page.title or plain(page.title) == plain(book_title or "")
    if html.is_empty(page.body) or repeats or _OPENS_WITH_HEADING.match(page.body):
        return page.body if not html.is_empty(page.body) else ""
    return f"<h1>{escape(page.title or '', quote=False)}</h1>\n{page.body}"


def _fields(book: Any) -> dict[str, Any]:
    """Read what the package document says: language, subjects, dates (Dublin Core)."""
    fields: dict[str, Any] = {}
    if language := language_tag(package.stated(book, "language")):
        fields["language"] = language
    if tags := words(",".join(map(package.text_of, package.descendants(book, "subject"))), ",;"):
        fields["tags"] = tags
    for meta in package.descendants(book, "meta"):
        if meta.get("property") == "dcterms:modified" and (moment := read_moment(package.text_of(meta))):
            fields["updated_at"] = moment
    return fields
