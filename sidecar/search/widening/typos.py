"""Typing errors: a word that the knowledge does not have becomes the nearest one that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sidecar.search.vocabulary import Vocabulary

#: Shorter words have too many neighbours: only a twist or a doubled letter is forgiven there.
_SHORTEST, _FORGIVING, _LONG = 4, 5, 8
#: What a corrected word weighs beside one that stands there.
_SURE, _LIKELY = 0.7, 0.45
#: Corrections of one word.
_MOST = 2
_DOUBLED = re.compile(r"(.)\1+")
#: What sounds alike in most languages of the Latin script, the longest first.
_SOUNDS = (
    ("sch", "s"), ("ph", "f"), ("ck", "k"), ("ie", "i"), ("ei", "i"), ("y", "i"), ("z", "s"), ("c", "k"),
    ("v", "w"),
)  # fmt: skip


def corrected(word: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the words that an unknown one may have been meant for, with what each weighs.

    Args:
        word: A stem that the knowledge does not have.
        vocabulary: What it has.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return {}
    reach = 2 if len(word) >= _LONG else 1
    found: list[tuple[int, int, str]] = []
    for near, distance in _near(word, vocabulary, reach):
        slip = sorted(near) == sorted(word) or _sound(near) == _sound(word)
        if slip or len(word) >= _FORGIVING:
            found.append((distance - slip, -vocabulary.count(near), near))
    if not found:
        return _begun(word, vocabulary)
    best = sorted(found)[:_MOST]
    return {near: _SURE if distance <= 1 else _LIKELY for distance, _, near in best if distance <= best[0][0]}


def _begun(word: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the longest known word that an unknown one begins with: the error is in its ending."""
    for length in range(len(word) - 1, max(_FORGIVING, len(word) // 2) - 1, -1):
        if word[:length] in vocabulary:
            return {word[:length]: _LIKELY}
    return {}


def _near(word: str, vocabulary: Vocabulary, reach: int) -> Iterator[tuple[str, int]]:
    choices: Sequence[str] = [term for start in _starts(word) for term in vocabulary.starting(start)]
    for near, distance, _ in process.extract_iter(word, choices, scorer=OSA.distance, score_cutoff=reach):
        if len(near) >= _SHORTEST:
            yield near, int(distance)


def _starts(word: str) -> Sequence[str]:
    """Return the first two letters of what may have been meant, if not both of them are wrong."""
    typed = (word[:2], word[1] + word[0], word[0] + word[2], word[1:3])
    return tuple(dict.fromkeys((*typed, word[0] + word[0])))


def _sound(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word)
