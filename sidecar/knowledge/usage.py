"""What agents did with answers, and for a day the scrubbed question it was about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, select

from sidecar.knowledge import personal
from sidecar.knowledge.model import EventType
from sidecar.knowledge.packed import in_chunks, pack
from sidecar.knowledge.schema import asked, events, queries
from sidecar.knowledge.schema import usage as usage_table

#: How long a query can still teach; later events are counted only.
QUERY_LIFE = timedelta(hours=24)


def remember_query(
    conn: Connection, query_id: str, sentences: list[str], language: str, viewer_name: str, at: datetime
) -> None:
    """Keep the scrubbed sentences of a query, so that an insertion can teach; `query_id` is new."""
    conn.execute(
        queries.insert().values(
            id=query_id, sentences=pack(sentences), language=language, viewer=viewer_name, at=at
        )
    )


def recall_query(conn: Connection, query_id: str, now: datetime) -> tuple[list[str], str] | None:
    """Return sentences and language of a query of the last 24 hours, `None` if it is older or unknown."""
    query = select(queries.c.sentences, queries.c.language).where(
        queries.c.id == query_id, queries.c.at > now - QUERY_LIFE
    )
    row = conn.execute(query).first()
    return None if row is None else (json.loads(row.sentences), row.language)


def purge_queries(conn: Connection, now: datetime) -> int:
    """Forget queries older than 24 hours. Returns how many."""
    return conn.execute(queries.delete().where(queries.c.at <= now - QUERY_LIFE)).rowcount


def record_event(
    conn: Connection,
    query_id: str,
    answer_number: int,
    type: EventType,  # noqa: A002 - the field is called so everywhere
    viewer_name: str,
    at: datetime,
) -> bool:
    """Note what an agent did with an answer after a query.

    Returns:
        Whether it is new: the same event of the same query counts once. An undoing counts if there was an
        insertion, which may then happen again.
    """
    if type is EventType.UNDONE and not _forget(conn, query_id, answer_number, EventType.INSERTED):
        return False
    if _there(conn, query_id, answer_number, type):
        return False
    conn.execute(
        events.insert().values(
            query_id=query_id, answer_number=answer_number, type=type.value, viewer=viewer_name, at=at
        )
    )
    if type is EventType.INSERTED:
        _forget(conn, query_id, answer_number, EventType.UNDONE)
        _count(conn, answer_number, 1)
        personal.count(conn, viewer_name, answer_number, 1)
    elif type is EventType.UNDONE:
        _count(conn, answer_number, -1)
        personal.count(conn, viewer_name, answer_number, -1)
    return True


def last_used(conn: Connection, viewers: Iterable[str]) -> datetime | None:
    """Return when one of these viewers last did something with an answer."""
    query = select(func.max(events.c.at)).where(events.c.viewer.in_(list(viewers)))
    at: datetime | None = conn.execute(query).scalar_one()
    return at


def events_of(conn: Connection, query_id: str, answer_number: int) -> set[EventType]:
    """Return what agents did with an answer after a query; what was undone is not among it."""
    query = select(events.c.type).where(
        events.c.query_id == query_id, events.c.answer_number == answer_number
    )
    return {EventType(type_) for type_ in conn.execute(query).scalars()}


def voices(conn: Connection, questions: Iterable[int]) -> dict[int, str]:
    """Return by the number of a learned question whose event it was learned from, where that is known."""
    found: dict[int, str] = {}
    for chunk in in_chunks(questions):
        same = (events.c.query_id == asked.c.query_id) & (events.c.answer_number == asked.c.answer_number)
        query = select(asked.c.number, events.c.viewer).join(events, same).where(asked.c.number.in_(chunk))
        found.update(conn.execute(query).all())
    return found


def forget_queries(conn: Connection) -> int:
    """Forget all remembered queries. Returns how many."""
    return conn.execute(queries.delete()).rowcount


def _key(query_id: str, answer_number: int, type_: EventType) -> ColumnElement[bool]:
    return and_(
        events.c.query_id == query_id, events.c.answer_number == answer_number, events.c.type == type_.value
    )


def _there(conn: Connection, query_id: str, answer_number: int, type_: EventType) -> bool:
    return conn.execute(select(events.c.at).where(_key(query_id, answer_number, type_))).first() is not None


def _forget(conn: Connection, query_id: str, answer_number: int, type_: EventType) -> bool:
    return conn.execute(events.delete().where(_key(query_id, answer_number, type_))).rowcount > 0


def _count(conn: Connection, answer_number: int, change: int) -> None:
    key = usage_table.c.answer_number == answer_number
    counted = conn.execute(usage_table.update().where(key).values(inserted=usage_table.c.inserted + change))
    if counted.rowcount == 0:
        conn.execute(usage_table.insert().values(answer_number=answer_number, inserted=max(change, 0)))
