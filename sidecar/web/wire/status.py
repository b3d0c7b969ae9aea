"""How the sidecar stands: for `cuecard doctor` and the overview page."""

from __future__ import annotations

from datetime import datetime

from sidecar.web.wire.access import PairCodeOut
from sidecar.web.wire.base import Outgoing
from sidecar.web.wire.sources import CheckOut, SourceOut


class IndexOut(Outgoing):
    """How the index stands to the database; `behind` counts changes it has not taken over yet."""

    ready: bool
    seq: int
    behind: int
    passages: int
    asked: int
    error: str | None


class PairedOut(Outgoing):
    """A browser (or another client) that has a token."""

    name: str
    role: str
    created_at: datetime
    last_used_at: datetime | None


class StatusOut(Outgoing):
    """How the sidecar stands. `checks` say what is wrong and what to do."""

    ok: bool
    version: str
    started_at: datetime
    data_dir: str
    database: str
    extension_dir: str | None
    answers: int
    index: IndexOut
    sources: list[SourceOut]
    paired: list[PairedOut]
    pairing: PairCodeOut | None
    checks: list[CheckOut]
