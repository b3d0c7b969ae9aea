"""What the classifier says of a ticket, piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar.search.protocol import Words
from sidecar.suggest.classifier.features import Values, terms_of_words
from sidecar.suggest.classifier.model import Fitted, log_odds

#: Of no more answers than this all are looked at, of more only so many of those found by other means: each
#: costs as many weights as the ticket has features, from all over a large table.
_ALL = 400
_FOUND = 40
#: Probabilities are flattened by this power before they are compared: the classifier is surer than right.
_CALM = 0.7
#: So many asked questions for each answer are enough to rely on the classifier.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Prediction:
    """How probable each answer is for each unit, by the classifier.

    Attributes:
        answers: Numbers of the answers compared.
        shares: Shape (units, answers), flattened for comparing; rows sum to 1.
        chances: The same as the classifier sees it.
        trust: How far it has seen enough to be relied on, from 0 to 1.
    """

    answers: NDArray[np.int64]
    shares: Values
    chances: Values
    trust: float


def predict(
    fitted: Fitted, units: Sequence[Words], found: Sequence[int], meanings: Values | None
) -> Prediction:
    """Return what a classifier says of the units of a ticket.

    Args:
        fitted: The classifier.
        units: What is asked for piece by piece.
        found: Answers found by other means, the likeliest first.
        meanings: Vectors of the units, shape (units, dimensions), if there are word vectors.
    """
    columns = np.arange(len(fitted.answers))
    if len(columns) > _ALL:
        likeliest = np.fromiter(found, np.int64, len(found))
        where = np.minimum(np.searchsorted(fitted.answers, likeliest), len(columns) - 1)
        columns = np.sort(where[fitted.answers[where] == likeliest][:_FOUND])
    odds = log_odds(fitted, [terms_of_words(words) for words in units], meanings, columns)
    trust = min(1.0, fitted.asked / (_ENOUGH * max(len(fitted.answers), 1)))
    return Prediction(fitted.answers[columns], _softmax(_CALM * odds), _softmax(odds), trust)


def _softmax(odds: Values) -> Values:
    if not odds.size:
        return odds
    shares: Values = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
