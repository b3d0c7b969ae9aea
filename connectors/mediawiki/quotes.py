"""Bold and italic in wikitext: two, three or five apostrophes, balanced within each line."""

from __future__ import annotations

import re

_QUOTES = re.compile(r"('{2,})")
_BOLD, _ITALIC, _BOTH = 3, 2, 5
_TAGS = {_ITALIC: "em", _BOLD: "strong"}


def emphasised(line: str) -> str:
    """Return a line with apostrophes turned into elements; what is left open ends with the line."""
    if "''" not in line:
        return line
    pieces = _QUOTES.split(line)
    marks = [_mark(pieces, index) for index in range(1, len(pieces), 2)]
    bold = sum(mark in (_BOLD, _BOTH) for mark in marks)
    italic = sum(mark in (_ITALIC, _BOTH) for mark in marks)
    if bold % 2 and italic % 2:
        _turn_one_into_an_apostrophe(pieces, marks)
    parts = [pieces[0]]
    opened: list[int] = []
    for mark, said in zip(marks, pieces[2::2], strict=True):
        parts += [_toggled(kind, opened) for kind in _order(mark, opened)]
        parts.append(said)
    parts.extend(f"</{_TAGS[kind]}>" for kind in reversed(opened))
    return re.sub(r"<(em|strong)></\1>", "", "".join(parts))


def _mark(pieces: list[str], index: int) -> int:
    """Return what a run of apostrophes stands for; those too many belong to the text before."""
    count = len(pieces[index])
    meant = _BOLD if count == _BOLD + 1 else min(count, _BOTH)
    pieces[index - 1] += "'" * (count - meant)
    return meant


def _turn_one_into_an_apostrophe(pieces: list[str], marks: list[int]) -> None:
    """Read one bold mark of a line that does not add up as an apostrophe and italic (`l'''amour''`)."""
    candidates = [index for index, mark in enumerate(marks) if mark == _BOLD]
    if not candidates:
        return
    chosen = min(candidates, key=lambda index: _rank(pieces[2 * index]))
    pieces[2 * chosen] += "'"
    marks[chosen] = _ITALIC


def _rank(before: str) -> int:
    """Say how likely an apostrophe is after a text: most after a word of one letter, least after a space."""
    if before.endswith(" ") or not before:
        return 2
    return 0 if before[-2:-1] == " " else 1


def _order(mark: int, opened: list[int]) -> list[int]:
    if mark != _BOTH:
        return [mark]
    # What was opened last is closed first.
    return [*reversed(opened), *(kind for kind in (_BOLD, _ITALIC) if kind not in opened)]


def _toggled(kind: int, opened: list[int]) -> str:
    if kind not in opened:
        opened.append(kind)
        return f"<{_TAGS[kind]}>"
    closed = []
    again = []
    while True:
        last = opened.pop()
        closed.append(f"</{_TAGS[last]}>")
        if last == kind:
            break
        again.append(last)
    opened.extend(again)
    return "".join(closed) + "".join(f"<{_TAGS[last]}>" for last in again)
