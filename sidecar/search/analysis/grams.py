"""Pieces of words: they find inflected, prefixed, compound and misspelt forms that no stemmer joins."""

from __future__ import annotations

from sidecar.search.analysis.languages import base_language, has_stemmer

#: Letters in a piece. Without a stemmer they carry more of the load and are shorter.
_STEMMED, _UNSTEMMED = 4, 3


def grams(word: str, language: str | None) -> list[str]:
    """Return the overlapping pieces of a folded word; none of a word shorter than a piece."""
    size = _STEMMED if has_stemmer(base_language(language)) else _UNSTEMMED
    return [word[i : i + size] for i in range(len(word) - size + 1)]
