"""One index as of one commit: what a query found is read back from the state that it was found in.

A row's address says nothing about another state: a commit between finding and reading would give other rows,
or an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy

from sidecar.search.errors import tantivy_faults

#: So many terms of a field are known with their frequencies: the same words come in ticket after ticket.
_MOST_KNOWN = 20_000

#: A row found, with its score.
Hit = tuple[float, tantivy.DocAddress]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of an index as of one commit. Any number of threads may read it.

    Raises:
        IndexFault: Any method, where the engine fails.
    """

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    _frequencies: dict[str, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)

    def count(self) -> int:
        """Return the number of rows that can be found."""
        return self.searcher.num_docs

    def count_of(self, query: tantivy.Query) -> int:
        """Return how many rows a query finds."""
        with tantivy_faults():
            found: Any = self.searcher.search(query, 1, count=True)
            return int(found.count)

    def frequencies(self, name: str, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many rows each of these terms stands in a field."""
        counted = self._counted(name)
        asked = list(terms)
        try:
            return {term: counted[term] for term in asked}
        except KeyError:
            self._count(name, counted, asked)
            return {term: counted[term] for term in asked}

    def known(self, name: str, terms: Mapping[str, float]) -> dict[str, float]:
        """Return the terms, with their weights, that stand in a field of any row.

        The others find nothing, and looking them up costs as much.
        """
        counted = self._counted(name)
        try:
            return {term: weight for term, weight in terms.items() if counted[term]}
        except KeyError:
            self._count(name, counted, terms)
            return {term: weight for term, weight in terms.items() if counted[term]}

    def search(self, query: tantivy.Query, limit: int) -> list[Hit]:
        """Return the best rows with their scores, best first."""
        if limit < 1 or not self.searcher.num_docs:
            return []
        with tantivy_faults():
            return self.searcher.search(query, limit, count=False).hits

    def search_counted(self, query: tantivy.Query, limit: int) -> tuple[list[Hit], int]:
        """Return the best rows with their scores, best first, and how many there are at all."""
        if limit < 1 or not self.searcher.num_docs:
            return [], 0
        with tantivy_faults():
            found: Any = self.searcher.search(query, limit, count=True)
            return found.hits, int(found.count)

    def newest(self, query: tantivy.Query, field: str, limit: int) -> list[Hit]:
        """Return the rows with the highest numbers in a field, the highest first."""
        if limit < 1 or not self.searcher.num_docs:
            return []
        with tantivy_faults():
            found = self.searcher.search(query, limit, count=False, order_by_field=field).hits
        return [(float(value or 0), address) for value, address in found]

    def values(self, field: str, hits: Sequence[Hit]) -> list[Any]:
        """Return the numbers that these rows have in a fast field."""
        return self.columns((field,), hits)[0]

    def columns(self, fields: Sequence[str], hits: Sequence[Hit]) -> list[list[Any]]:
        """Return the numbers that these rows have in each of some fast fields."""
        addresses = [address for _, address in hits]
        with tantivy_faults():
            return [self.searcher.fast_field_values(field, addresses) for field in fields]

    def kept(self, field: str, hits: Sequence[Hit]) -> list[str]:
        """Return the texts of these rows in a field that is kept."""
        with tantivy_faults():
            return [str(self.searcher.doc(address).get_first(field) or "") for _, address in hits]

    def _counted(self, name: str) -> dict[str, int]:
        counted = self._frequencies.get(name)
        if counted is None or len(counted) > _MOST_KNOWN:
            counted = self._frequencies[name] = {}
        return counted

    def _count(self, name: str, counted: dict[str, int], terms: Iterable[str]) -> None:
        with tantivy_faults():
            for term in terms:
                if term not in counted:
                    counted[term] = self.searcher.doc_freq(name, term)
