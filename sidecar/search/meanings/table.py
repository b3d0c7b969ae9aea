"""One growing table of vectors: what it has on disk and in memory. One thread writes; readers have `Rows`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sidecar.search.meanings import storage
from sidecar.search.meanings.heads import pack, packed_rows
from sidecar.search.meanings.rows import HEAD, RECORD, UNIT, Rows, Vectors, basis_of, packed
from sidecar.search.meanings.storage import Appended, TableState

_Kind = TypeVar("_Kind", bound=np.generic)

#: From the vectors of so many rows it is learned in which directions they differ.
_SAMPLE = 4096
#: It is learned anew when there are so many times as many.
_GROWN = 2
#: No ordinal of a passage needs more.
_ITEM_BITS = 24
#: Rows turned into heads at once.
_AT_ONCE = 8192
#: How much room is made beyond what is needed.
_ROOM = 1.25
#: Rows that do not count any more are cleared out from this number and share on.
_DEAD, _DEAD_SHARE = 1000, 0.25


class Table:
    """A table in the folder of a generation.

    Args:
        folder: Where it lies.
        name: What its files are called.
        key: The field of a record by which rows are replaced.
        dim: Numbers in a vector.
        state: What of it counts.

    Raises:
        OSError, ValueError: What lies there does not fit the state.
    """

    def __init__(self, folder: Path, name: str, key: str, dim: int, state: TableState) -> None:
        self.name = name
        self._key = key
        self._dim = dim
        self._vectors = Appended(storage.vectors_path(folder, name), state.vectors)
        self._file = Appended(storage.records_path(folder, name), state.records)
        count = state.records.size // RECORD.itemsize
        self._records = np.frombuffer(b"".join(self._file.chunks()), RECORD, count).copy()
        self._live = storage.flags(state.live, count)
        self._basis = np.zeros((dim, min(HEAD, dim)), np.float32)
        self._fitted = 0
        self._heads = np.empty((0, self._basis.shape[1]), np.float32)
        self._count = count
        self._rows: Rows | None = None
        self._fit()

    @property
    def count(self) -> int:
        """How many rows count."""
        return int(np.count_nonzero(self._live))

    def distinct(self) -> int:
        """Return how many different pairs of answer and item count."""
        records = self._records[: self._count][self._live]
        return len(np.unique(records["answer"] << _ITEM_BITS | records["item"]))

    @property
    def is_littered(self) -> bool:
        """Whether so many rows do not count any more that they should be cleared out."""
        dead = self._count - self.count
        return dead > _DEAD and dead > _DEAD_SHARE * self._count

    def replace(self, keys: Sequence[int], records: NDArray[np.void], vectors: Vectors) -> None:
        """Take out all rows with these keys, then put rows in; counted in the next `commit`.

        Args:
            keys: Numbers of questions or answers.
            records: The new rows, of these keys.
            vectors: Their vectors, of length 1 or 0.
        """
        self._rows = None
        there = self._records[: self._count][self._key]
        self._live &= ~np.isin(there, np.asarray(keys, dtype=np.int64))
        self._append(records, packed(vectors))

    def commit(self) -> TableState:
        """Return what counts from now on, once the manifest says so."""
        if len(self._live) >= _GROWN * max(self._fitted, 1):
            self._fit()
        return TableState(
            vectors=self._vectors.state, records=self._file.state, live=storage.bits(self._live)
        )

    def rows(self) -> Rows:
        """Return the table as it stands, for readers."""
        if self._rows is None:
            live = np.flatnonzero(self._live)
            records = self._records[: self._count]
            self._rows = Rows(
                vectors=self._mapped(),
                heads=self._heads[: packed_rows(self._count)],
                basis=self._basis,
                records=records,
                live=self._live.copy(),
                places=live[np.argsort(records["answer"][live], kind="stable")],
            )
        return self._rows

    def copy_live(self, other: Table, cards: NDArray[np.int32]) -> None:
        """Put what counts into an empty table. `cards` gives the number there for each number of a card."""
        for first, vectors in self._stored():
            live = self._live[first : first + len(vectors)]
            records = self._records[first : first + len(vectors)][live]
            records["card"] = cards[records["card"]]
            other._append(records, vectors[live])

    def cards_in_use(self) -> NDArray[np.int32]:
        """Return the numbers of the cards that rows have."""
        return np.unique(self._records["card"][: self._count][self._live])

    def _append(self, records: NDArray[np.void], vectors: NDArray[np.int16]) -> None:
        if not len(records):
            return
        self._vectors.append(vectors.tobytes())
        self._file.append(records.tobytes())
        first, last = self._count, self._count + len(records)
        # Readers look at the rows before `first` only: those stay as they are, here or in the old memory.
        self._records = _with_room(self._records, first, last)
        self._heads = _with_room(self._heads, packed_rows(first), packed_rows(last))
        self._records[first:last] = records
        pack(self._head(vectors), self._heads, first)
        self._live = np.concatenate((self._live, np.ones(len(records), np.bool_)))
        self._count = last

    def _head(self, vectors: NDArray[np.int16]) -> Vectors:
        return np.asarray(vectors.astype(np.float32) @ self._basis * np.float32(1 / UNIT), np.float32)

    def _fit(self) -> None:
        """Learn anew in which directions the rows differ, and turn all of them into heads."""
        self._rows = None
        self._fitted = self._count
        step = -(-max(self._count, 1) // _SAMPLE)
        sample = [vectors[-first % step :: step] for first, vectors in self._stored()]
        if sample:
            self._basis = basis_of(np.concatenate(sample).astype(np.float32) * np.float32(1 / UNIT))
        heads = np.empty((packed_rows(self._count), self._basis.shape[1]), np.float32)
        for first, vectors in self._stored():
            pack(self._head(vectors), heads, first)
        self._heads = heads

    def _stored(self) -> Iterable[tuple[int, NDArray[np.int16]]]:
        """Return all vectors, live or not, many at a time, and where each lot begins."""
        size = 2 * self._dim * _AT_ONCE
        for place, chunk in enumerate(self._vectors.chunks(size)):
            yield place * _AT_ONCE, np.frombuffer(chunk, np.int16).reshape(-1, self._dim)

    def _mapped(self) -> NDArray[np.int16]:
        if not self._count:
            return np.empty((0, self._dim), np.int16)
        # As a plain array: every product of a memmap passes through Python.
        return np.asarray(np.memmap(self._vectors.path, np.int16, "r", shape=(self._count, self._dim)))


def _with_room(array: NDArray[_Kind], used: int, needed: int) -> NDArray[_Kind]:
    if needed <= len(array):
        return array
    larger = np.empty((int(needed * _ROOM), *array.shape[1:]), array.dtype)
    larger[:used] = array[:used]
    return larger
