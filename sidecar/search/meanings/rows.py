"""The rows of one table as they stood at a commit: what queries compute on. Nothing in it changes any more.

A row is a text's vector of length 1, kept as int16 in steps of 1/32767: half the size of float32, more exact
for numbers below 1 than float16 (largest error of a cosine measured 4e-5 against 6e-5) and converted eight
times as fast. Whole vectors stay in the file, mapped; in memory is the *head* of each row, enough to know
which few hundred to look at exactly: see `sidecar.search.meanings.heads`.

Memory for 100,000 rows: 9 to 11 MB for heads, 3 MB for records, 1 MB for the order. Of the file (77 MB at
384 dimensions) what queries touch is mapped, and the system can take it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sidecar.search.meanings import heads
from sidecar.search.meanings.cards import Cards
from sidecar.search.meanings.heads import Heads, Levels
from sidecar.search.protocol import Scope

#: What 1.0 is in the integers of a vector.
UNIT = 32767
#: Numbers in a head. By 64 the true nearest 20 of 10,000 tickets are among 200 candidates to 99.7 %, by 32
#: to 98.3 %, by the first 64 of the vectors as they come to 97.4 %.
HEAD = 64

#: One row beside its vector. `item` is the number of the question, or the ordinal of the passage.
RECORD = np.dtype([("answer", "<i8"), ("item", "<i8"), ("card", "<i4"), ("weight", "<f4"), ("learned", "u1")])

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A table at one commit.

    Attributes:
        vectors: Shape (rows, dim), int16, mapped from the file.
        heads: What `heads.pack` makes of them, of `HEAD` numbers or fewer.
        basis: Shape (dim, as `heads`): turns a vector into its head.
        records: One `RECORD` a row.
        live: Which rows still count.
        places: The rows that count, in the order of their answers.
    """

    vectors: NDArray[np.int16]
    heads: Heads
    basis: Vectors
    records: NDArray[np.void]
    live: NDArray[np.bool_]
    places: NDArray[np.intp]
    _answers: NDArray[np.int64] = field(init=False)
    _seen: dict[Scope, Levels | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_answers", self.records["answer"][self.places])

    @property
    def count(self) -> int:
        """How many rows count."""
        return len(self.places)

    def dots(self, places: NDArray[np.intp], queries: Vectors) -> Vectors:
        """Return the dot products of some rows with queries of shape (dim,) or (dim, queries)."""
        # Scaled afterwards: there are far fewer products than numbers in the rows.
        products = self.vectors.take(places, axis=0).astype(np.float32) @ queries
        products *= np.float32(1 / UNIT)
        return np.asarray(products)

    def of_answers(self, answers: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the rows of answers one after the other, and where in `answers` that of each stands."""
        wanted = np.asarray(answers, dtype=np.int64)
        first = np.searchsorted(self._answers, wanted, "left")
        sizes = np.searchsorted(self._answers, wanted, "right") - first
        whose = np.repeat(np.arange(len(wanted)), sizes)
        within = np.arange(len(whose)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.places[np.repeat(first, sizes) + within], whose

    def seen(self, scope: Scope, cards: Cards) -> Levels | None:
        """Return what is left of the levels of rows in a scope: all bits, or none; `None`: all are seen."""
        kept = self._seen
        with suppress(KeyError):
            return kept[scope]
        seen = self.live
        verdicts = cards.verdicts(scope)
        if not verdicts.all():
            seen = seen & verdicts[self.records["card"]]
        found = None if seen.all() else heads.mask_of(seen)
        if len(kept) >= _MOST_SCOPES:
            kept.clear()
        kept[scope] = found
        return found


#: Scopes whose hidden rows a table keeps: a byte or two a row each.
_MOST_SCOPES = 4


def packed(vectors: Vectors) -> NDArray[np.int16]:
    """Return vectors of length 1 (or 0) as they are kept."""
    return np.rint(vectors * UNIT).astype(np.int16)


def basis_of(sample: Vectors) -> Vectors:
    """Return the directions that tell most of the dot products among such vectors, shape (dim, up to `HEAD`).

    The leading eigenvectors of the second moments, not centred: it is dot products that shall be kept.
    """
    _, directions = np.linalg.eigh(sample.T @ sample)
    return np.ascontiguousarray(directions[:, ::-1][:, :HEAD], dtype=np.float32)
