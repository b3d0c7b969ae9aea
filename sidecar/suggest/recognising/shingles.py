"""Texts as numbers for every few words in a row (w-shingling, Broder 1997), vectorised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sidecar.search.analysis.scripts import unsegmented_class

#: So many words in a row are one number: fewer are common phrases, more rarely survive a small change.
WIDTH = 4
_SIGN = f"[{unsegmented_class()}]"
_HAS_SIGN = re.compile(_SIGN)
_PLAIN = re.compile(r"\w+")
_WORD = re.compile(rf"{_SIGN}|(?:(?!{_SIGN})\w)+")
#: Odd multipliers, one for each place in the row.
_PLACES = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64
)

Numbers = NDArray[np.uint64]


def words(text: str) -> list[str]:
    """Return a text's words as they are compared; in scripts without spaces each sign is one."""
    if text.isascii():
        return _PLAIN.findall(text.lower())
    plain = unicodedata.normalize("NFKC", text).casefold()
    return (_WORD if _HAS_SIGN.search(plain) else _PLAIN).findall(plain)


def shingles(ids: Sequence[int]) -> Numbers:
    """Return the number of every `WIDTH` words in a row, given as numbers; empty for a shorter text."""
    if len(ids) < WIDTH:
        return np.empty(0, dtype=np.uint64)
    row = np.asarray(ids, dtype=np.uint64)
    parts = [row[place : len(row) - WIDTH + 1 + place] * _PLACES[place] for place in range(WIDTH)]
    total: Numbers = parts[0]
    for part in parts[1:]:
        total = (total ^ (total >> np.uint64(29))) + part
    return total


def covered(places: Iterable[int], length: int, bridge: int) -> NDArray[np.bool_]:
    """Return which words of a text stand in its known shingles.

    Args:
        places: Where these begin.
        length: Of the text, in words.
        bridge: Up to so many words between two of them count as known, too: a name that was filled in.
    """
    known = np.zeros(length, dtype=np.bool_)
    before = -1
    for place in sorted(places):
        end = min(length, place + WIDTH)
        start = before if before >= 0 and place - before <= bridge else place
        known[start:end] = True
        before = end
    return known
