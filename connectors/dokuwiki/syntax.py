"""DokuWiki's syntax as HTML (www.dokuwiki.org/wiki:syntax): headings, lists, tables, quotes, code."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from connectors.dokuwiki.inline import inline
from connectors.model import BodyFormat
from connectors.parsing import html, package
from connectors.parsing.model import Parsed

_BLOCK = re.compile(r"<(code|file)\b[^<>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_MARK = re.compile("\ue002(\\d+)\ue003")
_SWITCH = re.compile(r"~~[\w:.-]+~~")
_TAGS = re.compile(r"\{\{tag>([^{}]*)\}\}")
_HEADING = re.compile(r"[ \t]*(={2,6})[ \t]*(\S.*?)[ \t]*={2,}[ \t]*$")
_ITEM = re.compile(r"((?:  |\t)[ \t]*)([*-])[ \t]*(.*)$")
_CELL = re.compile(r"([\^|])([^\^|]*)(?=[\^|])")
_HIDDEN = re.compile(r"\[\[.*?\]\]|\{\{.*?\}\}|%%.*?%%|<nowiki>.*?</nowiki>")
_DEEPEST = 12


def parse(text: str) -> Parsed:
    """Read a page. The title is its first heading; one that opens the page is not repeated in the body."""
    tags = [tag.strip('"').replace("_", " ") for found in _TAGS.findall(text) for tag in _words(found)]
    finished: list[str] = []

    def finish(found: re.Match[str]) -> str:
        finished.append(f"<pre>{escape(found.group(2).strip(chr(10)), quote=False)}</pre>")
        return f"\n\ue002{len(finished) - 1}\ue003\n"

    text = text.replace("\ue002", "").replace("\ue003", "")
    text = _SWITCH.sub("", _BLOCK.sub(finish, text))
    body = "\n".join(filter(None, _blocks(text.expandtabs(4).split("\n"))))
    page = html.parse(_MARK.sub(lambda found: finished[int(found.group(1))], body))
    title, rest = _titled(page.body)
    fields = {"tags": tuple(dict.fromkeys(tags))} if tags else {}
    return Parsed(page.title or title, rest, BodyFormat.HTML, fields)


def _words(written: str) -> list[str]:
    return re.findall(r'"[^"]+"|\S+', written)


def _titled(body: str) -> tuple[str | None, str]:
    """Return the first heading of any level, and the body without it if it opens the body."""
    found = re.search(r"<h[1-6]>(.*?)</h[1-6]>", body, re.DOTALL)
    if not found:
        return None, body
    title = html.parse(f"<h1>{found.group(1)}</h1>").title
    opens = not body[: found.start()].strip()
    return title, body[found.end() :].strip() if opens else body


def _blocks(lines: list[str]) -> list[str]:
    parts: list[str] = []
    at = 0
    while at < len(lines):
        kind = _kind(lines[at])
        end = at + 1
        while end < len(lines) and kind not in ("heading", "block") and _kind(lines[end]) == kind:
            end += 1
        parts.append(_rendered(kind, lines[at:end]))
        at = end
    return parts


def _kind(line: str) -> str:
    """Say what a line is part of."""
    if not line.strip() or re.fullmatch(r"\s*-{4,}\s*", line):
        return "nothing"
    signs = {
        "block": _MARK.fullmatch(line.strip()),
        "heading": _HEADING.match(line),
        "list": _ITEM.match(line),
        "code": line.startswith("  "),
        "table": line[0] in "^|",
        "quote": line[0] == ">",
    }
    return next((kind for kind, holds in signs.items() if holds), "paragraph")


def _rendered(kind: str, lines: list[str]) -> str:
    if kind == "paragraph":
        said = inline("\n".join(lines)).strip()
        return f"<p>{said}</p>" if said else ""
    return _RENDERERS[kind](lines)


def _code(lines: list[str]) -> str:
    return "<pre>" + escape("\n".join(line[2:] for line in lines), quote=False) + "</pre>"


def _quote(lines: list[str]) -> str:
    said = "<br>".join(inline(line.lstrip("> ")) for line in lines)
    return f"<blockquote><p>{said}</p></blockquote>"


def _heading(lines: list[str]) -> str:
    found = _HEADING.match(lines[0])
    if not found:
        return ""
    level = 7 - len(found.group(1))
    return f"<h{level}>{inline(found.group(2))}</h{level}>"


def _list(lines: list[str]) -> str:
    parts: list[str] = []
    levels: list[tuple[int, str]] = []
    for line in lines:
        found = _ITEM.match(line)
        if not found:
            continue
        depth, tag = len(found.group(1)), "ul" if found.group(2) == "*" else "ol"
        while levels and levels[-1][0] > depth:
            parts.append(f"</li></{levels.pop()[1]}>")
        if levels and levels[-1][0] == depth and levels[-1][1] != tag:
            parts.append(f"</li></{levels.pop()[1]}>")
        if levels and (levels[-1][0] == depth or len(levels) >= _DEEPEST):
            parts.append("</li>")
        else:
            levels.append((depth, tag))
            parts.append(f"<{tag}>")
        parts.append(f"<li>{inline(found.group(3))}")
    parts.extend(f"</li></{tag}>" for _, tag in reversed(levels))
    return "".join(parts)


def _table(lines: list[str]) -> str:
    rows = [_cells(line) for line in lines]
    if all(sign == "^" for sign, _ in rows[0]):
        return package.table([[inline(said) for _, said in row] for row in rows])
    body = "".join(
        "<tr>" + "".join(f"<{_tag(sign)}>{inline(said)}</{_tag(sign)}>" for sign, said in row) + "</tr>"
        for row in rows
    )
    return f"<table>{body}</table>"


def _tag(sign: str) -> str:
    return "th" if sign == "^" else "td"


def _cells(line: str) -> list[tuple[str, str]]:
    """Part a row; signs within links, media and literal text part nothing."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found.group(0))
        return f"\ue004{len(hidden) - 1}\ue005"

    masked = _HIDDEN.sub(hide, line.replace("\ue004", "").replace("\ue005", "").rstrip())
    masked = masked if masked[-1:] in ("^", "|") else masked + "|"
    cells = [(found.group(1), found.group(2).strip()) for found in _CELL.finditer(masked)]
    return [
        (
            sign,
            re.sub("\ue004(\\d+)\ue005", lambda found: hidden[int(found.group(1))], said).replace(":::", ""),
        )
        for sign, said in cells
    ]


_RENDERERS: dict[str, Callable[[list[str]], str]] = {
    "nothing": lambda _: "",
    "block": lambda lines: lines[0].strip(),
    "heading": _heading,
    "list": _list,
    "code": _code,
    "table": _table,
    "quote": _quote,
}
