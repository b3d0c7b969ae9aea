"""What the rest of Cuecard asks about meanings. Without word vectors it answers nothing, at no cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sidecar.search.meanings.protocol import NearPassage, NearQuestion
from sidecar.search.meanings.rows import Vectors
from sidecar.search.meanings.view import View
from sidecar.search.protocol import Scope
from sidecar.search.semantic.vectors import WordVectors


class Meanings:
    """The meanings of a team's knowledge, for all reader threads while they are being updated.

    Each method looks at the newest state. A request that asks several things of one state, and encodes its
    queries by the vectors of that state, takes `view` once.
    """

    def __init__(self) -> None:
        self._view: View | None = None

    @property
    def view(self) -> View | None:
        """The newest state, which does not change any more; `None` while there is none."""
        return self._view

    @property
    def vectors(self) -> WordVectors | None:
        """What queries are to be encoded by; `None` while there is nothing to compare them with."""
        view = self._view
        return None if view is None else view.vectors

    def near_questions(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearQuestion]]:
        """Return the nearest asked questions for each row of `queries`, best first."""
        view = self._fitting(queries)
        return [[] for _ in queries] if view is None else view.near_questions(queries, scope, limit)

    def near_titles(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearPassage]]:
        """Return the answers with the nearest titles for each row of `queries`, best first."""
        view = self._fitting(queries)
        return [[] for _ in queries] if view is None else view.near_titles(queries, scope, limit)

    def near_passages(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearPassage]]:
        """Return the nearest passages for each row of `queries`, best first."""
        view = self._fitting(queries)
        return [[] for _ in queries] if view is None else view.near_passages(queries, scope, limit)

    def cosines(self, queries: Vectors, answers: Sequence[int]) -> Vectors:
        """Return how near each answer's title or best passage is to each row of `queries`, 0 if unknown."""
        view = self._fitting(queries)
        if view is not None:
            return view.cosines(queries, answers)
        return np.zeros((len(queries), len(answers)), np.float32)

    def publish(self, view: View | None) -> None:
        """Let a state be the newest one; `None` frees what was there."""
        self._view = view

    def _fitting(self, queries: Vectors) -> View | None:
        # Vectors exchanged since the queries were encoded may have another number of dimensions.
        view = self._view
        return view if view is not None and queries.shape[1:] == (view.vectors.dim,) else None
