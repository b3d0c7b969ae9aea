"""The log of sync runs: when each source was read, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from sidecar.knowledge import verdicts
from sidecar.knowledge.clock import moment
from sidecar.knowledge.counting import take
from sidecar.knowledge.packed import pack
from sidecar.knowledge.schema import runs


class StartedBy(StrEnum):
    """What a run was started by."""

    PERSON = "person"
    SCHEDULE = "schedule"
    CHANGE = "change"
    RESTART = "restart"


class Ending(StrEnum):
    """How a run ended. A `STOPPED` one ended with the server, and goes on when that starts again."""

    DONE = "done"
    FAILED = "failed"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    `held` counts deletions that wait for the admin; `summary` is what the host reported (JSON). `ending` is
    `None` while it goes on, and of a run that was killed.
    """

    id: int
    source_id: str
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    held: int
    error: str | None
    summary: dict[str, Any]
    started_by: StartedBy = StartedBy.PERSON
    ending: Ending | None = None


def start(
    conn: Connection,
    source_id: str,
    now: datetime | None = None,
    started_by: StartedBy = StartedBy.PERSON,
) -> int:
    """Begin a run and return its number; the documents of the source's oldest runs are forgotten."""
    (number,) = take(conn, "run")
    conn.execute(
        runs.insert().values(
            number=number, source_id=source_id, started_at=moment(now), started_by=str(started_by)
        )
    )
    verdicts.forget_old(conn, source_id)
    return number


def finish(
    conn: Connection,
    run_id: int,
    summary: dict[str, Any],
    now: datetime | None = None,
    *,
    complete: bool = False,
    held: int = 0,
    error: str | None = None,
    ending: Ending | None = None,
) -> None:
    """Close a run with its result; `error` says why the source as a whole could not be read."""
    ended = ending or (Ending.FAILED if error else Ending.DONE)
    conn.execute(
        runs.update()
        .where(runs.c.number == run_id)
        .values(
            finished_at=moment(now),
            complete=int(complete),
            held=held,
            error=error,
            summary=pack(summary),
            ending=str(ended),
        )
    )


def set_held(conn: Connection, run_id: int, held: int) -> None:
    """Say how many deletions still wait for the admin."""
    conn.execute(runs.update().where(runs.c.number == run_id).values(held=held))


def last(conn: Connection, source_id: str) -> Run | None:
    """Return the newest run of a source."""
    return next(iter(history(conn, source_id, limit=1)), None)


def history(conn: Connection, source_id: str, limit: int = 20, before: int | None = None) -> list[Run]:
    """Return the runs of a source, newest first; with `before`, those older than that one."""
    query = select(runs).where(runs.c.source_id == source_id).order_by(runs.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(runs.c.number < before)
    return [run_from_row(row) for row in conn.execute(query)]


def get(conn: Connection, source_id: str, number: int) -> Run | None:
    """Return one run of a source."""
    query = select(runs).where(runs.c.source_id == source_id, runs.c.number == number)
    row = conn.execute(query).first()
    return None if row is None else run_from_row(row)


def run_from_row(row: Row[*tuple[Any, ...]]) -> Run:
    """Make a `Run` of a row of the table."""
    return Run(
        id=row.number,
        source_id=row.source_id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        complete=bool(row.complete),
        held=row.held,
        error=row.error,
        summary=json.loads(row.summary),
        started_by=StartedBy(row.started_by),
        ending=None if row.ending is None else Ending(row.ending),
    )
