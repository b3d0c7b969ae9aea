"""Bags of words as a sparse matrix in blocks.

Products with it run at the speed of dense ones and take little memory. A block is some texts by just the
columns that stand in them, dense; a text has a dozen words, sixty-four texts a few hundred different ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_TEXTS_IN_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Entries:
    """A row of a sparse matrix: which columns hold which values; a column may come more than once."""

    columns: Sequence[int]
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Block:
    first: int
    columns: NDArray[np.intp]
    dense: Matrix


class Bags:
    """A sparse matrix (texts by columns), made once and multiplied often."""

    def __init__(self, rows: Sequence[Entries], width: int) -> None:
        self.shape = (len(rows), width)
        self._blocks = [
            _block(first, rows[first : first + _TEXTS_IN_BLOCK])
            for first in range(0, len(rows), _TEXTS_IN_BLOCK)
        ]

    def times(self, table: Matrix) -> Matrix:
        """Return this matrix times a table with a row for each column."""
        out = np.zeros((self.shape[0], table.shape[1]), np.float32)
        for block in self._blocks:
            out[block.first : block.first + len(block.dense)] = block.dense @ table[block.columns]
        return out

    def transposed_times(self, rows: Matrix) -> Matrix:
        """Return the transpose of this matrix times a table with a row for each text."""
        out = np.zeros((self.shape[1], rows.shape[1]), np.float32)
        for block in self._blocks:
            out[block.columns] += block.dense.T @ rows[block.first : block.first + len(block.dense)]
        return out

    def squares(self, weights: Matrix | None = None) -> Matrix:
        """Return the sum of the squares of each column, shape (columns, 1); each row weighed, if told so."""
        out = np.zeros((self.shape[1], 1), np.float32)
        for block in self._blocks:
            squared = block.dense * block.dense
            if weights is not None:
                squared *= weights[block.first : block.first + len(block.dense)]
            out[block.columns, 0] += squared.sum(axis=0)
        return out


class Sparse(Protocol):
    """A matrix of texts by columns that can only be multiplied."""

    shape: tuple[int, int]

    def times(self, table: Matrix, /) -> Matrix:
        """Return this matrix times a table with a row for each column."""

    def transposed_times(self, rows: Matrix, /) -> Matrix:
        """Return the transpose of this matrix times a table with a row for each text."""

    def squares(self) -> Matrix:
        """Return about the sum of the squares of each column, shape (columns, 1)."""


def ridge(bags: Sparse, wanted: Matrix, firmness: Matrix, steps: int, tolerance: float = 1e-3) -> Matrix:
    """Return the table D that minimises |bags D - wanted|^2 + sum of firmness * D^2, by conjugate gradients.

    Args:
        bags: Texts by columns.
        wanted: What the sums should be: a row for each text.
        firmness: How firmly each column holds on to zero, in texts; shape (columns, 1).
        steps: Steps at most; each costs two products.
        tolerance: Ends when what is left is this small a share of the beginning.
    """
    found = np.zeros((bags.shape[1], wanted.shape[1]), np.float32)
    # Divided by the diagonal: columns of frequent words would need many more steps else.
    scale = np.asarray(1 / (bags.squares() + firmness), dtype=np.float32)
    left = bags.transposed_times(wanted)
    direction = scale * left
    size = (left * direction).sum(axis=0)
    enough = tolerance**2 * size.sum()
    for _ in range(steps):
        if size.sum() <= enough:
            break
        moved = bags.transposed_times(bags.times(direction)) + firmness * direction
        length = size / np.maximum((direction * moved).sum(axis=0), 1e-20)
        found += length * direction
        left -= length * moved
        scaled = scale * left
        size, before = (left * scaled).sum(axis=0), size
        direction = scaled + (size / np.maximum(before, 1e-20)) * direction
    return found


def _block(first: int, rows: Sequence[Entries]) -> _Block:
    places = [place for place, row in enumerate(rows) for _ in row.columns]
    columns = np.asarray([column for row in rows for column in row.columns], dtype=np.intp)
    values = [value for row in rows for value in row.values]
    used, inside = np.unique(columns, return_inverse=True)
    cells = np.asarray(places, dtype=np.intp) * len(used) + inside
    dense = np.bincount(cells, values, len(rows) * len(used)).astype(np.float32)
    return _Block(first, used, dense.reshape(len(rows), len(used)))
