"""The figures of an evaluation. Each is a ratio of sums over tickets, so that it can be resampled."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sidecar.suggest.evaluation.outcomes import Outcome

#: What a ticket adds above and below the line.
Parts = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome with the threshold it is judged by."""

    outcome: Outcome
    threshold: float

    @property
    def silent(self) -> bool:
        """Whether nothing was shown as fitting."""
        return self.outcome.first is None or self.outcome.confidence < self.threshold


def _hit(within: int) -> Callable[[Judged], Parts]:
    def parts(each: Judged) -> Parts:
        place = each.outcome.place
        return float(place is not None and place <= within), float(each.outcome.answerable)

    return parts


def _reciprocal(each: Judged) -> Parts:
    place = each.outcome.place
    return (1 / place if place else 0.0), float(each.outcome.answerable)


def _refused(each: Judged) -> Parts:
    return float(each.silent), 1.0


def _refusal_precision(each: Judged) -> Parts:
    return float(each.silent and not each.outcome.answerable), float(each.silent)


def _refusal_recall(each: Judged) -> Parts:
    return float(each.silent and not each.outcome.answerable), float(not each.outcome.answerable)


def _shown_precision(each: Judged) -> Parts:
    return float(not each.silent and each.outcome.right), float(not each.silent)


#: Every measure by name; all are shares from 0 to 1. Hits and MRR are over tickets that have an answer.
MEASURES: Mapping[str, Callable[[Judged], Parts]] = {
    "hit@1": _hit(1),
    "hit@3": _hit(3),
    "hit@5": _hit(5),
    "MRR": _reciprocal,
    "refused": _refused,
    "refusal precision": _refusal_precision,
    "refusal recall": _refusal_recall,
    "right when shown": _shown_precision,
}


def figures(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float | None]:
    """Return every measure; `None` where there is nothing to measure it on."""
    judged = [Judged(each, threshold) for each in outcomes]
    return {name: _ratio([parts(each) for each in judged]) for name, parts in MEASURES.items()}


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least this share of all values does not exceed (nearest rank)."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _ratio(parts: Sequence[Parts]) -> float | None:
    below = math.fsum(each[1] for each in parts)
    return math.fsum(each[0] for each in parts) / below if below else None
