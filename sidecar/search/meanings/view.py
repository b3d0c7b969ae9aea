"""One state of the meanings: vectors and rows that belong together, searched from any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sidecar.search.meanings.cards import Cards
from sidecar.search.meanings.nearest import nearest
from sidecar.search.meanings.protocol import NearPassage, NearQuestion
from sidecar.search.meanings.rows import Rows, Vectors
from sidecar.search.protocol import Scope
from sidecar.search.semantic.vectors import WordVectors

#: So many pieces are looked for to find one passage.
_PIECES = 4


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What was known at one commit. Queries are vectors of `vectors`, one a row, of length 1 or 0.

    With `in_pieces` a passage has several rows, and is as near as the nearest of them.
    """

    vectors: WordVectors
    questions: Rows
    titles: Rows
    passages: Rows
    cards: Cards
    in_pieces: bool

    def near_questions(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearQuestion]]:
        """Return the nearest asked questions for each query, best first; of the scope only groups count."""
        rows = self.questions
        seen = rows.seen(Scope(groups=scope.groups), self.cards)
        lists: list[list[NearQuestion]] = []
        for places, cosines in nearest(rows, queries, seen, limit):
            found = rows.records[places]
            columns = (found["item"], found["answer"], found["weight"], found["learned"] != 0, cosines)
            lists.append(list(map(NearQuestion, *(column.tolist() for column in columns))))
        return lists

    def near_titles(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearPassage]]:
        """Return the answers with the nearest titles for each query, best first."""
        return self._near(self.titles, queries, scope, limit)

    def near_passages(self, queries: Vectors, scope: Scope, limit: int) -> list[list[NearPassage]]:
        """Return the nearest passages for each query, best first; an answer may come several times."""
        if not self.in_pieces:
            return self._near(self.passages, queries, scope, limit)
        found = self._near(self.passages, queries, scope, limit * _PIECES)
        return [_nearest_pieces(nears)[:limit] for nears in found]

    def cosines(self, queries: Vectors, answers: Sequence[int]) -> Vectors:
        """Return how near each answer's title or best passage is, shape (queries, answers); 0 if unknown."""
        best = np.zeros((len(answers), len(queries)), np.float32)
        for rows in (self.titles, self.passages):
            places, whose = rows.of_answers(answers)
            if len(places):
                dots = rows.dots(places, queries.T)
                known, first = np.unique(whose, return_index=True)
                best[known] = np.maximum(best[known], np.maximum.reduceat(dots, first, axis=0))
        return best.T

    def _near(self, rows: Rows, queries: Vectors, scope: Scope, limit: int) -> list[list[NearPassage]]:
        lists: list[list[NearPassage]] = []
        for places, cosines in nearest(rows, queries, rows.seen(scope, self.cards), limit):
            found = rows.records[places]
            columns = (found["answer"], found["item"], cosines)
            lists.append(list(map(NearPassage, *(column.tolist() for column in columns))))
        return lists


def _nearest_pieces(nears: list[NearPassage]) -> list[NearPassage]:
    best: dict[tuple[int, int], NearPassage] = {}
    for near in nears:
        best.setdefault((near.answer, near.ordinal), near)
    return list(best.values())
