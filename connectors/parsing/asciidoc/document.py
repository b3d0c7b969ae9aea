"""A whole AsciiDoc file: front matter, header, attributes, and the blocks below."""

from __future__ import annotations

import re
from pathlib import Path

from connectors.model import BodyFormat
from connectors.parsing import front_matter, html
from connectors.parsing.asciidoc.blocks import blocks
from connectors.parsing.asciidoc.inline import inline
from connectors.parsing.asciidoc.lines import Attributes, Lines, attribute_entry, preprocessed
from connectors.parsing.decode import decode
from connectors.parsing.model import Parsed
from connectors.parsing.stated import with_stated

_TITLE = re.compile(r"(?:=|#)[ \t]+(\S.*)")
_HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>")
_COMMENT = re.compile(r"//(?!//)")
_REVISION = re.compile(r"(?:v?\d[\w.]*,\s*)?(\d[^:]*)(?::.*)?")
#: Attributes of the header that say something of the document; site generators prefix theirs with `page-`.
_TELLING = (
    "keywords",
    "tags",
    "lang",
    "language",
    "audience",
    "updated",
    "updated_at",
    "revdate",
    "url",
    "questions",
    "groups",
    "kind",
    "folder",
    "shortcut",
    "draft",
)


def parse(path: Path) -> Parsed:
    """Read an AsciiDoc file. The title is the front matter's, else the document's title.

    Raises:
        ParseFailed: if the front matter or what the header says for whom it is cannot be read.
    """
    head = front_matter.split(decode(path.read_bytes()))
    attributes: Attributes = {}
    lines = Lines(preprocessed(head.body.expandtabs(4).split("\n"), attributes))
    title = _header(lines, attributes)
    record = {
        "updated" if name == "revdate" else name: value
        for key, value in attributes.items()
        if (name := key.removeprefix("page-")) in _TELLING
    }
    written = blocks(lines, attributes)
    if title:
        written = f"<h1>{inline(title, attributes)}</h1>\n{written}"
    page = html.parse(written)
    parsed = Parsed(
        page.title or _first_heading(page.body), page.body, BodyFormat.HTML, {}, head.extra, head.draft
    )
    return with_stated(parsed, record, head.fields)


def _first_heading(body: str) -> str | None:
    found = _HEADING.search(body)
    return html.parse(f"<h1>{found.group(1)}</h1>").title if found else None


def _header(lines: Lines, attributes: Attributes) -> str | None:
    """Read the document's header: attribute entries, the title, author and revision lines."""
    while lines.more() and (not lines.peek().strip() or _COMMENT.match(lines.peek())):
        lines.take()
    _attribute_entries(lines, attributes)
    found = _TITLE.fullmatch(lines.peek()) if lines.more() else None
    if not found:
        return None
    lines.take()
    while lines.more() and lines.peek().strip() and not lines.peek().startswith(("=", "[", ".")):
        if _attribute_entries(lines, attributes):
            continue
        written = lines.take()
        revision = _REVISION.fullmatch(written.strip())
        if revision:
            attributes.setdefault("revdate", revision.group(1).strip())
    return found.group(1)


def _attribute_entries(lines: Lines, attributes: Attributes) -> bool:
    seen = False
    while lines.more() and attribute_entry(lines, attributes):
        seen = True
        while lines.more() and not lines.peek().strip() and attribute_follows(lines):
            lines.take()
    return seen


def attribute_follows(lines: Lines) -> bool:
    """Whether a blank line is followed by another attribute entry before a title was seen."""
    return lines.peek(1).startswith(":") or bool(_TITLE.fullmatch(lines.peek(1)))
