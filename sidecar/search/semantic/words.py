"""What a text is made of for word vectors: its words, found by our own analysis.

One function serves fitting and asking, so it works alike for both in every script.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from sidecar.search.analysis import analyze, base_language

#: Part of every generation's manifest: raise it whenever the same text would give other words than before.
VERSION = 1

#: Stands before a stem among the words of a table; no word contains it.
STEM = "~"

#: Letters in a piece of a word, shortest and longest.
_SHORTEST, _LONGEST = 3, 5
#: Chunks that hardly come again are not kept: addresses, and text of scripts without spaces.
_LONGEST_KEPT = 24
_MOST_KEPT = 30_000
_LANGUAGES = 8


class Word(NamedTuple):
    """A word of a text: folded (`surface`), and its stem; both the same in languages without a stemmer."""

    surface: str
    stem: str


def words_of(text: str, language: str) -> list[Word]:
    """Return the words of a text in their order, stop words included: "not" and "how" carry meaning.

    Args:
        text: Any text.
        language: BCP 47 tag, as for `analyze`.
    """
    kept = _kept(base_language(language))
    found: list[Word] = []
    # No word reaches across white space, and a team's chunks are the same few thousand again and again.
    for chunk in text.split():
        found.extend(kept[chunk])
    return found


def piece_ids(surface: str) -> list[int]:
    """Return the pieces of a word by which it is guessed when it was never seen: 3 to 5 letters, with ends.

    They are numbers (CRC-32 of the letters), so that what is stored of them spells nobody's name. There are
    none of a word with digits in it: its letters tell nothing.
    """
    if any(char.isdigit() for char in surface):
        return []
    marked = f"<{surface}>"
    return [
        crc32(marked[start : start + size].encode())
        for size in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(marked) - size + 1)
    ]


class _Kept(dict[str, tuple[Word, ...]]):
    """The chunks of one language: a dictionary answers in a tenth of the time of a function."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, chunk: str) -> tuple[Word, ...]:
        terms = analyze(chunk, self._language)
        found = tuple(Word(term.surface, term.text) for term in terms if not term.extra)
        if len(chunk) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[chunk] = found
        return found


@lru_cache(maxsize=_LANGUAGES)
def _kept(language: str) -> _Kept:
    return _Kept(language)
