"""When a source is read by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sidecar.sync.schedule import USUAL, Schedule, next_run, read_schedule

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_usual_is_every_hour() -> None:
    assert next_run(USUAL, NOON) == NOON + timedelta(hours=1)
    assert read_schedule(None) == read_schedule({"every_minutes": "never"}) == USUAL


def test_only_when_told() -> None:
    assert next_run(Schedule(every_minutes=None), NOON) is None
    assert next_run(Schedule(every_minutes=None, on_change=True), NOON) is None


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2026-03-10T05:00", "2026-03-10T05:30"),  # 06:30 in Berlin is 05:30 in winter
        ("2026-03-10T05:30", "2026-03-10T17:00"),
        ("2026-03-10T17:00", "2026-03-11T05:30"),
        ("2026-03-29T00:00", "2026-03-29T04:30"),  # summer time began at 01:00
    ],
)
def test_times_of_the_day_by_the_local_clock(last: str, expected: str) -> None:
    schedule = Schedule(every_minutes=None, times=("06:30", "18:00"))
    at = next_run(schedule, datetime.fromisoformat(last).replace(tzinfo=UTC), BERLIN)
    assert at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_time_that_the_clocks_skip_comes_all_the_same() -> None:
    schedule = Schedule(every_minutes=None, times=("02:30",))
    at = next_run(schedule, datetime(2026, 3, 28, 12, tzinfo=UTC), BERLIN)
    assert at is not None
    assert at.astimezone(BERLIN).date().isoformat() == "2026-03-29"


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - as hypothesis wants them
TIMES = st.times().map(lambda at: f"{at.hour:02}:{at.minute:02}")


@given(MOMENTS, st.lists(TIMES, max_size=3), st.none() | st.integers(5, 3000))
def test_next_is_later_and_never_far(last: datetime, times: list[str], every: int | None) -> None:
    schedule = Schedule(every_minutes=every, times=tuple(times))
    at = next_run(schedule, last, BERLIN)
    if at is None:
        assert not times
        assert every is None
        return
    assert at > last
    if times:
        assert at - last <= timedelta(hours=25)
    if every:
        assert at - last <= timedelta(minutes=every)


@pytest.mark.parametrize(
    "wrong", [{"every_minutes": 1}, {"times": ["25:00"]}, {"times": ["6:30"]}, {"sometimes": True}]
)
def test_what_cannot_be_kept_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Schedule.model_validate(wrong)
