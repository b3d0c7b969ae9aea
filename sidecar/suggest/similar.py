"""Answers that say the same, or nearly, are shown once, with the others named under the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sidecar.knowledge.model import Answer
from sidecar.search.analysis import base_language

#: Share of common word pairs from which on two texts are the same answer.
_SAME = 0.85
#: Below so many words a text is too short to be called the same for anything but equality.
_SHORT = 8

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer says, ready to be compared."""

    answer: Answer
    language: str
    words: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]


def group_similar(ranked: Sequence[Answer], most: int) -> dict[int, list[Answer]]:
    """Group answers, best first: the number of the first of each group -> those that repeat it.

    Answers in different languages are never the same.

    Args:
        ranked: The answers, best first.
        most: So many groups are made; later answers may only join one.
    """
    groups: dict[int, list[Answer]] = {}
    firsts: list[_Said] = []
    for answer in ranked:
        said = _said(answer)
        same = next((first for first in firsts if _alike(first, said)), None)
        if same is not None:
            groups[same.answer.number].append(answer)
        elif len(firsts) < most:
            firsts.append(said)
            groups[answer.number] = []
    return groups


def _said(answer: Answer) -> _Said:
    words = tuple(_WORD.findall(answer.text.casefold()))
    return _Said(answer, base_language(answer.language), words, frozenset(pairwise(words)))


def _alike(one: _Said, other: _Said) -> bool:
    if one.language != other.language or not one.words:
        return False
    shorter, longer = sorted((len(one.pairs), len(other.pairs)))
    if shorter < _SAME * longer or min(len(one.words), len(other.words)) < _SHORT:
        return one.words == other.words
    shared = len(one.pairs & other.pairs)
    return shared >= _SAME * (shorter + longer - shared)
