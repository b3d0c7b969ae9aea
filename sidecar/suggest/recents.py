"""The newest questions, searched from memory until the index has them: what was learned counts at once."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sidecar.knowledge.model import AskedQuestion, Origin
from sidecar.search.analysis import analyze
from sidecar.search.protocol import AskedHit, Index, Words
from sidecar.search.queries import PAIRS
from sidecar.search.rows import pairs, telling

#: The constants of BM25 in Tantivy.
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class _Fresh:
    question: AskedQuestion
    stems: Counter[str]
    pairs: Counter[str]


@dataclass(frozen=True, slots=True)
class Newest:
    """What the index does not have yet, as of one moment: take it before the index is asked.

    A commit may then come in between, and nothing is missed.
    """

    _fresh: Mapping[int, _Fresh]
    _withdrawn: Mapping[int, tuple[int, int]]

    def outdated(self) -> frozenset[int]:
        """Return the answers whose profile in the index still tells of withdrawn questions."""
        return frozenset(answer for _, answer in self._withdrawn.values())

    def merge(
        self, hits: list[AskedHit], words: Words, index: Index, groups: Collection[str] | None, limit: int
    ) -> list[AskedHit]:
        """Return the hits of the index with the newest questions added and the withdrawn taken out."""
        if not self._fresh and not self._withdrawn:
            return hits
        # The questions of a commit are found a moment before the profiles that tell of them.
        merged = [
            hit._replace(fresh=True) if hit.question in self._fresh else hit
            for hit in hits
            if hit.question not in self._withdrawn
        ]
        there = {hit.question for hit in hits}
        candidates = [
            each
            for number, each in self._fresh.items()
            if number not in there and number not in self._withdrawn and _visible(each, groups)
        ]
        merged += _scored(candidates, words, index)
        return sorted(merged, key=lambda hit: -hit.score)[:limit]


class Recents:
    """Questions learned or withdrawn since the index last committed. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fresh: dict[int, _Fresh] = {}
        self._withdrawn: dict[int, tuple[int, int]] = {}

    def add(self, question: AskedQuestion) -> None:
        """Let a question count from now on."""
        terms = analyze(question.text, question.language)
        fresh = _Fresh(question, Counter(telling(terms)), Counter(pairs(terms)))
        with self._lock:
            self._withdrawn.pop(question.number, None)
            self._fresh[question.number] = fresh

    def withdraw(self, numbers: Iterable[int], answer: int, seq: int) -> None:
        """Let questions of an answer count no longer, whatever the index says until it reaches `seq`."""
        with self._lock:
            for number in numbers:
                self._fresh.pop(number, None)
                self._withdrawn[number] = (seq, answer)

    def since(self, seq: int) -> Newest:
        """Drop what an index that has followed up to `seq` has taken in, and return what is left."""
        with self._lock:
            self._fresh = {n: fresh for n, fresh in self._fresh.items() if fresh.question.seq > seq}
            self._withdrawn = {n: change for n, change in self._withdrawn.items() if change[0] > seq}
            return Newest(dict(self._fresh), dict(self._withdrawn))


def inverse_frequency(total: int, frequency: int) -> float:
    """Return the weight BM25 gives a term that stands in `frequency` of `total` texts."""
    return math.log1p((max(total, frequency) - frequency + 0.5) / (frequency + 0.5))


def _scored(candidates: list[_Fresh], words: Words, index: Index) -> list[AskedHit]:
    if not candidates:
        return []
    known = index.asked_statistics(words)
    total = known.total + len(candidates)
    length = max(known.length, 1.0)
    hits: list[AskedHit] = []
    for each in candidates:
        score = 0.0
        parts = (
            (each.stems, words.stems, known.frequencies, 1.0),
            (each.pairs, words.pairs, known.pair_frequencies, PAIRS),
        )
        for counts, asked, frequencies, boost in parts:
            score += boost * _bm25(counts, asked, frequencies, total, length)
        if score > 0:
            question = each.question
            learned = question.origin is Origin.LEARNED
            hits.append(
                AskedHit(
                    question.number,
                    question.answer_number,
                    score,
                    question.weight,
                    learned,
                    frozenset(each.stems),
                    fresh=True,
                )
            )
    return hits


def _bm25(
    counts: Counter[str],
    asked: Mapping[str, float],
    frequencies: Mapping[str, int],
    total: int,
    length: float,
) -> float:
    norm = K1 * (1 - B + B * counts.total() / length)
    return sum(
        asked[term]
        * inverse_frequency(total, frequencies.get(term, 0) + 1)
        * count
        * (K1 + 1)
        / (count + norm)
        for term, count in counts.items()
        if term in asked
    )


def _visible(fresh: _Fresh, groups: Collection[str] | None) -> bool:
    own = fresh.question.groups
    return groups is None or not own or not own.isdisjoint(groups)
