"""The terms of a text as the columns an index takes them in: what `analyze` finds, without the places.

Hardly any term reaches across white space, so a text is the sum of its chunks (of its lines where one does);
and the chunks of one team's knowledge are the same few thousand again and again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sidecar.search.analysis.analyzer import analyze, reads_across_spaces
from sidecar.search.analysis.grams import grams
from sidecar.search.analysis.languages import base_language

#: Chunks kept for each language (some 300 bytes each), and languages kept.
_MOST_KEPT = 30_000
#: Longer chunks seldom come again: of addresses that do, few are kept, of text without spaces none.
_LONG, _LONGEST_KEPT, _MOST_LONG = 24, 120, 2000
_LANGUAGES = 8


class Forms(NamedTuple):
    """Columns of terms, a space behind each.

    Attributes:
        telling: All terms but stop words, as they are asked for.
        surface: The folded words in their order, stop words included, for phrases.
        grams: The pieces of the telling words.
    """

    telling: str
    surface: str
    grams: str


def forms(text: str, language: str) -> Forms:
    """Return the columns of a text.

    Args:
        text: Any text.
        language: BCP 47 tag, as for `analyze`.
    """
    base = base_language(language)
    if reads_across_spaces(base):
        found = [_read(line, base) for line in text.splitlines()]
    else:
        found = list(map(_kept(base).__getitem__, text.split()))
    if not found:
        return Forms("", "", "")
    telling, surface, pieces = zip(*found, strict=True)
    return Forms("".join(telling), "".join(surface), "".join(pieces))


def joined(*columns: str) -> str:
    """Return several columns as one."""
    return "".join(columns)


def _read(chunk: str, language: str) -> tuple[str, str, str]:
    terms = analyze(chunk, language)
    telling = [term for term in terms if not term.stop]
    pieces = [piece for term in telling if not term.extra for piece in grams(term.surface, language)]
    surface = [term.surface for term in terms if not term.extra]
    return _column([term.text for term in telling]), _column(surface), _column(pieces)


def _column(terms: list[str]) -> str:
    # Each term brings its space along: columns are put together many times for each time they are made.
    return "".join([f"{term} " for term in terms])


class _Kept(dict[str, tuple[str, str, str]]):
    """The chunks of one language: a dictionary answers in a tenth of the time of a function."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._long: dict[str, tuple[str, str, str]] = {}

    def __missing__(self, chunk: str) -> tuple[str, str, str]:
        if chunk in self._long:
            return self._long[chunk]
        found = _read(chunk, self._language)
        if len(chunk) <= _LONG:
            _keep(self, chunk, found, _MOST_KEPT)
        elif len(chunk) <= _LONGEST_KEPT and chunk.isascii():
            _keep(self._long, chunk, found, _MOST_LONG)
        return found


def _keep(kept: dict[str, tuple[str, str, str]], chunk: str, found: tuple[str, str, str], most: int) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[chunk] = found


@lru_cache(maxsize=_LANGUAGES)
def _kept(language: str) -> _Kept:
    return _Kept(language)
