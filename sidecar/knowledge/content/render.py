"""A document's body, in whatever markup, as HTML that has not been judged yet."""

from __future__ import annotations

import html
import re

import pyromark

from connectors.model import BodyFormat

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def to_html(body: str, markup: BodyFormat) -> str:
    """Return a body as HTML; Markdown with tables, strikethrough and raw HTML, text with its lines kept."""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    if markup is BodyFormat.HTML:
        return body
    if markup is BodyFormat.MARKDOWN:
        # Lone surrogates (broken exports) would stop the parser.
        return pyromark.html(
            _FRONT_MATTER.sub("", body).encode("utf-8", "replace").decode(), options=_OPTIONS
        )
    return "".join(
        f"<p>{_paragraph(text)}</p>" for text in _BLANK_LINES.split(body.strip("\n")) if text.strip()
    )


def _paragraph(text: str) -> str:
    lines = (html.escape(line, quote=False) for line in text.rstrip().split("\n"))
    return "<br>\n".join(
        re.sub(r"^ +|  +", lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), line) for line in lines
    )
