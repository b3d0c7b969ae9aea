"""Sources, their checks and their runs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from connectors.contract import Outcome
from sidecar.knowledge.runs import StartedBy
from sidecar.sync.schedule import Schedule
from sidecar.web.wire.base import Incoming, Name, Outgoing


class SourceTypeOut(Outgoing):
    """A kind of source this installation can read. `settings` is the JSON schema of its configuration."""

    id: str
    title: str
    summary: str
    docs_url: str | None
    settings: dict[str, Any]
    error: str | None


class SourceTypeList(Outgoing):
    """All kinds of sources; one that cannot be loaded has an `error`."""

    types: list[SourceTypeOut]


class FailedOut(Outgoing):
    """A document that could not be read, and why. Its old version, if there is one, is still used."""

    external_id: str
    reason: str
    retryable: bool


class RunState(StrEnum):
    """How far a run is. `FAILED` means the source as a whole could not be read.

    `QUEUED` waits for other runs to end; `INTERRUPTED` ended with the server, and goes on when that starts.
    """

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class RunOut(Outgoing):
    """One run over a source. `held` counts deletions that wait for `approve_deletions`.

    `failed` lists the documents that could not be read (in the log of old runs only the first of them);
    `failed_count` counts them all. `seconds_left` is `null` while it cannot be told, `per_second` is how many
    documents are read. `number` is the run's in the log; `null` of one that is told about while it runs.
    """

    number: int | None = None
    started_by: StartedBy = StartedBy.PERSON

    source: str
    source_id: str
    state: RunState
    started_at: datetime | None
    finished_at: datetime | None
    read: int
    total: int | None
    note: str
    seconds_left: float | None
    per_second: float = 0.0
    added: int
    changed: int
    unchanged: int
    deleted: int
    failed: list[FailedOut]
    failed_count: int
    held: int
    seconds: float
    complete: bool
    error: str | None


class CountsOut(Outgoing):
    """What is in the store of one source; `not_seen` answers were missing in the last complete run."""

    answers: int
    failed: int
    not_seen: int


class SourceOut(Outgoing):
    """One configured source. Secrets in `config` are never shown.

    `next_run_at` is when it is read next by itself: `null` if only when told, or while it is paused.
    """

    id: str
    name: str
    type: str
    config: dict[str, Any]
    created_at: datetime
    counts: CountsOut
    running: bool
    last_run: RunOut | None
    failures: list[FailedOut]
    schedule: Schedule
    paused_at: datetime | None
    next_run_at: datetime | None


class SourceList(Outgoing):
    """All configured sources."""

    sources: list[SourceOut]


class SourceIn(Incoming):
    """A source to be added. It is checked first; `check: false` adds it even if it cannot be read now."""

    type: Name
    name: Name
    config: dict[str, Any] = Field(default_factory=dict)
    check: bool = True


class SourcePatch(Incoming):
    """What to change about a source; `config` is merged into what is there."""

    name: Name | None = None
    config: dict[str, Any] | None = None
    check: bool = True


class SyncRequest(Incoming):
    """How to run. `approve_deletions` lets through what the deletion guard would hold back."""

    approve_deletions: bool = False


class RecordIn(Incoming):
    """How a source is recorded: up to so many `requests`; texts are replaced unless they are wanted."""

    requests: Annotated[int, Field(ge=1, le=5000)] = 500
    with_texts: bool = False


class CheckOut(Outgoing):
    """One thing checked; `remedy` says what to do if it did not pass."""

    name: str
    outcome: Outcome
    detail: str
    remedy: str


class CheckReportOut(Outgoing):
    """All checks. `ok` is false if one failed; what could not be found out is no failure."""

    ok: bool
    checks: list[CheckOut]
