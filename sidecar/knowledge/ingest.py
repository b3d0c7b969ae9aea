"""Storing prepared documents, a batch at a time, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from sidecar.knowledge import documents as document_store
from sidecar.knowledge import overrides
from sidecar.knowledge.answers import answer_id, renew_asked
from sidecar.knowledge.asked import withdraw
from sidecar.knowledge.clock import moment
from sidecar.knowledge.counting import take
from sidecar.knowledge.model import Origin
from sidecar.knowledge.packed import in_chunks, pack, pack_placeholders
from sidecar.knowledge.preparation import Prepared, content_hash, prepare
from sidecar.knowledge.schema import answers, asked, documents, passages, versions
from sidecar.knowledge.schema import overrides as override_table

__all__ = ["Prepared", "Verdict", "content_hash", "prepare", "store_batch"]

_Row = Row[*tuple[Any, ...]]


class Verdict(StrEnum):
    """What storing a document came to."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class _Batch:
    """The rows to write, table by table."""

    new_answers: list[dict[str, Any]] = field(default_factory=list)
    old_answers: list[dict[str, Any]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    outdated: list[dict[str, Any]] = field(default_factory=list)
    said_by_source: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, str | None] = field(default_factory=dict)
    renewed: list[int] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)


def store_batch(
    conn: Connection,
    source_id: str,
    prepared: Sequence[tuple[Prepared, str | None]],
    run_id: int,
    now: datetime | None = None,
) -> list[Verdict]:
    """Store documents of one source.

    Args:
        conn: A writing connection.
        source_id: The source.
        prepared: Documents with their fingerprints; of the same external id, the last one counts.
        run_id: The run that read them.
        now: The time.

    Returns:
        One verdict per document, in their order.
    """
    at = moment(now)
    newest = {item.document.external_id: (item, fingerprint) for item, fingerprint in prepared}
    known = _known(conn, source_id, list(newest))
    verdicts = {
        external_id: _verdict(item, known.get(external_id)) for external_id, (item, _) in newest.items()
    }
    changing = [external_id for external_id, verdict in verdicts.items() if verdict is not Verdict.UNCHANGED]
    fresh = [external_id for external_id in changing if external_id not in known]
    new_numbers = dict(zip(fresh, take(conn, "answer", len(fresh)), strict=True))
    seqs = dict(zip(changing, take(conn, "change", len(changing)), strict=True))

    batch = _Batch()
    for external_id, (item, fingerprint) in newest.items():
        if verdicts[external_id] is Verdict.UNCHANGED:
            batch.seen[external_id] = fingerprint
            continue
        before = known.get(external_id)
        number = before.number if before else new_numbers[external_id]
        batch.numbers[external_id] = number
        _plan_answer(batch, source_id, item, number, seqs[external_id], before, at)
        batch.documents.append(
            {
                "source_id": source_id,
                "external_id": external_id,
                "answer_number": number,
                "content_hash": item.content_hash,
                "fingerprint": fingerprint,
                "run_number": run_id,
                "seen_at": at,
            }
        )
    _write(conn, source_id, batch)
    document_store.mark_seen(conn, source_id, batch.seen, run_id, at)
    _store_seed_questions(conn, [(batch.numbers[key], newest[key][0]) for key in changing], at)
    renew_asked(conn, batch.renewed)
    return [verdicts[item.document.external_id] for item, _ in prepared]


def _known(conn: Connection, source_id: str, external_ids: list[str]) -> dict[str, _Row]:
    columns = (
        answers.c.external_id,
        answers.c.number,
        answers.c.gone_at,
        answers.c.groups,
        answers.c.body_hash,
        answers.c.text_hash,
        answers.c.title,
        answers.c.stored_at,
        answers.c.updated_at,
        answers.c.verified_at,
        answers.c.verified_by,
        answers.c.verified_hash,
        answers.c.verified_at_source,
        documents.c.content_hash,
        documents.c.failure,
        *overrides.COLUMNS,
    )
    same = (documents.c.source_id == answers.c.source_id) & (documents.c.external_id == answers.c.external_id)
    found: dict[str, _Row] = {}
    for chunk in in_chunks(external_ids):
        query = select(*columns).select_from(
            answers.outerjoin(documents, same).outerjoin(
                override_table, override_table.c.answer_number == answers.c.number
            )
        )
        of_chunk = (answers.c.source_id == source_id) & answers.c.external_id.in_(chunk)
        found.update((row.external_id, row) for row in conn.execute(query.where(of_chunk)))
    return found


def _verdict(item: Prepared, before: _Row | None) -> Verdict:
    if before is None or (before.gone_at is not None and before.archived_at is None):
        return Verdict.ADDED
    if before.content_hash == item.content_hash and before.failure is None:
        return Verdict.UNCHANGED
    return Verdict.CHANGED


