"""Runs and their documents, schedules, held deletions and previews."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from connectors.model import Audience, Kind
from sidecar.knowledge.verdicts import Outcome
from sidecar.web.wire.base import Incoming, Name, Outgoing
from sidecar.web.wire.sources import FailedOut, RunOut

Limit = Annotated[int, Field(ge=1, le=500)]
Offset = Annotated[int, Field(ge=0, le=10_000_000)]


class RunQuery(Incoming):
    """How many runs, newest first; `before` is the number of the last one that is known already."""

    limit: Annotated[int, Field(ge=1, le=200)] = 20
    before: int | None = None


class RunList(Outgoing):
    """Runs of a source, newest first."""

    runs: list[RunOut]


class RunDocumentsQuery(Incoming):
    """Which documents of a run, in the order of their ids."""

    verdict: Outcome | None = None
    limit: Limit = 100
    offset: Offset = 0


class RunDocumentOut(Outgoing):
    """What a run came to with one document; `reason` says why it failed, was left out or went."""

    external_id: str
    verdict: Outcome
    reason: str | None
    answer_id: str | None
    title: str | None


class RunDocumentsOut(Outgoing):
    """Documents of a run; what was unchanged is counted in the run and not listed.

    `counts` are of all of them, `total` of those with the verdict asked for. The newest 20 runs of a source
    keep theirs.
    """

    documents: list[RunDocumentOut]
    counts: dict[Outcome, int]
    total: int


class HeldQuery(Incoming):
    """Which of the held deletions, longest held first."""

    limit: Limit = 100
    offset: Offset = 0


class HeldOut(Outgoing):
    """A document that is not at its source any more; it is still suggested until its deletion is approved."""

    external_id: str
    since: datetime
    answer_id: str | None
    title: str | None


class HeldList(Outgoing):
    """The deletions that wait for an admin."""

    held: list[HeldOut]
    total: int


class HeldApproval(Incoming):
    """Which held deletions to carry out: all that are held now, unless some are named."""

    external_ids: list[str] | None = None


class HeldApproved(Outgoing):
    """How many answers were deleted."""

    deleted: int


class PreviewIn(Incoming):
    """A source that is not added yet, or settings that are not saved yet."""

    type: Name
    name: Name = "preview"
    config: dict[str, Any] = Field(default_factory=dict)
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class PreviewOfSource(Incoming):
    """How much of a source to look at; `config` is merged into what is saved."""

    config: dict[str, Any] = Field(default_factory=dict)
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class PreviewDocument(Outgoing):
    """A document as it would come in. `text` is its beginning, without markup."""

    external_id: str
    kind: Kind
    title: str
    text: str
    url: str | None
    audience: Audience
    groups: tuple[str, ...]
    language: str | None
    tags: tuple[str, ...]
    folder: str | None
    updated_at: datetime | None


class LeftOut(Outgoing):
    """What the source would leave out on purpose, and why."""

    external_id: str
    reason: str


class PreviewOut(Outgoing):
    """The first documents that would come in; nothing of it is stored.

    `complete` says that there are no more. `error` is there if the source cannot be read at all.
    """

    documents: list[PreviewDocument]
    failed: list[FailedOut]
    skipped: list[LeftOut]
    total: int | None
    complete: bool
    error: str | None
