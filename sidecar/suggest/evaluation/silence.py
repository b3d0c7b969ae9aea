"""What silence costs and gains: the curve over thresholds, the best one, and how true confidences are."""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sidecar.suggest.evaluation.measures import Judged
from sidecar.suggest.evaluation.outcomes import Outcome

#: The thresholds of the curve.
THRESHOLDS = tuple(step / 20 for step in range(20))
_BINS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold. All but `precision` and `matthews` are shares of all tickets.

    `shown` had a suggestion shown as fitting, and `precision` of these had the right one first; silence was
    wrong where that one would have been right, and right everywhere else. `matthews` is the correlation over
    all answers and "none".
    """

    threshold: float
    shown: float
    precision: float | None
    wrongly_silent: float
    rightly_silent: float
    matthews: float


def curve(outcomes: Sequence[Outcome], thresholds: Sequence[float] = THRESHOLDS) -> list[Point]:
    """Return what each threshold would have meant."""
    return [_point(outcomes, threshold) for threshold in thresholds] if outcomes else []


def best_threshold(outcomes: Sequence[Outcome]) -> tuple[float, float] | None:
    """Return the threshold of the highest Matthews correlation with that; `None` without tickets.

    Of the thresholds between two confidences, which all do the same, it is the middle; 1 shows nothing.
    """
    if not outcomes:
        return None
    counted = _Counted(outcomes)
    found, highest = 1.0, counted.matthews()
    ranked = sorted((each for each in outcomes if each.first is not None), key=lambda each: -each.confidence)
    for place, each in enumerate(ranked):
        counted.show(each)
        last = place + 1 == len(ranked)
        below = 0.0 if last else ranked[place + 1].confidence
        if (last or below < each.confidence) and counted.matthews() > highest:
            found, highest = (each.confidence + below) / 2, counted.matthews()
    return found, highest


def area_under_roc(outcomes: Sequence[Outcome]) -> float | None:
    """Return how likely a right first suggestion is surer than a wrong one; `None` if there are only either.

    Mann and Whitney's U over the product of the numbers; ties count half.
    """
    right = [each.confidence for each in outcomes if each.right]
    wrong = sorted(each.confidence for each in outcomes if not each.right)
    if not right or not wrong:
        return None
    wins = sum(bisect.bisect_left(wrong, each) + bisect.bisect_right(wrong, each) for each in right)
    return wins / 2 / (len(right) * len(wrong))


def reliability(outcomes: Sequence[Outcome]) -> tuple[float | None, list[dict[str, float]]]:
    """Return the expected calibration error, and per tenth of confidence how often it was right.

    The error is the mean distance between confidence and share of right ones, weighed by tickets.
    """
    bins: list[list[Outcome]] = [[] for _ in range(_BINS)]
    for each in outcomes:
        bins[min(_BINS - 1, int(each.confidence * _BINS))].append(each)
    rows = []
    error = 0.0
    for held in filter(None, bins):
        sure = math.fsum(each.confidence for each in held) / len(held)
        right = sum(each.right for each in held) / len(held)
        error += abs(sure - right) * len(held) / len(outcomes)
        rows.append({"tickets": len(held), "confidence": sure, "right": right})
    return (error if outcomes else None), rows


def _point(outcomes: Sequence[Outcome], threshold: float) -> Point:
    counted = _Counted(outcomes)
    shown = [each for each in outcomes if not Judged(each, threshold).silent]
    for each in shown:
        counted.show(each)
    right = sum(each.right for each in shown)
    lost = sum(each.right for each in outcomes) - right
    total = len(outcomes)
    return Point(
        threshold=threshold,
        shown=len(shown) / total,
        precision=right / len(shown) if shown else None,
        wrongly_silent=lost / total,
        rightly_silent=(total - len(shown) - lost) / total,
        matthews=counted.matthews(),
    )


class _Counted:
    """Counts for the Matthews correlation of many classes, kept while one ticket after the other is shown.

    Gorodkin (2004): (c s - sum p t) / sqrt((s^2 - sum p^2) (s^2 - sum t^2)), with s tickets, c right ones,
    and p and t how often each class was predicted and true. At first "none" is predicted for all.
    """

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._true = Counter(each.wanted for each in outcomes)
        self._total = len(outcomes)
        self._predicted: Counter[str | None] = Counter({None: self._total})
        self._right = self._true[None]
        self._together = self._total * self._true[None]
        self._squares = self._total**2

    def show(self, outcome: Outcome) -> None:
        """Predict the first suggestion of a ticket instead of "none"."""
        # Where several answers say the same, the right one stands for them.
        shown = outcome.wanted if outcome.right else outcome.first
        self._right += outcome.right - (not outcome.answerable)
        self._move(None, -1)
        self._move(shown, 1)

    def matthews(self) -> float:
        """Return the correlation now; 0 where it is not defined."""
        square = self._total**2
        spread = (square - self._squares) * (square - sum(count**2 for count in self._true.values()))
        return (self._right * self._total - self._together) / math.sqrt(spread) if spread else 0.0

    def _move(self, name: str | None, by: int) -> None:
        before = self._predicted[name]
        self._squares += (before + by) ** 2 - before**2
        self._together += by * self._true[name]
        self._predicted[name] = before + by
