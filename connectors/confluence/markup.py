"""The wiki markup that Confluence wrote before version 4, as HTML. Runs in the guarded child process.

As described in Atlassian's "Confluence Wiki Markup". Macros are treated as in the later format: what they say
stays, what they would look up is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from connectors.confluence.inline import inline
from connectors.confluence.storage import Surroundings

_HEADING = re.compile(r"h([1-6])\.\s+(.*)")
_ITEM = re.compile(r"([*#-]+)\s+(.*)")
_ROW = re.compile(r"(\|.*)")
_RULE = re.compile(r"-{4,}\s*")
_QUOTE = re.compile(r"bq\.\s+(.*)")
_BLOCK = re.compile(
    r"\{(code|noformat|quote|info|note|tip|warning|panel)(?::([^}\n]*))?\}(.*?)\{\1\}",
    re.DOTALL | re.IGNORECASE,
)
_CODE = ("code", "noformat")
_TITLE = re.compile(r"(?:^|\|)title=([^|]*)")
#: The ends of cells; those within links and pictures are none.
_CELL_END = re.compile(r"\\\||\[[^\]\n]*\]|![^!\s|][^!\n]*!|(\|+)")


def convert(body: str, surroundings: Surroundings) -> str:
    """Return a page's body as HTML."""
    return "\n".join(part for part in _parts(body.replace("\r\n", "\n"), surroundings) if part).strip()


def _parts(body: str, surroundings: Surroundings) -> Iterator[str]:
    """Yield the HTML of what stands between the macros with a body, and of these."""
    at = 0
    for found in _BLOCK.finditer(body):
        yield from _blocks(body[at : found.start()], surroundings)
        at = found.end()
        name, said, within = found.group(1).lower(), found.group(2) or "", found.group(3)
        title = _TITLE.search(said)
        heading = f"<p><strong>{escape(title.group(1), quote=False)}</strong></p>" if title else ""
        if name in _CODE:
            yield f"{heading}<pre><code>{escape(within.strip(chr(10)), quote=False)}</code></pre>"
        else:
            yield f"<blockquote>{heading}{''.join(_blocks(within, surroundings))}</blockquote>"
    yield from _blocks(body[at:], surroundings)


def _blocks(text: str, surroundings: Surroundings) -> Iterator[str]:
    """Yield headings, lists, tables, rules and paragraphs."""
    paragraph: list[str] = []
    lines = [line.strip() for line in text.split("\n")]
    at = 0
    while at < len(lines):
        taken, block = _block(lines, at, surroundings)
        if block is None and lines[at]:
            paragraph.append(inline(lines[at], surroundings))
        else:
            yield _paragraph(paragraph)
            paragraph.clear()
            yield block or ""
        at += taken
    yield _paragraph(paragraph)


def _block(lines: list[str], at: int, surroundings: Surroundings) -> tuple[int, str | None]:
    """Return how many lines a block takes and its HTML; one line and `None` for a paragraph's."""
    line = lines[at]
    if heading := _HEADING.fullmatch(line):
        level, said = heading.groups()
        return 1, f"<h{level}>{inline(said, surroundings)}</h{level}>"
    if quote := _QUOTE.fullmatch(line):
        return 1, f"<blockquote><p>{inline(quote.group(1), surroundings)}</p></blockquote>"
    if _RULE.fullmatch(line):
        return 1, "<hr>"
    if items := _run(lines, at, _ITEM):
        return len(items), _list([(signs, inline(said, surroundings)) for signs, said in items])
    if rows := _run(lines, at, _ROW):
        return len(rows), _table([row for (row,) in rows], surroundings)
    return 1, None


def _run(lines: list[str], at: int, pattern: re.Pattern[str]) -> list[tuple[str, ...]]:
    """Return the parts of the lines from one on that a pattern fits, up to the first it does not fit."""
    run = []
    while at < len(lines) and (found := pattern.fullmatch(lines[at])):
        run.append(found.groups())
        at += 1
    return run


def _paragraph(lines: list[str]) -> str:
    said = "<br>".join(line for line in lines if line.strip())
    return f"<p>{said}</p>" if said else ""


def _list(items: list[tuple[str, str]]) -> str:
    """Return a list; an item's signs (`*`, `#*`) say its level and kind."""
    html: list[str] = []
    kinds: list[str] = []
    for signs, said in items:
        wanted = ["ol" if sign == "#" else "ul" for sign in signs]
        while kinds != wanted[: len(kinds)]:
            html.append(f"</li></{kinds.pop()}>")
        if len(kinds) == len(wanted):
            html.append("</li><li>")
        html.extend(f"<{kind}><li>" for kind in wanted[len(kinds) :])
        kinds = wanted
        html.append(said)
    html.extend(f"</li></{kind}>" for kind in reversed(kinds))
    return "".join(html)


def _table(rows: list[str], surroundings: Surroundings) -> str:
    html = []
    for row in rows:
        tag = "th" if row.startswith("||") else "td"
        cells = (inline(cell.strip(), surroundings) for cell in _cells(row.strip("|")))
        html.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>")
    return f"<table><tbody>{''.join(html)}</tbody></table>"


def _cells(row: str) -> Iterator[str]:
    at = 0
    for found in _CELL_END.finditer(row):
        if found.group(1):
            yield row[at : found.start()]
            at = found.end()
    yield row[at:]
