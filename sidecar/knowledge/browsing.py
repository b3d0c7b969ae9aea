"""Turning the pages of what a source has, at any size: by the last row seen, never by counting rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from sidecar.knowledge.documents import FailedDocument
from sidecar.knowledge.model import Origin
from sidecar.knowledge.schema import answers, asked, documents, rules, usage


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """A document that a complete run did not find, while its deletion waits for the admin."""

    external_id: str
    answer_id: str
    title: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Weight:
    """What a source means to the team, in numbers: what would be lost with it."""

    answers: int
    verified: int
    inserted: int
    learned: int
    rules: int


def numbers_of_source(conn: Connection, source_id: str, before: int | None, limit: int) -> list[int]:
    """Return the numbers of the next answers of a source, the newest first."""
    query = select(answers.c.number).where(answers.c.source_id == source_id, answers.c.gone_at.is_(None))
    if before is not None:
        query = query.where(answers.c.number < before)
    return list(conn.execute(query.order_by(answers.c.number.desc()).limit(limit)).scalars())


def failures(conn: Connection, source_id: str, after: str, limit: int) -> list[FailedDocument]:
    """Return the next documents of a source that cannot be read, by external id."""
    query = select(documents).where(_next(source_id, after), documents.c.failure.is_not(None))
    return [
        FailedDocument(
            row.external_id, row.failure, bool(row.retryable), row.failed_since, row.answer_number is not None
        )
        for row in conn.execute(query.order_by(documents.c.external_id).limit(limit))
    ]


def missing(conn: Connection, source_id: str, after: str, limit: int) -> list[MissingDocument]:
    """Return the next documents of a source whose deletion waits for the admin, by external id."""
    query = (
        select(documents.c.external_id, answers.c.id, answers.c.title, documents.c.not_seen_since)
        .join(answers, answers.c.number == documents.c.answer_number)
        .where(_next(source_id, after), documents.c.not_seen_since.is_not(None))
    )
    rows = conn.execute(query.order_by(documents.c.external_id).limit(limit))
    return [MissingDocument(*row) for row in rows]


def weigh(conn: Connection, source_id: str) -> Weight:
    """Return what a source means to the team, in numbers.

    A source may have half a million answers, and few of them were ever used: it is the uses that are gone
    through, each looking for its answer.
    """
    live = (answers.c.source_id == source_id) & answers.c.gone_at.is_(None)
    learned = (asked.c.origin == Origin.LEARNED.value) & asked.c.withdrawn_at.is_(None)

    def of_mine(column: ColumnElement[int]) -> ColumnElement[bool]:
        return exists().where(answers.c.number == column, live)

    inserted = select(func.coalesce(func.sum(usage.c.inserted), 0))
    return Weight(
        answers=_count(conn, answers, live),
        verified=_count(conn, answers, live & answers.c.verified_at.is_not(None)),
        inserted=conn.execute(inserted.where(of_mine(usage.c.answer_number))).scalar_one(),
        learned=_count(conn, asked, learned & of_mine(asked.c.answer_number)),
        rules=_count(conn, rules, of_mine(rules.c.answer_number)),
    )


def _count(conn: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return conn.execute(select(func.count()).select_from(table).where(condition)).scalar_one()


def _next(source_id: str, after: str) -> ColumnElement[bool]:
    return (documents.c.source_id == source_id) & (documents.c.external_id > after)
