"""Word vectors fitted to what a sentence model says of a team's texts.

With A the bags of words and pairs of words of the texts (weighted by rarity), Y what the model says of them
and W0 what it says of each word alone (pairs: nothing), W = W0 + (A'A + L)^-1 A'(Y - A W0): the vectors that
lie as near to W0 as they can and whose sums come closest to Y. Both Y and W0 are centred and reduced to the
directions in which the texts differ most; measured, 256 of 384 lose nothing.

Pairs bring most of what single words miss: measured on a bank's questions, they close the rest of the gap to
the model itself. Words spelt alike are fitted together (`spelling`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar.search.semantic.bags import Bags, Entries, Matrix, ridge
from sidecar.search.semantic.form import directions_of_form
from sidecar.search.semantic.spelling import FIRMNESS, Spelling, SpeltBags
from sidecar.search.semantic.vocabulary import Pair, Sample, Vocabulary, pairs_of
from sidecar.search.semantic.words import Word

#: Numbers in a vector, at most.
MOST_DIM = 256
#: How firmly a vector holds on to where it started, in texts: a word's to what the model says of it alone, a
#: pair's to nothing, which is firmer, for there are many pairs and few texts of each.
_WORD_FIRMNESS, _PAIR_FIRMNESS = 0.2, 1.0
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """How what a model says becomes what is fitted to: centred (`mean`), turned and cut off (`axes`).

    `alone` is the mean of what the model says of single words, which lie elsewhere than texts.
    """

    mean: Matrix
    alone: Matrix
    axes: Matrix

    @property
    def packed(self) -> Matrix:
        """The frame as one matrix, to be kept."""
        return np.vstack([self.mean, self.alone, self.axes.T])

    @staticmethod
    def unpacked(matrix: Matrix) -> Frame:
        """Return the frame that `packed` gave."""
        return Frame(matrix[0], matrix[1], np.ascontiguousarray(matrix[2:].T))

    def of_texts(self, said: Matrix) -> Matrix:
        """Return rows of length 1; a zero row where the model says nothing."""
        return unit(unit(_centred(said, self.mean)) @ self.axes)

    def of_words(self, said: Matrix) -> Matrix:
        """Return rows of any length; a zero row where the model says nothing."""
        return np.asarray(_centred(said, self.alone) @ self.axes, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Fit:
    """Vectors of the words and pairs of a vocabulary, in its order, each as long as it is weighty.

    `support` is in how many texts each stands.
    """

    rows: Matrix
    support: Matrix


@dataclass(frozen=True, slots=True)
class Earlier:
    """Vectors of an earlier fit, and how many texts stood behind each; `places` are their rows."""

    rows: Matrix
    support: Matrix
    places: Mapping[str | Pair, int]
    frame: Frame
    texts: int
    tickets: int


def frame_of(samples: Sequence[Sample], said: Matrix, alone: Matrix) -> Frame:
    """Return the frame in which these texts differ most, but for their form.

    Args:
        samples: The texts.
        said: What the model says of them.
        alone: What it says of the team's words, each alone.
    """
    mean = _mean(said)
    if said.shape[1] <= MOST_DIM or len(said) < said.shape[1]:
        # Too few texts to tell which directions matter: all are kept as they are.
        axes = np.eye(said.shape[1], dtype=np.float32)
    else:
        spread = unit(_centred(said, mean))
        form = directions_of_form(samples, spread)
        spread -= (spread @ form.T) @ form
        _, directions = np.linalg.eigh(spread.T @ spread)
        axes = np.ascontiguousarray(directions[:, ::-1][:, :MOST_DIM], dtype=np.float32)
    return Frame(mean, _mean(alone), axes)


def fit(
    texts: Sequence[Sequence[Word]],
    wanted: Matrix,
    vocabulary: Vocabulary,
    start: Matrix,
    earlier: Earlier | None = None,
) -> Fit:
    """Fit vectors.

    Args:
        texts: The words of each text.
        wanted: A row of length 1 for each text.
        vocabulary: What gets a vector.
        start: A row for each single word, in any scale.
        earlier: Vectors to start from instead where there are some, and to hold on to as firmly as there
            were texts behind them.
    """
    places = places_of(vocabulary)
    support = _support(texts, places)
    firmness = np.full((len(places), 1), _PAIR_FIRMNESS, np.float32)
    firmness[: len(vocabulary.words)] = _WORD_FIRMNESS
    known, behind = _known_before(places, earlier)
    count = len(texts) + (earlier.texts if earlier else 0)
    support[known] += behind
    weights = (np.log((1 + count) / (1 + support)) + 1).astype(np.float32)
    bags = bags_of(texts, places, weights, len(vocabulary.words))
    begun = np.zeros((len(places), wanted.shape[1]), np.float32)
    begun[: len(start)] = start
    sums = bags.times(begun)
    # Words said alone are far from what they add to a text; the best common scale is known exactly.
    begun *= float((sums * wanted).sum() / max(float((sums * sums).sum()), 1e-9))
    if earlier is not None:
        rows = [earlier.places[key] for key in places if key in earlier.places]
        begun[known] = earlier.rows[rows] / weights[known, None]
        firmness[known, 0] += behind
    spelling = Spelling(vocabulary.own)
    spelt = SpeltBags(bags, spelling)
    firmness = np.vstack([firmness, np.full((spelling.pieces, 1), FIRMNESS, np.float32)])
    found = begun + spelt.joined(ridge(spelt, wanted - bags.times(begun), firmness, _STEPS))
    return Fit((found * weights[:, None]).astype(np.float32), support)


def places_of(vocabulary: Vocabulary) -> dict[str | Pair, int]:
    """Return the column of each word and pair."""
    keys: list[str | Pair] = [*vocabulary.words, *vocabulary.pairs]
    return {key: column for column, key in enumerate(keys)}


def bags_of(
    texts: Sequence[Sequence[Word]], places: dict[str | Pair, int], weights: Matrix, words: int
) -> Bags:
    """Return the weighted bags of texts; a bag's single words (the first `words` columns) have length 1."""
    rows = []
    for text in texts:
        columns = _columns(text, places)
        singles = np.bincount([column for column in columns if column < words] or [0])
        values = weights[: len(singles)] * singles
        length = max(float(np.linalg.norm(values)), 1e-9)
        rows.append(Entries(columns, (weights[columns] / length).tolist() if columns else []))
    return Bags(rows, len(places))