def _plan_answer(
    batch: _Batch,
    source_id: str,
    item: Prepared,
    number: int,
    seq: int,
    before: _Row | None,
    now: datetime,
) -> None:
    row = _answer_row(item) | {"number": number, "seq": seq, "gone_at": None}
    if before is None:
        identity = {"id": answer_id(source_id, item.document.external_id), "source_id": source_id}
        batch.new_answers.append(row | identity | _trust_of_new(item) | {"stored_at": now})
    else:
        # A newer Cuecard may read the same body differently: that is no change of the answer.
        text_changed = before.text_hash != item.text_hash and before.body_hash != item.body_hash
        row |= _trust_of_changed(item, before, text_changed) | {
            "stored_at": now if text_changed else before.stored_at
        }
        if before.overridden is not None:
            batch.said_by_source.append(overrides.keep(row, before))
        row["answer"] = row.pop("number")
        batch.old_answers.append(row)
        if text_changed:
            batch.outdated.append({"answer": number})
        if before.gone_at is not None or before.groups != row["groups"]:
            batch.renewed.append(number)
    batch.passages += (
        {"answer_number": number, "ordinal": p.ordinal, "heading": p.heading, "text": p.text, "html": p.html}
        for p in item.passages
    )


def _answer_row(item: Prepared) -> dict[str, Any]:
    document = item.document
    return {
        "external_id": document.external_id,
        "kind": document.kind.value,
        "title": " ".join(document.title.split()),
        "html": item.html,
        "text": item.text,
        "placeholders": pack_placeholders(item.placeholders),
        "questions": pack(item.questions),
        "url": document.url,
        "audience": document.audience.value,
        "groups": pack(sorted(set(document.groups))),
        "language": item.language,
        "translation_of": document.translation_of,
        "tags": pack(document.tags),
        "folder": document.folder,
        "shortcut": document.shortcut,
        "owner": document.owner,
        "attachments": pack([attachment.model_dump() for attachment in document.attachments]),
        "images": pack([image.model_dump() for image in document.images]),
        "extra": pack(document.extra),
        "body_hash": item.body_hash,
        "text_hash": item.text_hash,
        "created_at": document.created_at,
        "updated_at": document.updated_at,
    }


def _trust_of_new(item: Prepared) -> dict[str, Any]:
    verified_at = item.document.verified_at
    return {
        "verified_at": verified_at,
        "verified_by": item.document.verified_by if verified_at else None,
        "verified_hash": item.text_hash if verified_at else None,
        "verified_at_source": verified_at,
    }


def _trust_of_changed(item: Prepared, before: _Row, text_changed: bool) -> dict[str, Any]:
    at_source = item.document.verified_at
    if at_source != before.verified_at_source and (
        at_source or before.verified_at == before.verified_at_source
    ):
        return _trust_of_new(item)
    kept_hash = before.verified_hash
    if not text_changed and kept_hash == before.text_hash:
        kept_hash = item.text_hash
    return {
        "verified_at": before.verified_at,
        "verified_by": before.verified_by,
        "verified_hash": kept_hash,
        "verified_at_source": at_source,
    }


_OUTDATE = versions.insert().from_select(
    ["answer_number", "number", "title", "text", "stored_at", "updated_at"],
    select(
        answers.c.number,
        select(func.count() + 1)
        .select_from(versions)
        .where(versions.c.answer_number == bindparam("answer"))
        .scalar_subquery(),
        answers.c.title,
        answers.c.text,
        answers.c.stored_at,
        answers.c.updated_at,
    ).where(answers.c.number == bindparam("answer")),
)


def _write(conn: Connection, source_id: str, batch: _Batch) -> None:
    if batch.outdated:
        conn.execute(_OUTDATE, batch.outdated)
    if batch.new_answers:
        conn.execute(answers.insert(), batch.new_answers)
    if batch.old_answers:
        conn.execute(answers.update().where(answers.c.number == bindparam("answer")), batch.old_answers)
        for chunk in in_chunks(row["answer"] for row in batch.old_answers):
            conn.execute(passages.delete().where(passages.c.answer_number.in_(chunk)))
    overrides.note_source(conn, batch.said_by_source)
    if batch.passages:
        conn.execute(passages.insert(), batch.passages)
    if batch.documents:
        for chunk in in_chunks(row["external_id"] for row in batch.documents):
            conn.execute(
                documents.delete().where(
                    documents.c.source_id == source_id, documents.c.external_id.in_(chunk)
                )
            )
        conn.execute(documents.insert(), batch.documents)


def _store_seed_questions(conn: Connection, items: Sequence[tuple[int, Prepared]], now: datetime) -> None:
    """Make the questions written into the source those that count; learned ones are left alone."""
    there: dict[int, dict[str, int]] = {}
    for chunk in in_chunks(number for number, _ in items):
        query = select(asked.c.answer_number, asked.c.text, asked.c.number).where(
            asked.c.answer_number.in_(chunk),
            asked.c.origin == Origin.SEED.value,
            asked.c.withdrawn_at.is_(None),
        )
        for answer_number, text, number in conn.execute(query):
            there.setdefault(answer_number, {})[text] = number
    missing = [
        {"answer_number": number, "text": text, "language": item.language}
        for number, item in items
        for text in item.questions
        if text not in there.get(number, {})
    ]
    dropped = [
        question
        for number, item in items
        for text, question in there.get(number, {}).items()
        if text not in item.questions
    ]
    withdraw(conn, dropped, now)
    if missing:
        numbers, seqs = take(conn, "asked", len(missing)), take(conn, "change", len(missing))
        common = {"origin": Origin.SEED.value, "weight": 1.0, "created_at": now}
        rows = zip(missing, numbers, seqs, strict=True)
        conn.execute(
            asked.insert(), [row | common | {"number": number, "seq": seq} for row, number, seq in rows]
        )
