"""Scripts without spaces between words: neighbouring signs stand for the words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sidecar.search.analysis.folding import fold
from sidecar.search.analysis.languages import raw_stop_words
from sidecar.search.analysis.scripts import clusters

#: Hiragana becomes Katakana: loan words and emphasis are written in either; the blocks lie this far apart.
_KANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
#: The signs that are written in a traditional and in a simplified form.
_HAN = range(0x4E00, 0xA000)
_HAN_SIGN = re.compile(f"[{chr(_HAN[0])}-{chr(_HAN[-1])}]")


class Signs(NamedTuple):
    """One or two neighbouring signs of a run.

    Attributes:
        text: Their folded form.
        start: Where they begin in the run.
        end: Where they end (exclusive).
        stop: Whether they tell nothing.
        alone: Whether this is one sign beside the pairs that it is in.
    """

    text: str
    start: int
    end: int
    stop: bool
    alone: bool


def signs(run: str, language: str) -> Iterator[Signs]:
    """Cut a run into overlapping pairs of signs, and Han signs by themselves: each has a meaning of its own.

    Args:
        run: Characters of scripts without spaces.
        language: Base language; decides which phrases tell nothing.
    """
    cells = clusters(run)
    silent = _silent(run, language)
    for (first, _), (_, last) in list(pairwise(cells)) or [(cells[0], cells[0])]:
        yield Signs(fold_run(run[first:last]), first, last, _is_silent(first, last, silent), alone=False)
    for first, last in cells if len(cells) > 1 else ():
        sign = fold_run(run[first:last])
        if _HAN_SIGN.match(sign):
            yield Signs(sign, first, last, _is_silent(first, last, silent), alone=True)


@lru_cache(maxsize=50_000)
def fold_run(run: str) -> str:
    """Fold a run: width, kana, traditional and simplified signs, digits."""
    folded = fold(run, "").translate(_KANA)
    return folded.translate(_simplified()) if _HAN_SIGN.search(folded) else folded


def _is_silent(first: int, last: int, silent: list[tuple[int, int]]) -> bool:
    return any(start <= first and last <= end for start, end in silent)


def _silent(run: str, language: str) -> list[tuple[int, int]]:
    pattern = _stop_pattern(language)
    return [match.span() for match in pattern.finditer(run)] if pattern else []


@lru_cache(maxsize=64)
def _stop_pattern(language: str) -> re.Pattern[str] | None:
    phrases = sorted(raw_stop_words(language), key=len, reverse=True)
    phrases = [unicodedata.normalize("NFC", phrase) for phrase in phrases if not phrase.isascii()]
    return re.compile("|".join(map(re.escape, phrases))) if phrases else None


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Return the simplified form of each traditional sign; made once, when the first such text comes."""
    from opencc import OpenCC

    signs = [chr(code) for code in _HAN]
    plain = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(sign): simple for sign, simple in zip(signs, plain, strict=True) if sign != simple}