def unit(rows: Matrix) -> Matrix:
    """Return rows of length 1; zero ones stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _mean(said: Matrix) -> Matrix:
    known = said.any(axis=1)
    return np.asarray(said[known].mean(axis=0) if known.any() else said.sum(axis=0), dtype=np.float32)


def _centred(said: Matrix, mean: Matrix) -> Matrix:
    return np.asarray(np.where(said.any(axis=1, keepdims=True), said - mean, 0), dtype=np.float32)


def _known_before(
    places: Mapping[str | Pair, int], earlier: Earlier | None
) -> tuple[NDArray[np.intp], Matrix]:
    """Return the columns that an earlier fit has, and how many texts stood behind each."""
    if earlier is None:
        return np.zeros(0, np.intp), np.zeros(0, np.float32)
    known = [column for key, column in places.items() if key in earlier.places]
    behind = [earlier.support[earlier.places[key]] for key in places if key in earlier.places]
    return np.asarray(known, dtype=np.intp), np.asarray(behind, dtype=np.float32)


def _columns(text: Sequence[Word], places: dict[str | Pair, int]) -> list[int]:
    keys: list[str | Pair] = [word.surface for word in text]
    keys += pairs_of(text)
    return [column for key in keys if (column := places.get(key)) is not None]


def _support(texts: Sequence[Sequence[Word]], places: dict[str | Pair, int]) -> Matrix:
    counted = np.zeros(len(places), np.float32)
    for text in texts:
        counted[list(set(_columns(text, places)))] += 1
    return counted
