"""Texts as vectors, by word vectors read from a folder: numpy, a few microseconds a sentence, no model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar.search.semantic import storage
from sidecar.search.semantic.storage import Tables
from sidecar.search.semantic.words import STEM, Word, piece_ids, words_of

#: Texts summed at once: the matrix between their rows and the table stays small.
_AT_ONCE = 64
_MOST_KEPT = 50_000

_Parts = tuple[tuple[int, ...], float]
_NOTHING: _Parts = ((), 0.0)


class WordVectors:
    """The word vectors of one generation. Immutable; safe to use from several threads.

    A text's vector is the sum of the vectors of its words and of pairs of neighbours, of length 1. A word
    that was never seen is taken for its stem, else for the mean of its pieces.

    Attributes:
        name: Tells generations apart: vectors of texts can only be compared under the same name.
        dim: Numbers in a vector.
    """

    def __init__(self, tables: Tables) -> None:
        self.name = tables.name
        self.dim = int(tables.rows.shape[1])
        self._rows = tables.rows
        self._words = tables.words
        self._pairs = tables.pairs
        self._pieces = tables.pieces
        self._known: dict[Word, _Parts] = {}
        self._grasped: dict[Word, float] = {}

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text, a zero one where no word of it is known.

        Args:
            texts: Any texts; a sentence each works best.
            languages: The BCP 47 tag of each text.

        Returns:
            Shape (number of texts, `dim`).
        """
        sums = np.zeros((len(texts), self.dim), np.float32)
        for first in range(0, len(texts), _AT_ONCE):
            last = first + _AT_ONCE
            sums[first:last] = self._sums(texts[first:last], languages[first:last])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        sums /= np.where(lengths > 0, lengths, 1)
        return sums

    def knows(self, word: Word) -> bool:
        """Tell whether a word has a vector of its own, not only one guessed from its parts."""
        return word.surface in self._words

    def grasp(self, word: Word) -> float:
        """Return how well a word is known, from 0 to 1: in full by itself or by its stem, else by its pieces.

        Of a word never seen it is the share of its pieces that other words have: much of a compound or a
        slip, little of a strange name.
        """
        known = self._grasped.get(word)
        if known is None:
            if len(self._grasped) >= _MOST_KEPT:
                self._grasped.clear()
            known = self._grasped[word] = self._share(word)
        return known

    def _sums(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        places: list[int] = []
        rows: list[int] = []
        weights: list[float] = []
        known, pairs = self._known, self._pairs
        for place, (text, language) in enumerate(zip(texts, languages, strict=True)):
            before = ""
            for word in words_of(text, language):
                pair = pairs.get((before, word.surface))
                if pair is not None:
                    places.append(place)
                    rows.append(pair)
                    weights.append(1.0)
                before = word.surface
                found = known.get(word)
                if found is None:
                    found = self._remember(word)
                parts, weight = found
                for row in parts:
                    places.append(place)
                    rows.append(row)
                    weights.append(weight)
        if not rows:
            return np.zeros((len(texts), self.dim), np.float32)
        # A product of matrices sums far faster than adding row by row.
        used, columns = np.unique(np.asarray(rows), return_inverse=True)
        cells = np.asarray(places) * len(used) + columns
        mixed = np.bincount(cells, weights, len(texts) * len(used)).astype(np.float32)
        table = self._rows[used].astype(np.float32)
        return np.asarray(mixed.reshape(len(texts), len(used)) @ table, dtype=np.float32)

    def _remember(self, word: Word) -> _Parts:
        found = self._parts(word)
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[word] = found
        return found

    def _share(self, word: Word) -> float:
        if word.surface in self._words or STEM + word.stem in self._words:
            return 1.0
        pieces = piece_ids(word.surface)
        return sum(piece in self._pieces for piece in pieces) / len(pieces) if pieces else 0.0

    def _parts(self, word: Word) -> _Parts:
        for key in (word.surface, STEM + word.stem):
            row = self._words.get(key)
            if row is not None:
                return (row,), 1.0
        rows = [row for piece in piece_ids(word.surface) if (row := self._pieces.get(piece)) is not None]
        return (tuple(rows), 1.0 / len(rows)) if rows else _NOTHING


def load(folder: Path) -> WordVectors | None:
    """Return the word vectors that a folder keeps, `None` where there are none or they are damaged.

    Args:
        folder: The folder `semantic` of a data folder; what is wrong with it, `storage.inspect` tells.
    """
    tables = storage.inspect(folder).tables
    return None if tables is None else WordVectors(tables)
