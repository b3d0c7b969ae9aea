"""Is one setting better than another, or is it chance? The difference on the same tickets, resampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar.suggest.evaluation.measures import MEASURES, Judged
from sidecar.suggest.evaluation.outcomes import Outcome

RESAMPLES = 2000
_SEED = 20
#: The interval leaves so much out on either side, in percent.
_TAIL = 2.5
#: Measures of which less or more is neither better nor worse.
_NEUTRAL = frozenset({"refused"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure: `now` less `before`, between `low` and `high` in 95 of 100 resamples."""

    measure: str
    before: float
    now: float
    low: float
    high: float
    verdict: str


def compare(
    before: Sequence[Outcome], now: Sequence[Outcome], threshold_before: float, threshold_now: float
) -> list[Difference]:
    """Return the difference of every measure that both have, with its paired bootstrap interval.

    Tickets are drawn with replacement, each with both its outcomes; the draws are the same every time.

    Args:
        before: What came of the tickets under one setting.
        now: What came of the same tickets, in the same order, under the other.
        threshold_before: The threshold of the one.
        threshold_now: The threshold of the other.
    """
    if not now:
        return []
    draws = _draws(len(now))
    found = []
    for name, parts in MEASURES.items():
        one = np.array([parts(Judged(each, threshold_before)) for each in before], dtype=float)
        other = np.array([parts(Judged(each, threshold_now)) for each in now], dtype=float)
        if not one[:, 1].any() or not other[:, 1].any():
            continue
        sums = draws @ one, draws @ other
        kept = (sums[0][:, 1] > 0) & (sums[1][:, 1] > 0)
        gaps = sums[1][kept, 0] / sums[1][kept, 1] - sums[0][kept, 0] / sums[0][kept, 1]
        low, high = (float(each) for each in np.percentile(gaps, (_TAIL, 100 - _TAIL)))
        was, now_is = (float(each[:, 0].sum() / each[:, 1].sum()) for each in (one, other))
        found.append(Difference(name, was, now_is, low, high, _verdict(name, low, high)))
    return found


def _draws(tickets: int) -> NDArray[np.float32]:
    """Return how often each ticket is drawn in each resample, (resamples, tickets)."""
    generator = np.random.default_rng(_SEED)
    draws = np.empty((RESAMPLES, tickets), dtype=np.float32)
    for row in draws:
        row[:] = np.bincount(generator.integers(tickets, size=tickets), minlength=tickets)
    return draws


def _verdict(name: str, low: float, high: float) -> str:
    if low <= 0 <= high:
        return "no difference to be seen"
    if name in _NEUTRAL:
        return "more" if low > 0 else "less"
    return "better" if low > 0 else "worse"
