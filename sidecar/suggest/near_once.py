"""Meanings that are asked the same thing once for one ticket, which is looked at whole and in its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from sidecar.search.meanings.protocol import NearPassage, NearQuestion
from sidecar.search.meanings.rows import Vectors
from sidecar.search.meanings.view import View
from sidecar.search.protocol import Scope

T = TypeVar("T")


class NearOnce:
    """Stands before a view for the time of one ticket, for one viewer: in one thread, with one scope.

    Going through all heads of a table costs nearly the same for one vector as for several. So of a ticket
    with several questions, which is looked at in its parts afterwards, the titles near to each piece are
    looked for at once.

    Args:
        view: What is asked.
        several: Whether the ticket has several questions.
    """

    def __init__(self, view: View, *, several: bool = False) -> None:
        self.vectors = view.vectors
        self._view = view
        self._several = several
        self._encoded: dict[tuple[str, str], Vectors] = {}
        self._questions: dict[bytes, list[NearQuestion]] = {}
        self._titles: dict[bytes, list[NearPassage]] = {}
        self._passages: dict[bytes, list[NearPassage]] = {}

    def encode(self, texts: Sequence[str], language: str) -> Vectors:
        """Return the vector of each text, shape (texts, dim)."""
        fresh = [text for text in dict.fromkeys(texts) if (text, language) not in self._encoded]
        vectors = self.vectors.encode(fresh, [language] * len(fresh))
        self._encoded.update(zip(((text, language) for text in fresh), vectors, strict=True))
        return np.stack([self._encoded[text, language] for text in texts]) if texts else vectors

    def near_questions(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearQuestion]]:
        """Return the nearest asked questions for each query, best first."""
        return _once(self._questions, queries, lambda rows: self._view.near_questions(rows, scope, limit))

    def near_titles(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearPassage]]:
        """Return the answers with the nearest titles for each query, best first."""
        pieces = list(self._encoded.values()) if self._several else []
        found = _once(
            self._titles,
            np.stack([*queries, *pieces]) if pieces else queries,
            lambda rows: self._view.near_titles(rows, scope, limit),
        )
        return found[: len(queries)]

    def near_passages(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearPassage]]:
        """Return the nearest passages for each query, best first."""
        return _once(self._passages, queries, lambda rows: self._view.near_passages(rows, scope, limit))


def _once(
    known: dict[bytes, list[T]], queries: Vectors, ask: Callable[[Vectors], list[list[T]]]
) -> list[list[T]]:
    keys = [query.tobytes() for query in queries]
    fresh = {key: place for place, key in enumerate(keys) if key not in known}
    if fresh:
        known.update(zip(fresh, ask(queries[list(fresh.values())]), strict=True))
    return [known[key] for key in keys]
