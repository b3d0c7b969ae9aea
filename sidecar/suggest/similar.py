"""Answers that say the same, or nearly, are shown once, with the others named under the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sidecar.knowledge.model import Answer
from sidecar.search.analysis import base_language

#: Share of common word pairs from which on two texts are the same answer.
_SAME = 0.85
#: Below so many words a text is too short to be called the same for anything but equality.
_SHORT = 8

_WORD = re.compile(r"\w+")


def group_similar(ranked: Sequence[Answer]) -> dict[int, list[Answer]]:
    """Group answers, best first: the number of the first of each group -> those that repeat it.

    Answers in different languages are never the same. The order of the first ones is kept.
    """
    groups: dict[int, list[Answer]] = {}
    firsts: list[tuple[Answer, frozenset[tuple[str, str]], tuple[str, ...]]] = []
    for answer in ranked:
        words = tuple(_WORD.findall(answer.text.casefold()))
        shingles = frozenset(pairwise(words))
        same = next((first for first in firsts if _alike(first, (answer, shingles, words))), None)
        if same is None:
            firsts.append((answer, shingles, words))
            groups[answer.number] = []
        else:
            groups[same[0].number].append(answer)
    return groups


def _alike(
    one: tuple[Answer, frozenset[tuple[str, str]], tuple[str, ...]],
    other: tuple[Answer, frozenset[tuple[str, str]], tuple[str, ...]],
) -> bool:
    (answer, pairs, words), (second, second_pairs, second_words) = one, other
    if base_language(answer.language) != base_language(second.language) or not words:
        return False
    if words == second_words:
        return True
    if min(len(words), len(second_words)) < _SHORT:
        return False
    return len(pairs & second_pairs) >= _SAME * len(pairs | second_pairs)
