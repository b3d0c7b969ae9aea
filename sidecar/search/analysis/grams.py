"""Trigrams of words: they find inflected and prefixed forms in languages without a stemmer."""

from __future__ import annotations

_SIZE = 3


def trigrams(word: str) -> list[str]:
    """Return the overlapping three-letter pieces of a word; a shorter word is its only piece."""
    if len(word) <= _SIZE:
        return [word]
    return [word[i : i + _SIZE] for i in range(len(word) - _SIZE + 1)]
