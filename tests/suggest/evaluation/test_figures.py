"""The figures of an evaluation are what their definitions say."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from sidecar.suggest.evaluation.comparing import compare
from sidecar.suggest.evaluation.measures import figures, quantile
from sidecar.suggest.evaluation.outcomes import Outcome, as_record, from_measured
from sidecar.suggest.evaluation.silence import area_under_roc, best_threshold, curve, reliability

NAMES = st.sampled_from(["a", "b", "c"])


@st.composite
def outcome(draw: st.DrawFn, line: int = 1) -> Outcome:
    wanted = draw(st.none() | NAMES)
    place = draw(st.none() | st.integers(1, 10)) if wanted else None
    first = wanted if place == 1 else draw(st.sampled_from([name for name in "abcd" if name != wanted]))
    return Outcome(line, place, draw(st.integers(0, 9999)) / 10000, draw(st.floats(0, 50)), wanted, first)


OUTCOMES = st.lists(outcome(), min_size=1, max_size=40)


def matthews(true: list[str | None], predicted: list[str | None]) -> float:
    """The correlation as the covariance of indicators, summed over classes: the definition itself."""

    def covariance(one: list[str | None], other: list[str | None]) -> float:
        total = 0.0
        for name in {*true, *predicted}:
            x, y = [float(each == name) for each in one], [float(each == name) for each in other]
            mean = sum(x) / len(x), sum(y) / len(y)
            total += sum((a - mean[0]) * (b - mean[1]) for a, b in zip(x, y, strict=True))
        return total

    spread = covariance(true, true) * covariance(predicted, predicted)
    return covariance(true, predicted) / math.sqrt(spread) if spread > 1e-9 else 0.0


@given(OUTCOMES)
def test_hits_grow_with_the_list_and_bound_the_reciprocal_rank(outcomes: list[Outcome]) -> None:
    found = figures(outcomes, 0.5)
    if any(each.answerable for each in outcomes):
        one, three, five, mean = (found[name] for name in ("hit@1", "hit@3", "hit@5", "MRR"))
        assert one is not None
        assert three is not None
        assert five is not None
        assert mean is not None
        assert 0 <= one <= three <= five <= 1
        assert one <= mean <= 1
    else:
        assert found["hit@1"] is None


@given(OUTCOMES)
def test_the_curve_shows_every_ticket_once(outcomes: list[Outcome]) -> None:
    points = curve(outcomes)
    for point in points:
        assert math.isclose(point.shown + point.wrongly_silent + point.rightly_silent, 1)
        predicted = [each.first if each.confidence >= point.threshold else None for each in outcomes]
        assert math.isclose(
            point.matthews, matthews([each.wanted for each in outcomes], predicted), abs_tol=1e-9
        )
    assert [point.shown for point in points] == sorted((point.shown for point in points), reverse=True)


@given(OUTCOMES)
def test_no_threshold_does_better_than_the_best(outcomes: list[Outcome]) -> None:
    best = best_threshold(outcomes)
    assert best is not None
    threshold, correlation = best
    everywhere = curve(outcomes, [each.confidence for each in outcomes])
    assert correlation >= max(point.matthews for point in everywhere) - 1e-9
    assert math.isclose(curve(outcomes, [threshold])[0].matthews, correlation, abs_tol=1e-9)


@given(OUTCOMES)
def test_the_area_counts_pairs(outcomes: list[Outcome]) -> None:
    right = [each.confidence for each in outcomes if each.right]
    wrong = [each.confidence for each in outcomes if not each.right]
    area = area_under_roc(outcomes)
    if not right or not wrong:
        assert area is None
        return
    wins = sum((one > other) + 0.5 * (one == other) for one in right for other in wrong)
    assert area is not None
    assert math.isclose(area, wins / len(right) / len(wrong))


@given(OUTCOMES)
def test_reliability_counts_every_ticket(outcomes: list[Outcome]) -> None:
    error, rows = reliability(outcomes)
    assert error is not None
    assert 0 <= error <= 1
    assert sum(row["tickets"] for row in rows) == len(outcomes)


def test_confidences_that_are_true_have_no_error() -> None:
    half = [Outcome(1, place, 0.5, 1.0, "a", "a" if place else "b") for place in (1, None)]
    error, _rows = reliability(half)
    assert error == 0


@given(outcome())
def test_an_outcome_comes_back_from_a_report(each: Outcome) -> None:
    assert from_measured(each.line, as_record(each)) == each


def test_a_clear_gain_is_called_better_and_nothing_is_called_no_difference() -> None:
    worse = [Outcome(line, 2 if line % 2 else 1, 0.9, 1.0, "a", "a") for line in range(100)]
    better = [Outcome(line, 1, 0.9, 1.0, "a", "a") for line in range(100)]
    found = {each.measure: each for each in compare(worse, better, 0.5, 0.5)}
    assert found["hit@1"].verdict == "better"
    assert found["hit@1"].low < found["hit@1"].now - found["hit@1"].before < found["hit@1"].high
    assert found["hit@3"].verdict == "no difference to be seen"
    assert "refusal recall" not in found
    back = {each.measure: each for each in compare(better, worse, 0.5, 0.5)}
    assert back["hit@1"].verdict == "worse"
    assert compare(worse, better, 0.5, 0.5) == compare(worse, better, 0.5, 0.5)


def test_a_chance_difference_of_few_tickets_is_not_called_better() -> None:
    before = [Outcome(line, 1 if line else None, 0.9, 1.0, "a", "a" if line else "b") for line in range(10)]
    now = [Outcome(line, 1, 0.9, 1.0, "a", "a") for line in range(10)]
    found = {each.measure: each for each in compare(before, now, 0.5, 0.5)}
    assert found["hit@1"].now > found["hit@1"].before
    assert found["hit@1"].verdict == "no difference to be seen"


@given(st.lists(st.floats(0, 100), min_size=1))
def test_a_quantile_is_a_value_that_enough_do_not_exceed(values: list[float]) -> None:
    found = quantile(values, 0.95)
    assert found is not None
    assert found in values
    assert sum(each <= found for each in values) >= 0.95 * len(values)
