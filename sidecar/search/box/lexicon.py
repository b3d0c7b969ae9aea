"""What the search box asks the index about its words; the index is the only dictionary there is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Lexicon(Protocol):
    """The folded words of all texts, names, tags and shortcuts in an index."""

    def words_beginning(self, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """Return words that begin so, and in how many passages each stands, the most frequent first."""

    def tag(self, begun: str) -> str:
        """Return a tag as it is, or the most frequent one that begins so; without any, what was given."""

    def word_counts(self, words: Collection[str]) -> dict[str, int]:
        """Return in how many passages each word stands, as written or as a stem; 0 for what is unknown."""
