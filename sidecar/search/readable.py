"""A piece of a plain text on one line: lists, tables, quotes and lines as a reader would say them, marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*[-*•‣◦][ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\(?(?:\d{1,3}|[a-zA-Z])[.)][ \t]")
_CELL = " | "
_ENDS = re.compile(r"[.!?…:;,،؛؟۔।॥։。！？｡：；、，\\(\[{/–—-][\"'”’»)\]」』）*]*\s*$")
#: Signs that take the room of a space themselves.
_WIDE_ENDS = frozenset("。！？｡：；、，」』）")
#: A longer line without an end was broken where it was full.
_SHORT_LINE = 60
#: A cell that names a column.
_HEADER = re.compile(r"(?![a-zß-öø-ÿ])[^\d|$=\\/<>{}]{1,40}")

_OPENED = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_ISOLATE, _END_OF_EMBEDDING = "\u2069", "\u202c"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is shown: spans of the text, with what is said before each of them."""

    parts: tuple[tuple[str, Span], ...]
    start: int
    end: int
    row: bool = False
    item: bool = False


def readable(text: str, start: int, end: int, marks: Sequence[Span]) -> str:
    """Return a piece of a text as HTML on one line, with `<mark>` around what matched.

    Args:
        text: Plain text: one list item, table row (cells between `|`) or line of code on each line.
        start: Where the piece begins.
        end: Where it ends.
        marks: What matched, in order, without overlaps, all of it inside.
    """
    said: list[str] = []
    last: _Line | None = None
    for line in _lines(text, start, end):
        if last is not None:
            said.append(_joint(text, last, line))
        for before, (first, after) in line.parts:
            said += [escape(before), _marked(text, first, after, marks)]
        last = line
    shown = "".join(said).strip()
    return shown + _closed(shown) if _OPENED.search(shown) else shown


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    for match in _LINE.finditer(text, start, end):
        first, after = match.span()
        opens = first == 0 or text[first - 1] == "\n"
        if opens and (quote := _QUOTE.match(text, first, after)):
            first = quote.end()
        if not text[first:after].strip():
            continue
        item = _ITEM.match(text, first, after) if opens else None
        if item:
            yield _Line((("• ", (item.end(), after)),), first, after, item=True)
        elif _CELL in text[first:after] and opens:
            yield from _row(text, first, after, end)
        else:
            numbered = opens and bool(_NUMBERED.match(text, first, after))
            yield _Line((("", (first, after)),), first, after, item=numbered)


def _row(text: str, first: int, after: int, end: int) -> Iterator[_Line]:
    cells = _cells(text, first, after)
    header = _header(text, first, len(cells))
    if header is None:
        yield _Line((("", (first, after)),), first, after)
    elif header[0] == first:
        # The names of the columns are said with each row; alone, they stand as they are.
        following = text.find("\n", first)
        if following < 0 or following + 1 >= end or _CELL not in text[following + 1 : end]:
            yield _Line(_apart([("", cell) for cell in cells]), first, after, row=True)
    else:
        names = [text[left:right].strip() for left, right in _cells(text, *header)]
        named = [
            (f"{name}: " if name and name != text[left:right].strip() else "", (left, right))
            for name, (left, right) in zip(names, cells, strict=True)
            if text[left:right].strip()
        ]
        yield _Line(_apart(named), first, after, row=True)


def _apart(cells: list[tuple[str, Span]]) -> tuple[tuple[str, Span], ...]:
    return tuple((f" · {name}" if place else name, cell) for place, (name, cell) in enumerate(cells))


def _cells(text: str, first: int, after: int) -> list[Span]:
    cells: list[Span] = []
    place = first
    while (bar := text.find(_CELL, place, after)) >= 0:
        cells.append((place, bar))
        place = bar + len(_CELL)
    return [*cells, (place, after)]


def _header(text: str, first: int, columns: int) -> Span | None:
    """Return the first row of the table that a line belongs to; `None` if it is no table."""
    top: Span = (first, _line_end(text, first))
    while top[0] > 0:
        above = text.rfind("\n", 0, top[0] - 1) + 1
        if text.count(_CELL, above, top[0] - 1) != columns - 1:
            break
        top = (above, top[0] - 1)
    below = _line_end(text, top[1] + 1) if top[1] < len(text) else top[1]
    alone = top[0] == first and text.count(_CELL, top[1], below) != columns - 1
    named = all(_HEADER.fullmatch(text[left:right].strip() or "-") for left, right in _cells(text, *top))
    return top if named and not alone else None


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _joint(text: str, last: _Line, line: _Line) -> str:
    """Return what stands between two lines that are shown as one."""
    if line.row and last.row:
        return "; "
    if line.item:
        return " "
    said = text[last.start : last.end]
    if said[-1] in _WIDE_ENDS:
        return ""
    if _ENDS.search(said) or "\n" not in text[last.end : line.start]:
        return " "
    begun = text[line.start : line.end].lstrip()[:1]
    paragraph = text.count("\n", last.end, line.start) > 1
    own_line = len(said) < _SHORT_LINE and (begun.isupper() or begun.isdigit())
    return " · " if paragraph or own_line or last.item or last.row else " "


def _marked(text: str, start: int, end: int, marks: Sequence[Span]) -> str:
    parts: list[str] = []
    place = start
    for first, last in marks:
        left, right = max(first, place), min(last, end)
        if left >= right:
            continue
        parts += [escape(text[place:left]), "<mark>", escape(text[left:right]), "</mark>"]
        place = right
    parts.append(escape(text[place:end]))
    return "".join(parts)


def _closed(shown: str) -> str:
    """Return the ends of what a piece opens and leaves open: a direction must not reach beyond it."""
    opened: list[str] = []
    for char in _DIRECTIONS.findall(shown):
        if char in {_END_OF_ISOLATE, _END_OF_EMBEDDING}:
            if opened and opened[-1] == char:
                opened.pop()
        else:
            opened.append(_END_OF_ISOLATE if char in _ISOLATES else _END_OF_EMBEDDING)
    return "".join(reversed(opened))
