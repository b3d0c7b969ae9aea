"""Heads of vectors in small whole steps, three rows in one: a third of what floats take to go through.

A *head* is the coordinates of a vector along the directions that tell most of the dot products, here in whole
steps of 1/11. No head is longer than the root of 127, so that the product of two is a whole number from -127
to 127. Three rows share one row of float32: the second counts 256 times, the third 65,536 times. Sums of
products with it stay below 2**24, where float32 is exact in whatever order it adds, and each byte of such a
sum is the product with one of the three.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Rows that share one, and what each counts.
TOGETHER = 3
_COUNTS = np.array([1, 1 << 8, 1 << 16], np.float32)
#: What a length of 1 is in steps, and the longest that is let be: its square is the largest product.
_STEPS = np.float32(11)
_LONGEST = np.float32(11.26)
#: How fast heads shrink that rounding made too long.
_SHRINK = np.float32(0.99)
#: The level of two vectors that have nothing in common; a level of 0 is no row.
_MIDDLE = 128
_MIDDLES = np.int32(_MIDDLE * (1 + (1 << 8) + (1 << 16)))
#: Levels of rows that stand together are the bytes of an integer: one more than there are rows.
BYTES = 4
#: Matrices are multiplied fastest with one column, or a multiple of so many.
_COLUMNS = 4

Heads = NDArray[np.float32]
Levels = NDArray[np.uint8]


def packed_rows(count: int) -> int:
    """Return how many packed rows so many rows take."""
    return -(-count // TOGETHER)


def pack(heads: Heads, into: Heads, first: int) -> None:
    """Put heads, as they come from a basis, into packed rows. Rows before them keep what they say.

    Args:
        heads: Shape (rows, numbers), each at most 1 long.
        into: The packed rows; those for them alone may hold anything.
        first: The place of the first of them.
    """
    if not len(heads):
        return
    start, before = divmod(first, TOGETHER)
    end = packed_rows(first + len(heads))
    padded = np.zeros(((end - start) * TOGETHER, heads.shape[1]), np.float32)
    padded[before : before + len(heads)] = _in_steps(heads)
    fresh = np.tensordot(_COUNTS, padded.reshape(end - start, TOGETHER, -1), axes=(0, 1))
    if before:
        fresh[0] += into[start]
    into[start:end] = fresh


def levels_of(packed: Heads, queries: Heads) -> Levels:
    """Return how near each row is to each query: in steps of about 1/121 of a cosine from 1 to 255.

    Args:
        packed: What `pack` made.
        queries: Heads of any length, shape (queries, numbers).

    Returns:
        Shape (queries, 4 x packed rows): where rows stand in it `places_of` tells. What is between them is 0.
    """
    lengths = np.linalg.norm(queries, axis=1, keepdims=True)
    count = -(-len(queries) // _COLUMNS) * _COLUMNS if len(queries) > 1 else 1
    columns = np.zeros((queries.shape[1], count), np.float32)
    columns[:, : len(queries)] = _in_steps(queries / np.maximum(lengths, np.float32(1e-6))).T
    products = (packed @ columns).T[: len(queries)].astype("<i4", order="C")
    products += _MIDDLES
    return products.view(np.uint8)


def places_of(found: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the places of rows from the places of their levels."""
    # The last of every four levels is of no row.
    return found - found // BYTES


def mask_of(seen: NDArray[np.bool_]) -> Levels:
    """Return what keeps the levels of the rows that are seen, by bitwise "and", and clears all others."""
    mask = np.zeros((packed_rows(len(seen)), BYTES), np.uint8)
    padded = np.zeros(len(mask) * TOGETHER, np.bool_)
    padded[: len(seen)] = seen
    mask[:, :TOGETHER] = np.where(padded.reshape(-1, TOGETHER), 255, 0)
    return mask.reshape(-1)


def _in_steps(heads: Heads) -> Heads:
    rounded = np.rint(heads * _STEPS)
    scale = _STEPS
    while True:
        long = np.flatnonzero(np.einsum("ij,ij->i", rounded, rounded) > _LONGEST**2)
        if not len(long):
            return np.asarray(rounded, np.float32)
        scale *= _SHRINK
        rounded[long] = np.rint(heads[long] * scale)
