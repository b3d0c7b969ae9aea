"""The sources: where knowledge comes from, how it is configured, and how far its last run came."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from sidecar.knowledge import answers, runs
from sidecar.knowledge.clock import moment
from sidecar.knowledge.errors import NameTaken, NotFound
from sidecar.knowledge.packed import pack
from sidecar.knowledge.runs import Run
from sidecar.knowledge.schema import answers as answer_table
from sidecar.knowledge.schema import documents, sources
from sidecar.knowledge.schema import runs as run_table


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answers a source has, and how many documents failed or were missing in the last run."""

    answers: int = 0
    failed: int = 0
    not_seen: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source. `config` is the connector's own; `cursor` is what its next run goes on from.

    `schedule` is when it is read by itself (JSON; `None`: as usual); a paused one never is.
    """

    id: str
    name: str
    type: str
    config: dict[str, Any]
    created_at: datetime
    cursor: Any
    last_run: Run | None
    counts: Counts
    schedule: dict[str, Any] | None = None
    paused_at: datetime | None = None


def add(
    conn: Connection,
    *,
    name: str,
    type: str,  # noqa: A002 - the field is called so everywhere
    config: dict[str, Any],
    now: datetime | None = None,
) -> SourceRow:
    """Add a source.

    Raises:
        NameTaken: Another source has this name.
    """
    _claim_name(conn, name)
    source_id = f"s_{secrets.token_hex(6)}"
    conn.execute(
        sources.insert().values(
            id=source_id, name=name, type=type, config=pack(config), created_at=moment(now)
        )
    )
    return _must_get(conn, source_id)


def list_all(conn: Connection) -> list[SourceRow]:
    """Return all sources by name."""
    return _load(conn, select(sources).where(sources.c.removed_at.is_(None)).order_by(sources.c.name))


def names(conn: Connection) -> dict[str, str]:
    """Return the names of all sources by id, in their order."""
    query = select(sources.c.id, sources.c.name).where(sources.c.removed_at.is_(None))
    return dict(conn.execute(query.order_by(sources.c.name)).all())


def get(conn: Connection, id_or_name: str) -> SourceRow | None:
    """Return a source by its id or its name."""
    query = select(sources).where(
        sources.c.removed_at.is_(None), or_(sources.c.id == id_or_name, sources.c.name == id_or_name)
    )
    found = _load(conn, query)
    return min(found, key=lambda source: source.id != id_or_name, default=None)


def update(
    conn: Connection, source_id: str, *, name: str | None = None, config: dict[str, Any] | None = None
) -> SourceRow:
    """Rename or reconfigure a source; a new configuration starts from a fresh cursor.

    Raises:
        NameTaken: Another source has this name.
        NotFound: There is no such source.
    """
    before = _must_get(conn, source_id)
    values: dict[str, Any] = {}
    if name is not None and name != before.name:
        _claim_name(conn, name)
        values["name"] = name
    if config is not None and config != before.config:
        values |= {"config": pack(config), "cursor": None}
    if values:
        conn.execute(sources.update().where(sources.c.id == source_id).values(values))
    return _must_get(conn, source_id)


@dataclass(frozen=True, slots=True)
class Timing:
    """When a source was read last (or added), and what decides when it is read next.

    `unfinished` says that its last run did not end by itself: the server was stopped or killed. `config` is
    as it is stored, to tell whether it has changed.
    """

    id: str
    config: str
    schedule: dict[str, Any] | None
    paused: bool
    last: datetime
    unfinished: bool


def timetable(conn: Connection) -> list[Timing]:
    """Return the timing of every source; unlike `list_all` it counts nothing."""
    rows = conn.execute(select(sources).where(sources.c.removed_at.is_(None)).order_by(sources.c.name)).all()
    last_runs = _last_runs(conn, [row.id for row in rows])
    return [
        Timing(
            row.id,
            row.config,
            None if row.schedule is None else json.loads(row.schedule),
            row.paused_at is not None,
            (run.finished_at or run.started_at) if (run := last_runs.get(row.id)) else row.created_at,
            run is not None and run.ending in (None, runs.Ending.STOPPED),
        )
        for row in rows
    ]


def set_schedule(conn: Connection, source_id: str, schedule: dict[str, Any] | None) -> SourceRow:
    """Say when a source is read by itself.

    Raises:
        NotFound: There is no such source.
    """
    _must_get(conn, source_id)
    packed = None if schedule is None else pack(schedule)
    conn.execute(sources.update().where(sources.c.id == source_id).values(schedule=packed))
    return _must_get(conn, source_id)


def set_paused(conn: Connection, source_id: str, paused_at: datetime | None) -> SourceRow:
    """Let a source rest from this moment on, or no longer.

    Raises:
        NotFound: There is no such source.
    """
    _must_get(conn, source_id)
    conn.execute(sources.update().where(sources.c.id == source_id).values(paused_at=paused_at))
    return _must_get(conn, source_id)


def save_cursor(conn: Connection, source_id: str, cursor: Any) -> None:
    """Store what the next run goes on from (any JSON value), in the transaction of the batch it closes."""
    packed = None if cursor is None else pack(cursor)
    conn.execute(sources.update().where(sources.c.id == source_id).values(cursor=packed))


def remove(conn: Connection, source_id: str, now: datetime | None = None) -> int:
    """Remove a source; its answers are gone at once. Returns how many there were.

    Raises:
        NotFound: There is no such source.
    """
    _must_get(conn, source_id)
    gone = answers.mark_all_gone(conn, source_id, now)
    conn.execute(
        sources.update()
        .where(sources.c.id == source_id)
        .values(removed_at=moment(now), config="{}", cursor=None)
    )
    return gone


def _claim_name(conn: Connection, name: str) -> None:
    taken = select(sources.c.id).where(sources.c.name == name, sources.c.removed_at.is_(None))
    if conn.execute(taken).first():
        raise NameTaken(f"There is a source named {name!r} already. Choose another name.")


def _must_get(conn: Connection, source_id: str) -> SourceRow:
    found = _load(conn, select(sources).where(sources.c.id == source_id, sources.c.removed_at.is_(None)))
    if not found:
        raise NotFound(f"There is no source {source_id!r}. List the sources to see their names.")
    return found[0]


def _load(conn: Connection, query: Any) -> list[SourceRow]:
    rows = conn.execute(query).all()
    ids = [row.id for row in rows]
    counts = _counts(conn, ids)
    last_runs = _last_runs(conn, ids)
    return [
        SourceRow(
            id=row.id,
            name=row.name,
            type=row.type,
            config=json.loads(row.config),
            created_at=row.created_at,
            cursor=None if row.cursor is None else json.loads(row.cursor),
            last_run=last_runs.get(row.id),
            counts=counts.get(row.id, Counts()),
            schedule=None if row.schedule is None else json.loads(row.schedule),
            paused_at=row.paused_at,
        )
        for row in rows
    ]


def _counts(conn: Connection, ids: Sequence[str]) -> dict[str, Counts]:
    live: dict[str, int] = dict(
        conn.execute(
            select(answer_table.c.source_id, func.count())
            .where(answer_table.c.source_id.in_(ids), answer_table.c.gone_at.is_(None))
            .group_by(answer_table.c.source_id)
        ).all()
    )
    failed = _documents(conn, ids, documents.c.failure.is_not(None))
    missing = _documents(conn, ids, documents.c.not_seen_since.is_not(None))
    return {each: Counts(live.get(each, 0), failed.get(each, 0), missing.get(each, 0)) for each in ids}


def _documents(conn: Connection, ids: Sequence[str], condition: ColumnElement[bool]) -> dict[str, int]:
    query = select(documents.c.source_id, func.count()).where(documents.c.source_id.in_(ids), condition)
    return dict(conn.execute(query.group_by(documents.c.source_id)).all())


def _last_runs(conn: Connection, ids: Sequence[str]) -> dict[str, Run]:
    newest = (
        select(func.max(run_table.c.number))
        .where(run_table.c.source_id.in_(ids))
        .group_by(run_table.c.source_id)
    )
    rows = conn.execute(select(run_table).where(run_table.c.number.in_(newest)))
    return {row.source_id: runs.run_from_row(row) for row in rows}
