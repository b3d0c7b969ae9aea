"""Markdown files: front matter, the heading that serves as title, and the text below it."""

from __future__ import annotations

import re

from connectors.model import BodyFormat
from connectors.parsing import front_matter
from connectors.parsing.model import Parsed

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*([-*+>|#]|\d+[.)]|$)")
_MODULE_LINE = re.compile(r"^(?:import|export)[ \t].*$\n?|^\{/\*[\s\S]*?\*/\}[ \t]*$\n?", re.MULTILINE)


def parse(text: str) -> Parsed:
    """Read a Markdown file.

    The title is the front matter's, else the first heading. A heading that opens the text and is the title is
    not repeated in the body: it would be inserted with a reply.

    Raises:
        ParseFailed: if the front matter cannot be read.
    """
    head = front_matter.split(text)
    fields = dict(head.fields)
    stated = fields.pop("title", None)
    heading, opens, rest = _first_heading(head.body)
    repeats = opens and (stated is None or plain(heading or "") == plain(stated))
    return Parsed(
        title=stated or heading,
        body=(rest if repeats else head.body).strip("\n"),
        body_format=BodyFormat.MARKDOWN,
        fields=fields,
        extra=head.extra,
        draft=head.draft,
    )


def parse_mdx(text: str) -> Parsed:
    """Read MDX: Markdown whose import and export lines and comments are meant for a site generator."""
    head, fence, rest = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    pieces = re.split(r"(^```.*?^```[ \t]*$)", rest, flags=re.MULTILINE | re.DOTALL)
    kept = [piece if piece.startswith("```") else _MODULE_LINE.sub("", piece) for piece in pieces]
    return parse(head + fence + "".join(kept))


def _first_heading(body: str) -> tuple[str | None, bool, str]:
    """Return the first heading, whether nothing stands above it, and the body without it."""
    lines = body.splitlines()
    fence = ""
    for index, line in enumerate(lines):
        marker = _FENCE.match(line)
        if fence:
            if marker and marker.group(1).startswith(fence):
                fence = ""
            continue
        if marker:
            fence = marker.group(1)
            continue
        heading, used = _heading_at(lines, index)
        if heading:
            opens = not any(above.strip() for above in lines[:index])
            return heading, opens, "\n".join(lines[index + used :])
    return None, False, body


def _heading_at(lines: list[str], index: int) -> tuple[str | None, int]:
    atx = _ATX.match(lines[index])
    if atx:
        return readable(atx.group(2) or ""), 1
    below = lines[index + 1] if index + 1 < len(lines) else ""
    starts_paragraph = index == 0 or not lines[index - 1].strip()
    if starts_paragraph and _UNDERLINE.match(below) and not _NO_PARAGRAPH.match(lines[index]):
        return readable(lines[index]), 2
    return None, 1


def readable(heading: str) -> str:
    """Return a heading's text without its inline markup and anchors."""
    heading = re.sub(r"\s*\{#[^}]*\}\s*$", "", heading)
    heading = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", heading)
    heading = re.sub(r"<[^>]+>", "", heading)
    heading = re.sub(r"(\*\*|__|~~|`)(.+?)\1", r"\2", heading)
    heading = re.sub(r"(?<!\w)([*_])(.+?)\1(?!\w)", r"\2", heading)
    return " ".join(re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", heading).split())


def plain(title: str) -> str:
    """Return a title in the form in which two are compared."""
    return " ".join(title.split()).casefold()
