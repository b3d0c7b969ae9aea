"""When a source is read by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Schedule(BaseModel):
    """When a source is read by itself: whichever comes first. With nothing of it, only when told.

    Attributes:
        every_minutes: after its last run.
        times: of the day, by this machine's clock, such as `06:30`.
        on_change: when one of its files has changed, for sources of this machine.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    every_minutes: Annotated[int, Field(ge=5, le=40_320)] | None = 60
    times: Annotated[tuple[ClockTime, ...], Field(max_length=48)] = ()
    on_change: bool = False


#: What holds for a source nobody said anything about.
USUAL = Schedule()


def read_schedule(stored: Mapping[str, Any] | None) -> Schedule:
    """Return a source's schedule as it is stored; the usual one if none is, or it says what none can."""
    try:
        return USUAL if stored is None else Schedule.model_validate(dict(stored))
    except ValidationError:
        return USUAL


def next_run(schedule: Schedule, last: datetime, zone: tzinfo | None = None) -> datetime | None:
    """Return when a source is to be read next, which may be past: then it is due.

    Args:
        schedule: of the source.
        last: when it was read last, or was added.
        zone: in which the times are meant; this machine's unless told.
    """
    moments = [_next_at(clock_time, last, zone) for clock_time in schedule.times]
    if schedule.every_minutes is not None:
        moments.append(last + timedelta(minutes=schedule.every_minutes))
    return min(moments, default=None)


def _next_at(clock_time: str, after: datetime, zone: tzinfo | None) -> datetime:
    """Return the next moment at which the clocks show this time; where they skip it, the moment after."""
    shown = time.fromisoformat(clock_time)
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        moment = _moment(day, shown, zone)
        if moment > after:
            return moment
        day += timedelta(days=1)


def _moment(day: date, shown: time, zone: tzinfo | None) -> datetime:
    at = datetime.combine(day, shown)
    return at.astimezone() if zone is None else at.replace(tzinfo=zone)
