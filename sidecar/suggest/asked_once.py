"""An index that is asked the same thing once for one ticket, which is looked at whole and in its parts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol, TypeVar

from sidecar.search.protocol import AskedHit, Index, PassageHit, Scope, Words

T = TypeVar("T")


class Finds(Protocol):
    """What finds the answers to a ticket: an index, or what stands before it."""

    def find_asked(self, words: Words, scope: Scope, limit: int) -> list[AskedHit]:
        """As `Index.find_asked`."""

    def find_profiles(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """As `Index.find_profiles`."""

    def find_passages(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """As `Index.find_passages`."""

    def asked_frequencies(self, terms: Collection[str]) -> tuple[int, dict[str, int]]:
        """As `Index.asked_frequencies`."""


class AskedOnce:
    """Stands before an index for the time of one ticket, for one viewer: in one thread, with one scope.

    The pieces of a ticket are the same objects each time they are asked for, so that they know them again.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._asked: dict[int, tuple[Words, list[AskedHit]]] = {}
        self._profiles: dict[int, tuple[Words, list[PassageHit]]] = {}

    def find_asked(self, words: Words, scope: Scope, limit: int) -> list[AskedHit]:
        """Return the nearest asked questions, best first."""
        return _once(self._asked, words, lambda: self._index.find_asked(words, scope, limit))

    def find_profiles(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """Return the answers whose title and asked questions together fit best."""
        return _once(self._profiles, words, lambda: self._index.find_profiles(words, scope, limit))

    def find_passages(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """Return the best passages; they are asked for by other words each time."""
        return self._index.find_passages(words, scope, limit)

    def asked_frequencies(self, terms: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return the number of asked questions, and in how many of them each term stands."""
        return self._index.asked_frequencies(terms)


def _once(known: dict[int, tuple[Words, T]], words: Words, ask: Callable[[], T]) -> T:
    # The words are kept beside what was found, so that no other object gets their identity meanwhile.
    if id(words) not in known:
        known[id(words)] = (words, ask())
    return known[id(words)][1]
