"""Answers that say the same, or nearly, are shown once, with the others named under the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sidecar.knowledge.model import Answer
from sidecar.search.analysis import base_language
from sidecar.search.analysis.scripts import unsegmented_class

#: Share of common word pairs from which on two texts are the same answer.
_SAME = 0.85
#: Below so many words a text is too short to be called the same for anything but equality.
_SHORT = 8
#: Cutting texts into words is what costs, so cheaper looks come first. Texts of which one is shorter than
#: this share of the other are different;
_AS_LONG = 0.75
#: so are those whose beginnings, in characters, have not even this share of words in common.
_OPENING = 600
_OPENS_ALIKE = 0.3
#: Where words are longer than this in the mean, they are not words: the script has no spaces, signs count.
_LONG_WORD = 20
#: So many characters are compared at last: who says the same in a thousand words, and is about as long, says
#: the same.
_COMPARED = 6000

#: A sign of a script without spaces is a word of its own here.
_SIGN = f"[{unsegmented_class()}]"
_WORD = re.compile(rf"{_SIGN}|(?:(?!{_SIGN})\w)+")
_PLAIN_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer says, word by word."""

    words: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]


class _Text:
    """An answer about to be compared; it is read as far as is needed to tell it from others."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.language = base_language(answer.language)
        self.length = len(answer.text)

    @cached_property
    def opening(self) -> frozenset[str]:
        text = self.answer.text[:_OPENING].casefold()
        words = text.split()
        return frozenset(words if len(words) * _LONG_WORD > len(text) else text)

    @cached_property
    def said(self) -> _Said:
        words = tuple(_words(self.answer.text[:_COMPARED].casefold()))
        return _Said(words, frozenset(pairwise(words)))

    def repeats(self, other: _Text) -> bool:
        """Tell whether both say the same, or nearly."""
        return self._may_repeat(other) and _alike(self.said, other.said)

    def _may_repeat(self, other: _Text) -> bool:
        length, other_length = self.length, other.length
        if length < _AS_LONG * other_length or other_length < _AS_LONG * length:
            return False
        if self.language != other.language:
            return False
        opening, other_opening = self.opening, other.opening
        shared = len(opening & other_opening)
        return shared >= _OPENS_ALIKE * (len(opening) + len(other_opening) - shared)


def group_similar(ranked: Sequence[Answer], most: int) -> dict[int, list[Answer]]:
    """Group answers, best first: the number of the first of each group -> those that repeat it.

    Answers in different languages are never the same.

    Args:
        ranked: The answers, best first.
        most: So many groups are made; later answers may only join one.
    """
    groups: dict[int, list[Answer]] = {}
    firsts: list[_Text] = []
    for answer in ranked:
        text = _Text(answer)
        same = next((first for first in firsts if text.repeats(first)), None)
        if same is not None:
            groups[same.answer.number].append(answer)
        elif len(firsts) < most:
            firsts.append(text)
            groups[answer.number] = []
    return groups


def _words(text: str) -> list[str]:
    return (_PLAIN_WORD if text.isascii() else _WORD).findall(text)


def _alike(one: _Said, other: _Said) -> bool:
    if not one.words:
        return False
    shorter, longer = sorted((len(one.pairs), len(other.pairs)))
    if shorter < _SAME * longer or min(len(one.words), len(other.words)) < _SHORT:
        return one.words == other.words
    shared = len(one.pairs & other.pairs)
    return shared >= _SAME * (shorter + longer - shared)
