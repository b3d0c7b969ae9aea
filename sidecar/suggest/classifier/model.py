"""The fitted classifier: how probable each answer is for a piece of a ticket, by what was asked before.

Multinomial logistic regression over hashed features. The weight of a (feature, answer) pair stands in a
table at a place computed from both (feature hashing, Weinberger et al. 2009), so that memory is bounded
however many answers there are; pairs that share a place disturb each other little.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar.suggest.classifier.features import Ids, Rarity, Terms, Values, weighted

#: Grows with every change of features or layout: files of another version are fitted anew.
VERSION = 3
#: What the vector of a text weighs beside its features (each of length 1).
MEANING = 1.5
_FEATURE, _ANSWER, _MIX = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0x2C1B3C6D)
_HALF_WORD = np.uint32(15)
_WORD_BITS = 32


def places(features: Ids, answers: NDArray[np.uint32], bits: int) -> NDArray[np.uint32]:
    """Return where the weights of all pairs stand in a table of 2**`bits`; shape (features, answers)."""
    mixed: NDArray[np.uint32] = (features * _FEATURE)[:, None] + (answers * _ANSWER)[None, :]
    mixed ^= mixed >> _HALF_WORD
    mixed *= _MIX
    mixed >>= np.uint32(_WORD_BITS - bits)
    return mixed


@dataclass(frozen=True, slots=True)
class Fitted:
    """What fitting made.

    Attributes:
        rarity: The features known.
        answers: Numbers of the answers known, ascending.
        table: Weights of (feature, answer) pairs, a power of two of them.
        meaning: Weights of text vectors, shape (answers, dimensions); no columns without word vectors.
        vectors: Name of the word vectors that `meaning` was fitted with.
        questions: How many questions and titles it was fitted to.
        seq: The last change of the store it knows.
    """

    rarity: Rarity
    answers: NDArray[np.int64]
    table: NDArray[np.float16]
    meaning: NDArray[np.float32]
    vectors: str
    questions: int
    seq: int

    @property
    def bits(self) -> int:
        """The size of the table as a power of two."""
        return self.table.size.bit_length() - 1

    @property
    def asked(self) -> int:
        """How many of the texts it was fitted to are questions, not titles: every answer has one title."""
        return max(self.questions - len(self.answers), 0)


def log_odds(
    fitted: Fitted, units: Sequence[Terms], meanings: Values | None, columns: NDArray[np.intp]
) -> Values:
    """Return how much speaks for each answer, by unit.

    Args:
        fitted: The classifier.
        units: Features of the pieces of a ticket.
        meanings: Their vectors, shape (units, dimensions); `None` without word vectors.
        columns: Which of the answers, as places in `fitted.answers`.

    Returns:
        Shape (units, columns), as sums that only differ by a constant from log probabilities.
    """
    answers = fitted.answers[columns].astype(np.uint32)
    found = np.zeros((len(units), len(columns)), np.float32)
    if not units:
        return found
    rows = weighted(units, fitted.rarity)
    # The pieces of a ticket share many features, and what costs is to find their weights all over the table.
    ids, where = np.unique(np.concatenate([ids for ids, _ in rows]), return_inverse=True)
    table = fitted.table.take(places(ids, answers, fitted.bits)).astype(np.float32)
    first = 0
    for place, (own, values) in enumerate(rows):
        found[place] = values @ table[where[first : first + own.size]]
        first += own.size
    if meanings is not None and fitted.meaning.shape[1] == meanings.shape[1]:
        found += MEANING * (meanings @ fitted.meaning[columns].T)
    return found


def save(fitted: Fitted, path: Path) -> None:
    """Write a classifier, whole or not at all."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with aside.open("wb") as stream:
        np.savez(
            stream,
            version=VERSION,
            ids=fitted.rarity.ids,
            rarity=fitted.rarity.values,
            answers=fitted.answers,
            table=fitted.table,
            meaning=fitted.meaning,
            vectors=fitted.vectors,
            questions=fitted.questions,
            seq=fitted.seq,
        )
    aside.replace(path)


def load(path: Path) -> Fitted | None:
    """Return the classifier a file holds; `None` if there is none, or it is damaged or of another version."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            if int(kept["version"]) != VERSION:
                return None
            return Fitted(
                Rarity(kept["ids"], kept["rarity"]),
                kept["answers"],
                kept["table"],
                kept["meaning"],
                str(kept["vectors"]),
                int(kept["questions"]),
                int(kept["seq"]),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
