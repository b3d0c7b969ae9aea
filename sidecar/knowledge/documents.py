"""What was last seen of each document at its source: fingerprints, failures, and what was missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from sidecar.knowledge.packed import in_chunks
from sidecar.knowledge.schema import documents


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document that could not be read, with the reason for the admin."""

    external_id: str
    reason: str
    retryable: bool
    since: datetime
    has_old_version: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A document that is not at its source any more, while its deletion waits for the admin."""

    external_id: str
    since: datetime
    answer_number: int | None


def fingerprints(conn: Connection, source_id: str) -> dict[str, tuple[str | None, str | None]]:
    """Return per external id the stored fingerprint, and the reason if it belongs to a failure."""
    query = select(documents.c.external_id, documents.c.fingerprint, documents.c.failure)
    rows = conn.execute(query.where(documents.c.source_id == source_id))
    return {external_id: (fingerprint, failure) for external_id, fingerprint, failure in rows}


def content_hashes(conn: Connection, source_id: str) -> dict[str, str]:
    """Return the content hash of every document that is stored as it was last read.

    A document whose `ingest.content_hash` is this one needs no `prepare`: `mark_seen` is enough.
    """
    query = select(documents.c.external_id, documents.c.content_hash).where(
        documents.c.source_id == source_id,
        documents.c.content_hash.is_not(None),
        documents.c.failure.is_(None),
    )
    return dict(conn.execute(query).all())


def mark_seen(
    conn: Connection,
    source_id: str,
    seen: Iterable[str] | dict[str, str | None],
    run_id: int,
    now: datetime,
) -> None:
    """Note that documents are still there as stored.

    Args:
        conn: A writing connection.
        source_id: The source.
        seen: External ids; a dict gives new fingerprints, too.
        run_id: The run that saw them.
        now: The time.
    """
    key = (documents.c.source_id == source_id) & (documents.c.external_id == bindparam("seen_id"))
    values = {"run_number": run_id, "seen_at": now, "not_seen_since": None}
    if isinstance(seen, dict):
        statement = documents.update().where(key).values(**values, fingerprint=bindparam("new_fingerprint"))
        rows = [{"seen_id": external_id, "new_fingerprint": mark} for external_id, mark in seen.items()]
        if rows:
            conn.execute(statement, rows)
        return
    for chunk in in_chunks(seen):
        of_chunk = (documents.c.source_id == source_id) & documents.c.external_id.in_(chunk)
        conn.execute(documents.update().where(of_chunk).values(**values))


def record_failures(
    conn: Connection,
    source_id: str,
    failures: Sequence[tuple[str, str, bool, str | None]],
    run_id: int,
    now: datetime,
) -> None:
    """Note documents that exist but could not be read; their old versions stay.

    Args:
        conn: A writing connection.
        source_id: The source.
        failures: External id, reason, whether trying again may help, fingerprint of the broken state.
        run_id: The run that met them.
        now: The time.
    """
    for external_id, reason, retryable, fingerprint in failures:
        key = (documents.c.source_id == source_id) & (documents.c.external_id == external_id)
        before = conn.execute(select(documents.c.failed_since).where(key)).first()
        values = {
            "failure": reason,
            "retryable": int(retryable),
            "fingerprint": fingerprint,
            "failed_since": (before.failed_since if before else None) or now,
            "run_number": run_id,
            "seen_at": now,
            "not_seen_since": None,
        }
        if before:
            conn.execute(documents.update().where(key).values(values))
        else:
            conn.execute(documents.insert().values(source_id=source_id, external_id=external_id, **values))


def failures(conn: Connection, source_id: str) -> list[FailedDocument]:
    """Return the documents of a source that cannot be read, longest first."""
    query = select(documents).where(documents.c.source_id == source_id, documents.c.failure.is_not(None))
    return [
        FailedDocument(
            row.external_id, row.failure, bool(row.retryable), row.failed_since, row.answer_number is not None
        )
        for row in conn.execute(query.order_by(documents.c.failed_since, documents.c.external_id))
    ]


def unseen(conn: Connection, source_id: str, run_id: int) -> list[str]:
    """Return the external ids that no run from `run_id` on has seen: after a complete pass, they are gone."""
    query = select(documents.c.external_id).where(
        documents.c.source_id == source_id, documents.c.run_number < run_id
    )
    return list(conn.execute(query.order_by(documents.c.external_id)).scalars())


def existing(conn: Connection, source_id: str, external_ids: Iterable[str]) -> list[str]:
    """Return which of these documents are known."""
    found: list[str] = []
    for chunk in in_chunks(external_ids):
        query = select(documents.c.external_id).where(
            documents.c.source_id == source_id, documents.c.external_id.in_(chunk)
        )
        found += conn.execute(query).scalars()
    return found


def answer_numbers(conn: Connection, source_id: str, external_ids: Iterable[str]) -> list[int]:
    """Return the answers these documents are stored as."""
    found: list[int] = []
    for chunk in in_chunks(external_ids):
        query = select(documents.c.answer_number).where(
            documents.c.source_id == source_id,
            documents.c.external_id.in_(chunk),
            documents.c.answer_number.is_not(None),
        )
        found += conn.execute(query).scalars()
    return found


def missing(conn: Connection, source_id: str, limit: int = 100, offset: int = 0) -> list[Missing]:
    """Return the documents that were missing in the last complete pass, longest first."""
    query = (
        select(documents.c.external_id, documents.c.not_seen_since, documents.c.answer_number)
        .where(documents.c.source_id == source_id, documents.c.not_seen_since.is_not(None))
        .order_by(documents.c.not_seen_since, documents.c.external_id)
        .limit(limit)
        .offset(offset)
    )
    return [Missing(*row) for row in conn.execute(query)]


def count(conn: Connection, source_id: str) -> int:
    """Return how many documents of a source are known."""
    query = select(func.count()).select_from(documents).where(documents.c.source_id == source_id)
    return conn.execute(query).scalar_one()


def mark_not_seen(conn: Connection, source_id: str, external_ids: Iterable[str], now: datetime) -> None:
    """Note that documents were missing while their deletion waits for the admin; the first time is kept."""
    for chunk in in_chunks(external_ids):
        conn.execute(
            documents.update()
            .where(
                documents.c.source_id == source_id,
                documents.c.external_id.in_(chunk),
                documents.c.not_seen_since.is_(None),
            )
            .values(not_seen_since=now)
        )
