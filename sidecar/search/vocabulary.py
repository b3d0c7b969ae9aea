"""The words of the knowledge with how often each occurs: what spelling and compounds are measured against."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

#: Words kept, the most frequent first: what is rarer than those corrects nothing.
MOST = 60_000
#: Letters by which words are grouped: one typing error rarely changes both of the first two.
_START = 2
#: Data is longer, and codes have digits: neither is a word that somebody misspells.
_SHORTEST, _LONGEST = 2, 32


class Vocabulary:
    """Stems of the knowledge with the number of passages that have each. It never changes once made."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        self._counts: dict[str, int] = {}
        for term, count in counted:
            if _SHORTEST <= len(term) <= _LONGEST and term.isalpha():
                self._counts[term] = max(count, self._counts.get(term, 0))
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for term in self._counts:
            grouped[term[:_START]].append(term)
        self._grouped = dict(grouped)
        self._sorted = sorted(self._counts)

    def __contains__(self, term: str) -> bool:
        return term in self._counts

    def begins(self, start: str) -> bool:
        """Tell whether any word begins with these letters."""
        place = bisect_left(self._sorted, start)
        return place < len(self._sorted) and self._sorted[place].startswith(start)

    def count(self, term: str) -> int:
        """Return in how many passages a stem stands; 0 for one that is not known."""
        return self._counts.get(term, 0)

    def starting(self, start: str) -> Sequence[str]:
        """Return the words that begin with these letters (two of them, or more)."""
        group = self._grouped.get(start[:_START], ())
        return group if len(start) <= _START else [term for term in group if term.startswith(start)]
