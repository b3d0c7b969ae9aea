"""The log of sync runs: when each source was read, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from sidecar.knowledge.clock import moment
from sidecar.knowledge.counting import take
from sidecar.knowledge.packed import pack
from sidecar.knowledge.schema import runs


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    `held` counts deletions that wait for the admin; `summary` is what the host reported (JSON).
    """

    id: int
    source_id: str
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    held: int
    error: str | None
    summary: dict[str, Any]


def start(conn: Connection, source_id: str, now: datetime | None = None) -> int:
    """Begin a run and return its number."""
    (number,) = take(conn, "run")
    conn.execute(runs.insert().values(number=number, source_id=source_id, started_at=moment(now)))
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
) -> None:
    """Close a run with its result; `error` says why the source as a whole could not be read."""
    conn.execute(
        runs.update()
        .where(runs.c.number == run_id)
        .values(
            finished_at=moment(now), complete=int(complete), held=held, error=error, summary=pack(summary)
        )
    )


def last(conn: Connection, source_id: str) -> Run | None:
    """Return the newest run of a source."""
    return next(iter(history(conn, source_id, limit=1)), None)


def history(conn: Connection, source_id: str, limit: int = 20) -> list[Run]:
    """Return the runs of a source, newest first."""
    query = select(runs).where(runs.c.source_id == source_id).order_by(runs.c.number.desc()).limit(limit)
    return [run_from_row(row) for row in conn.execute(query)]


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
    )
