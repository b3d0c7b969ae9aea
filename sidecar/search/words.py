"""The words of the passages as a dictionary, as far as a viewer may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tantivy import Occur, Query

from sidecar.search.errors import tantivy_faults
from sidecar.search.snapshot import Snapshot

_FIELDS = ("surface", "body", "title")


@dataclass(frozen=True, slots=True)
class PassageWords:
    """The lexicon of the passages that `visible` finds; `None` is all of them."""

    shelf: Snapshot
    visible: Query | None = None

    def words_beginning(self, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """Return folded words that begin so, and how many passages have each, the most frequent first."""
        with tantivy_faults():
            return self.shelf.searcher.terms_with_prefix("surface", prefix, self.visible, limit)

    def tag(self, begun: str) -> str:
        """Return a tag as it is, or the most frequent one that begins so; without any, what was given."""
        folded = begun.casefold()
        with tantivy_faults():
            known = dict(self.shelf.searcher.terms_with_prefix("tag", folded, self.visible))
        return begun if folded in known else next(iter(known), begun)

    def word_counts(self, words: Collection[str]) -> dict[str, int]:
        """Return in how many passages each word stands, as written or as a stem."""
        return {word: self._count(word) if word else 0 for word in words}

    def _count(self, word: str) -> int:
        with tantivy_faults():
            count = max(self.shelf.searcher.doc_freq(field, word) for field in _FIELDS)
        if not count or self.visible is None:
            return count
        schema = self.shelf.schema
        found = [(Occur.Should, Query.term_query(schema, field, word, "freq")) for field in _FIELDS]
        both = [(Occur.Must, Query.boolean_query(found)), (Occur.Must, self.visible)]
        return self.shelf.count_of(Query.boolean_query(both))
