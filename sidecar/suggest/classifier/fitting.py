"""Fitting the classifier: softmax regression by AdaGrad (Duchi et al. 2011) over small batches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidecar.suggest.classifier.features import Ids, Terms, Values, rarity_of, weighted
from sidecar.suggest.classifier.model import MEANING, Fitted, places

_BATCH = 32
_RATE = 0.3
#: What the sum of squared gradients begins with: first steps are no jumps.
_START = 0.01
#: Rounds over all questions: many over few, few over many.
_MOST_ROUNDS, _FEWEST_ROUNDS = 10, 4
_ROUNDS_WORK = 50_000
#: Answers compared with each other in one batch; of more, a sample besides those the batch is about.
_COMPARED = 384
#: The table is about twice as large as what it holds, within these powers of two.
_SMALLEST, _LARGEST = 14, 22
_TYPICAL_ANSWERS = 64


class Example(NamedTuple):
    """A question that was asked, as features, and the number of the answer that answered it."""

    terms: Terms
    answer: int


def fit(
    examples: Sequence[Example], seq: int, meanings: Values | None = None, vectors: str = "", seed: int = 7
) -> Fitted:
    """Fit a classifier to asked questions.

    Args:
        examples: The questions, at least one.
        seq: The last change of the store they include.
        meanings: Their vectors, shape (examples, dimensions), if there are word vectors.
        vectors: Name of the word vectors.
        seed: Of the order in which the questions are taken.
    """
    rarity = rarity_of((each.terms for each in examples), len(examples))
    answers, labels = np.unique([each.answer for each in examples], return_inverse=True)
    rows = weighted([each.terms for each in examples], rarity)
    bits = _bits(len(rarity.ids), len(answers))
    work = _Work(answers.astype(np.uint32), bits, 0 if meanings is None else meanings.shape[1])
    draw = np.random.default_rng(seed)
    rounds = min(_MOST_ROUNDS, max(_FEWEST_ROUNDS, _ROUNDS_WORK // len(examples)))
    for _ in range(rounds):
        order = draw.permutation(len(examples))
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            columns = _compared(labels[chosen], len(answers), draw)
            own = None if meanings is None else meanings[chosen]
            work.step(
                [rows[place] for place in chosen], np.searchsorted(columns, labels[chosen]), columns, own
            )
    return Fitted(
        rarity,
        answers.astype(np.int64),
        work.table.astype(np.float16),
        work.meaning,
        vectors if meanings is not None else "",
        len(examples),
        seq,
    )


class _Work:
    """The weights while they are being fitted, and the squared gradients that set each one's pace."""

    def __init__(self, answers: Ids, bits: int, dimensions: int) -> None:
        self._answers = answers
        self._bits = bits
        self.table = np.zeros(1 << bits, np.float32)
        self._table_pace = np.full(1 << bits, _START, np.float32)
        self.meaning = np.zeros((len(answers), dimensions), np.float32)
        self._meaning_pace = np.full((len(answers), dimensions), _START, np.float32)

    def step(
        self,
        rows: Sequence[tuple[Ids, Values]],
        labels: NDArray[np.intp],
        columns: NDArray[np.intp],
        meanings: Values | None,
    ) -> None:
        """Go one step downhill for a batch of questions, compared over the answers in `columns`."""
        used, own = np.unique(np.concatenate([ids for ids, _ in rows]), return_inverse=True)
        batch = np.zeros((len(rows), len(used)), np.float32)
        batch[np.repeat(np.arange(len(rows)), [len(ids) for ids, _ in rows]), own] = np.concatenate(
            [values for _, values in rows]
        )
        where = places(used, self._answers[columns], self._bits)
        weights = self.table[where]
        odds = batch @ weights
        if meanings is not None:
            odds += MEANING * (meanings @ self.meaning[columns].T)
        wrong = _softmax(odds)
        wrong[np.arange(len(rows)), labels] -= 1
        slope = batch.T @ wrong
        pace = self._table_pace[where] + slope * slope
        self._table_pace[where] = pace
        self.table[where] = weights - _RATE * slope / np.sqrt(pace)
        if meanings is not None:
            slope = MEANING * (wrong.T @ meanings)
            pace = self._meaning_pace[columns] + slope * slope
            self._meaning_pace[columns] = pace
            self.meaning[columns] -= _RATE * slope / np.sqrt(pace)


def _compared(labels: NDArray[np.intp], count: int, draw: np.random.Generator) -> NDArray[np.intp]:
    if count <= _COMPARED:
        return np.arange(count)
    return np.unique(np.concatenate([labels, draw.choice(count, _COMPARED - _BATCH, replace=False)]))


def _bits(features: int, answers: int) -> int:
    wanted = math.ceil(math.log2(2 * max(features, 1) * min(answers, _TYPICAL_ANSWERS)))
    return min(_LARGEST, max(_SMALLEST, wanted))


def _softmax(odds: Values) -> Values:
    odds -= odds.max(axis=1, keepdims=True)
    shares: Values = np.exp(odds)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
