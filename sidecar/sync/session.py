"""One run over one source: takes the connector's events, commits them batch by batch, counts."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.contract import Checkpoint, Cursor, Delete, Failure, Progress, Skipped, Unchanged, Upsert
from connectors.model import Document
from sidecar.knowledge import documents
from sidecar.knowledge.database import Database
from sidecar.knowledge.errors import KnowledgeError
from sidecar.knowledge.ingest import Verdict
from sidecar.sync.batch import Batch
from sidecar.sync.preparing import Ready, prepare_all
from sidecar.sync.progress import Counts, Pace
from sidecar.sync.summary import FailedDocument, Summary
from sidecar.sync.writing import Pass, Written, write_batch

log = logging.getLogger("cuecard.sync")

#: A checkpoint is committed once this much has gathered, or this many seconds after the last one: a
#: transaction per document would wait for the disk each time.
_BATCH = 200
_SECONDS = 1.0
#: Without any checkpoint, memory must not grow with the source.
_MOST = 1000
#: Documents prepared in one go in a worker thread.
_CHUNK = 50
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class ConnectorBroken(Exception):  # noqa: N818 - named for what it says
    """The connector does not keep to the contract; the message says how."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a run begins: its pass, the connector's cursor, and what is known of each document.

    `known` holds the fingerprint, and the reason if it belongs to a failure, by external id.
    """

    reading: Pass
    cursor: Cursor
    known: Mapping[str, tuple[str | None, str | None]]
    default_language: str | None


@dataclass(slots=True)
class Session:
    """The state of a run."""

    database: Database
    start: Start
    pace: Pace
    on_batch: Callable[[], object] | None = None
    batch: Batch = field(default_factory=Batch)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    tally: Counter[Verdict | None] = field(default_factory=Counter)
    failed: dict[str, FailedDocument] = field(default_factory=dict)
    deleted: int = 0
    held: int = 0
    complete: bool = False
    cursor: dict[str, Any] | None = None
    progress: Progress = field(default_factory=lambda: Progress(0))
    stored: dict[str, str] | None = None
    began: float = field(default_factory=time.monotonic)
    #: Long ago at first: what the first checkpoint brings can be found while the rest is being read.
    committed_at: float = float("-inf")

    async def take(self, event: object) -> None:
        """Take in one event of the connector; commit when there is enough.

        Raises:
            ConnectorBroken: if it is none.
            KnowledgeError: if the database cannot be written.
        """
        match event:
            case Upsert() | Delete() | Failure() | Unchanged() | Skipped():
                self._add(event)
            case Progress():
                self.progress = event
                self.pace.report(event, self.counts())
            case Checkpoint():
                await self._checkpoint(event)
            case _:
                kind = type(event).__name__
                raise ConnectorBroken(
                    f"The connector yielded a {kind}, which is no event: update the connector."
                )
        if len(self.batch) >= _MOST:
            await self.commit()

    async def commit(self, *, complete: bool = False) -> None:
        """Write what has gathered, together with the last checkpoint's cursor."""
        batch, self.batch = self.batch, Batch()
        cursor, self.cursor = self.cursor, None
        if not len(batch) and cursor is None and not complete:
            return
        ready = await self._prepare(batch)
        try:
            written = await self.database.write(
                write_batch, self.start.reading, batch, ready, cursor, complete=complete
            )
        except KnowledgeError:
            raise
        except Exception:
            log.exception("A batch could not be stored; its documents are stored one by one")
            written = await self._one_by_one(batch, ready, cursor, complete=complete)
        self._note(batch, ready, written)
        self.committed_at = time.monotonic()
        if self.on_batch is not None:
            self.on_batch()
        self.pace.report(self.progress, self.counts())

    def counts(self) -> Counts:
        """Count the documents so far."""
        tally = self.tally
        return Counts(
            tally[Verdict.ADDED], tally[Verdict.CHANGED], tally[Verdict.UNCHANGED], len(self.failed)
        )

    def summary(self, error: str | None) -> Summary:
        """Say what the run came to."""
        counts = self.counts()
        return Summary(
            added=counts.added,
            changed=counts.changed,
            unchanged=counts.unchanged,
            deleted=self.deleted,
            failed=tuple(self.failed.values()),
            held=self.held,
            seconds=time.monotonic() - self.began,
            complete=self.complete and error is None,
            error=error,
            failed_count=len(self.failed),
        )

    def _add(self, event: Upsert | Delete | Failure | Unchanged | Skipped) -> None:
        external_id = _identity(event)
        if _UNSTORABLE.search(external_id):
            readable = _UNSTORABLE.sub("\ufffd", external_id)
            event = Failure(readable, "Its id holds characters that cannot be stored: rename it.")
        elif isinstance(event, Unchanged) and not self._is_known(external_id):
            event = Failure(
                external_id, "It is said to be unchanged but is not stored: sync again.", retryable=True
            )
        self.batch.add(event)

    def _is_known(self, external_id: str) -> bool:
        return (
            external_id in self.start.known
            or external_id in self.verdicts
            or external_id in self.batch.upserts
        )

    async def _checkpoint(self, checkpoint: Checkpoint) -> None:
        self.cursor = self._envelope(checkpoint)
        if checkpoint.complete:
            await self.commit(complete=True)
            self.complete = True
        elif len(self.batch) >= _BATCH or time.monotonic() - self.committed_at >= _SECONDS:
            await self.commit()

    def _envelope(self, checkpoint: Checkpoint) -> dict[str, Any]:
        """Keep with the cursor which run its pass began with; without one each run is a pass of its own."""
        goes_on = checkpoint.cursor is not None and checkpoint.resumes and not checkpoint.complete
        return {"cursor": checkpoint.cursor, "pass": self.start.reading.first_run if goes_on else None}

    async def _prepare(self, batch: Batch) -> Ready:
        ready = Ready()
        upserts = list(batch.upserts.values())
        if upserts and self.stored is None:
            self.stored = await self.database.read(documents.content_hashes, self.start.reading.source_id)
        for start in range(0, len(upserts), _CHUNK):
            chunk = upserts[start : start + _CHUNK]
            part = await asyncio.to_thread(prepare_all, chunk, self.stored or {}, self.start.default_language)
            ready.prepared += part.prepared
            ready.same |= part.same
            ready.dates |= part.dates
            ready.failures += part.failures
        return ready

    async def _one_by_one(
        self, batch: Batch, ready: Ready, cursor: dict[str, Any] | None, *, complete: bool
    ) -> Written:
        """Store documents each in a transaction of its own, so that the one at fault loses no other."""
        total = Written()
        for item in ready.prepared:
            try:
                one = await self.database.write(
                    write_batch, self.start.reading, Batch(), Ready(prepared=[item]), None, complete=False
                )
                total.verdicts |= one.verdicts
            except KnowledgeError:
                raise
            except Exception as error:  # noqa: BLE001 - this very document is at fault
                reason = (
                    f"The document cannot be stored ({type(error).__name__}): save it anew at its source."
                )
                ready.failures.append(Failure(item[0].document.external_id, reason, fingerprint=item[1]))
        ready.prepared = [item for item in ready.prepared if item[0].document.external_id in total.verdicts]
        rest = replace(batch, upserts={})
        others = Ready(same=ready.same, dates=ready.dates, failures=ready.failures)
        last = await self.database.write(
            write_batch, self.start.reading, rest, others, cursor, complete=complete
        )
        return replace(last, verdicts=total.verdicts | last.verdicts)

    def _note(self, batch: Batch, ready: Ready, written: Written) -> None:
        for external_id, verdict in written.verdicts.items():
            # Named twice in one run: what was added stays added, what was changed stays changed.
            before = self.verdicts.get(external_id)
            if before in (None, Verdict.UNCHANGED):
                self.verdicts[external_id] = verdict
                self.tally[verdict] += 1
                self.tally[before] -= 1
            self.failed.pop(external_id, None)
        for failure in (*batch.failures.values(), *ready.failures):
            self.failed[failure.external_id] = FailedDocument(
                failure.external_id, failure.reason, failure.retryable
            )
        self.deleted += written.deleted
        self.held += written.held
        if self.stored is not None:
            for gone in (*batch.deletes, *self.failed):
                self.stored.pop(gone, None)
            self.stored |= {item.document.external_id: item.content_hash for item, _ in ready.prepared}


def _identity(event: Upsert | Delete | Failure | Unchanged | Skipped) -> str:
    """Return which document an event is about; third-party connectors are not type-checked here otherwise."""
    external_id: Any
    if isinstance(event, Upsert):
        if not isinstance(event.document, Document):
            raise ConnectorBroken("The connector yielded an upsert without a document: update the connector.")
        external_id = event.document.external_id
    else:
        external_id = event.external_id
    if not isinstance(external_id, str) or not external_id:
        raise ConnectorBroken("The connector named a document without an id: update the connector.")
    if isinstance(event, (Failure, Skipped)) and not isinstance(event.reason, str):
        raise ConnectorBroken("The connector gave a failure without a reason: update the connector.")
    if isinstance(event, (Upsert, Failure)) and not isinstance(event.fingerprint, str | None):
        raise ConnectorBroken("The connector gave a fingerprint that is no text: update the connector.")
    return external_id
