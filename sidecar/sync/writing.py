"""The transactions of a run: a batch with the cursor that closes it, and the sweep after a complete pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from connectors.contract import Failure
from sidecar.knowledge import answers, documents, sources, verdicts
from sidecar.knowledge.ingest import Verdict, store_batch
from sidecar.knowledge.verdicts import DocumentVerdict, Outcome
from sidecar.sync.batch import Batch
from sidecar.sync.guard import is_suspicious
from sidecar.sync.preparing import Ready

_NOT_NAMED = "It is not at the source any more."


@dataclass(frozen=True, slots=True)
class Pass:
    """One reading of a source from its beginning to its end; after an interruption it spans several runs.

    `first_run` is the run it began with: what no run since has seen is not there any more.
    """

    source_id: str
    run_id: int
    first_run: int
    known_before: int
    now: datetime
    approve_deletions: bool = False


@dataclass(slots=True)
class Written:
    """What a transaction did."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    deleted: int = 0
    held: int = 0


def write_batch(
    conn: Connection,
    reading: Pass,
    batch: Batch,
    ready: Ready,
    cursor: Mapping[str, Any] | None,
    *,
    complete: bool,
) -> Written:
    """Write everything a batch holds, and the cursor, so that both are there after a crash or neither.

    Args:
        conn: a writing connection.
        reading: the pass it belongs to.
        batch: what the connector yielded.
        ready: its documents, prepared.
        cursor: what the next run goes on from; `None` leaves the stored one.
        complete: whether this closes a complete pass; then what was not named is swept.
    """
    written = Written()
    there = documents.existing(conn, reading.source_id, batch.deletes)
    said = [DocumentVerdict(external_id, Outcome.DELETED) for external_id in there]
    said += [
        DocumentVerdict(item.external_id, Outcome.SKIPPED, item.reason) for item in batch.skipped.values()
    ]
    written.deleted = answers.mark_gone(conn, reading.source_id, batch.deletes, reading.now)
    stored = store_batch(conn, reading.source_id, ready.prepared, reading.run_id, reading.now)
    for (prepared, _), verdict in zip(ready.prepared, stored, strict=True):
        written.verdicts[prepared.document.external_id] = verdict
        if verdict is not Verdict.UNCHANGED:
            said.append(DocumentVerdict(prepared.document.external_id, Outcome(verdict)))
    documents.mark_seen(conn, reading.source_id, ready.same, reading.run_id, reading.now)
    answers.date_anew(conn, reading.source_id, ready.dates)
    documents.mark_seen(conn, reading.source_id, list(batch.seen), reading.run_id, reading.now)
    written.verdicts |= dict.fromkeys([*ready.same, *batch.seen], Verdict.UNCHANGED)
    failures = [*batch.failures.values(), *ready.failures]
    said += [DocumentVerdict(item.external_id, Outcome.FAILED, item.reason) for item in failures]
    _record_failures(conn, reading, failures)
    if complete:
        swept = _sweep(conn, reading)
        said += swept.said
        written.held = swept.held
        written.deleted += swept.deleted
    verdicts.record(conn, reading.run_id, said)
    if cursor is not None:
        sources.save_cursor(conn, reading.source_id, dict(cursor))
    return written


def _record_failures(conn: Connection, reading: Pass, failures: list[Failure]) -> None:
    rows = [(item.external_id, item.reason, item.retryable, item.fingerprint) for item in failures]
    documents.record_failures(conn, reading.source_id, rows, reading.run_id, reading.now)


@dataclass(frozen=True, slots=True)
class _Swept:
    """What a sweep did: how many answers it took away or held, and what it says of each document."""

    deleted: int
    held: int
    said: list[DocumentVerdict]


def _sweep(conn: Connection, reading: Pass) -> _Swept:
    """Delete what the pass did not name, or hold it for the admin."""
    vanished = documents.unseen(conn, reading.source_id, reading.first_run)
    unread = {
        item.external_id for item in documents.failures(conn, reading.source_id) if not item.has_old_version
    }
    had_answers = [external_id for external_id in vanished if external_id not in unread]
    if reading.approve_deletions or not is_suspicious(len(had_answers), reading.known_before):
        said = [DocumentVerdict(external_id, Outcome.DELETED, _NOT_NAMED) for external_id in vanished]
        return _Swept(answers.mark_gone(conn, reading.source_id, vanished, reading.now), 0, said)
    # What never could be read took no answer away when it went: that it is gone needs nobody's leave.
    answers.mark_gone(conn, reading.source_id, unread.intersection(vanished), reading.now)
    documents.mark_not_seen(conn, reading.source_id, had_answers, reading.now)
    said = [DocumentVerdict(external_id, Outcome.HELD, _NOT_NAMED) for external_id in had_answers]
    return _Swept(0, len(had_answers), said)
