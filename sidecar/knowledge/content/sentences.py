"""Cutting what is too long for a passage at the ends of its sentences, with the HTML kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from sidecar.knowledge.content.atoms import Atom, Open, atoms_of, html_of, text_of
from sidecar.knowledge.content.tokens import VOID, tokens

#: The end of a sentence: Latin marks need a space behind them, those of other scripts do not.
_END = re.compile(r"[.!?…‽]+[\"'”’»)\]]*\s+|[。！？｡؟۔।॥።፧]+[”’」』）»\"']*\s*")
_LINE = re.compile(r"\n")
_SPACE = re.compile(r"\s+")
_CHARACTER = re.compile(r"&[a-z0-9#]+;|.", re.DOTALL)

Place = tuple[int, tuple[Open, ...]]


def split_long(clean: str, atom: Atom, words: int, words_in: Callable[[str], int]) -> list[Atom]:
    """Cut an atom into several of about `words` words, at sentence ends, else at spaces, else anywhere.

    Args:
        clean: The HTML the atom is part of.
        atom: The one that is too long.
        words: The size to aim at.
        words_in: Measures a text.
    """
    places: list[Place] = [(atom.start, atom.stack)]
    size = since = 0
    last_end: Place | None = None
    for said, place, ends_sentence in _pieces(clean, atom, words, words_in):
        said_words = words_in(said)
        if last_end is not None and size + since + said_words > words:
            places.append(last_end)
            size, last_end = 0, None
        since += said_words
        if ends_sentence:
            size, since, last_end = size + since, 0, place
    places.append((atom.end, atom.end_stack))
    cut = [_between(clean, atom, begin, end) for begin, end in pairwise(places)]
    return [piece for piece in cut if piece.text] or [atom]


def _between(clean: str, atom: Atom, begin: Place, end: Place) -> Atom:
    gap = atom.gap
    if begin[0] != atom.start:
        gap = " " if clean[begin[0] - 1].isspace() else ""
    piece = Atom(begin[0], begin[1], gap, atom.level, atom.code, end[0], end[1])
    piece.text = text_of(atoms_of(html_of(clean, [piece])))
    return piece


def _pieces(
    clean: str, atom: Atom, words: int, words_in: Callable[[str], int]
) -> Iterator[tuple[str, Place, bool]]:
    """Yield the pieces that are not cut further, where each ends, and whether a cut is good there."""
    stack = list(atom.stack)
    for start, _, kind, name, raw in tokens(clean[atom.start : atom.end]):
        offset = atom.start + start
        if kind == "open" and name not in VOID:
            stack.append(Open(name, f"<{name}{raw}>"))
        elif kind == "close" and stack:
            stack.pop()
        elif kind == "text":
            if stack and "data-placeholder" in stack[-1].tag:
                yield raw, (offset + len(raw), tuple(stack)), False
                continue
            for begin, end, good in _divided(raw, atom.code, words, words_in):
                yield raw[begin:end], (offset + end, tuple(stack)), good


def _divided(
    raw: str, code: bool, words: int, words_in: Callable[[str], int]
) -> Iterator[tuple[int, int, bool]]:
    """Yield where sentences (lines, of code) begin and end, and whether one ends there."""
    separator = _LINE if code else _END
    for begin, end in _spans(raw, separator, 0, len(raw)):
        if words_in(raw[begin:end]) <= words:
            yield begin, end, end < len(raw) or _ends(separator, raw[begin:])
            continue
        finer = _SPACE if _SPACE.search(raw, begin, end - 1) else _CHARACTER
        for piece_begin, piece_end in _spans(raw, finer, begin, end):
            yield piece_begin, piece_end, True


def _ends(separator: re.Pattern[str], text: str) -> bool:
    last = None
    for last in separator.finditer(text):  # noqa: B007 - the last match is wanted
        pass
    return last is not None and last.end() == len(text)


def _spans(raw: str, separator: re.Pattern[str], begin: int, end: int) -> Iterator[tuple[int, int]]:
    position = begin
    for match in separator.finditer(raw, begin, end):
        if match.end() > position:
            yield position, match.end()
            position = match.end()
    if position < end:
        yield position, end
