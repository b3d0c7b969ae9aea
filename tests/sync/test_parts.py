"""The small parts of a run: the guard's rule, the pace, the batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Delete, Failure, Progress, Unchanged, Upsert
from sidecar.sync.batch import Batch
from sidecar.sync.guard import is_suspicious
from sidecar.sync.progress import Counts, Pace, RunProgress
from tests.sync.scripted import document


@pytest.mark.parametrize(
    ("vanished", "known", "held"),
    [
        (20, 20, False),
        (21, 21, True),
        (21, 84, False),
        (22, 84, True),
        (0, 0, False),
        (1000, 4000, False),
        (1001, 4000, True),
    ],
)
def test_more_than_a_quarter_and_more_than_twenty_are_held(vanished: int, known: int, held: bool) -> None:
    assert is_suspicious(vanished, known) is held


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_pace_gives_rate_and_time_left_once_they_settle() -> None:
    clock, told = Clock(), list[RunProgress]()
    pace = Pace(told.append, clock)
    for step in range(11):
        pace.report(Progress(step * 10, 300), Counts())
        clock.now += 0.5
    assert told[0].seconds_left is None
    assert told[-1].per_second == 20.0
    assert told[-1].seconds_left == 10.0


def test_pace_follows_what_goes_on_now() -> None:
    clock, told = Clock(), list[RunProgress]()
    pace = Pace(told.append, clock)
    pace.report(Progress(0, 11_000), Counts())
    clock.now += 1
    for step in range(100):
        pace.report(Progress(10_000 + step, 11_000), Counts())
        clock.now += 1
    assert told[-1].per_second == 1.0


def test_watchers_are_not_flooded_but_told_the_end() -> None:
    clock, told = Clock(), list[RunProgress]()
    pace = Pace(told.append, clock)
    for step in range(1000):
        pace.report(Progress(step), Counts())
        clock.now += 0.001
    pace.report(Progress(1000), Counts(added=5), last=True)
    assert len(told) <= 12
    assert (told[-1].done, told[-1].added, told[-1].total) == (1000, 5, None)


EVENTS = st.lists(
    st.tuples(st.sampled_from(["upsert", "unchanged", "delete", "failure"]), st.sampled_from("abc")),
    max_size=12,
)


@given(EVENTS)
def test_of_one_document_the_latest_word_counts(steps: list[tuple[str, str]]) -> None:
    batch = Batch()
    made: dict[str, Callable[[str], Any]] = {
        "upsert": lambda i: Upsert(document(i)),
        "unchanged": Unchanged,
        "delete": Delete,
        "failure": lambda i: Failure(i, "x"),
    }
    for what, external_id in steps:
        batch.add(made[what](external_id))
    for external_id in "abc":
        words = [what for what, of in steps if of == external_id]
        states = (batch.upserts, batch.seen, batch.deletes, batch.failures)
        there = [external_id in table for table in states]
        assert not (there[2] and any((there[0], there[1], there[3]))), "deleted and there at once"
        if words and words[-1] == "upsert":
            assert there == [True, False, False, False]
        if words and words[-1] == "delete":
            assert there == [False, False, True, False]
        if words and words[-1] == "failure":
            assert there[3]
