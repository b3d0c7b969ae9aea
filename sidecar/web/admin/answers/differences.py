"""What changed from one version of an answer to the next, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

Change = Literal["same", "added", "removed"]

#: Over so many words in both texts together, lines are compared instead: the comparison grows with their
#: product.
MOST_WORDS = 6_000
#: So many words around a change are shown; what lies between is left out.
AROUND = 12

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both versions have, or one of them. `cut`: something before it is left out."""

    change: Change
    text: str
    cut: bool = False


def differences(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in order; joining all but the added ones gives `before`.

    Long stretches that did not change are shortened by `shortened`, not here.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = _LINE.findall(before), _LINE.findall(after)
    pieces: list[Piece] = []
    removed, added = "", ""
    for step in Indel.opcodes(old, new):
        if step.tag != "equal":
            removed += "".join(old[step.src_start : step.src_end])
            added += "".join(new[step.dest_start : step.dest_end])
            continue
        pieces += _changed(removed, added)
        removed, added = "", ""
        pieces.append(Piece("same", "".join(old[step.src_start : step.src_end])))
    return pieces + _changed(removed, added)


def _changed(removed: str, added: str) -> list[Piece]:
    """Return one change: what is gone before what came."""
    found: list[Piece] = [Piece("removed", removed)] if removed else []
    return [*found, Piece("added", added)] if added else found


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with long unchanged stretches cut to what stands beside a change."""
    found: list[Piece] = []
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        words = _WORD.findall(piece.text)
        keep_before = 0 if place == last else AROUND * 2
        keep_after = 0 if place == 0 else AROUND * 2
        if piece.change != "same" or len(words) <= keep_before + keep_after + AROUND:
            found.append(piece)
            continue
        if keep_after:
            found.append(Piece("same", "".join(words[:keep_after])))
        found.append(Piece("same", "".join(words[len(words) - keep_before :]), cut=True))
    return found
