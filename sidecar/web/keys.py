"""What handlers reach through the application and the request, by typed keys."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from sidecar.knowledge.model import Viewer
from sidecar.suggest.recognising.recogniser import Recogniser

if TYPE_CHECKING:
    from sidecar.knowledge.database import Database
    from sidecar.search.indexer import Indexer
    from sidecar.search.semantic.current import CurrentVectors
    from sidecar.suggest.engine import Engine
    from sidecar.sync.scheduler import Scheduler
    from sidecar.sync.vault import Vault
    from sidecar.web.launch import Launches
    from sidecar.web.pairing import PairingDesk
    from sidecar.web.syncing import SyncDesk
    from sidecar.web.viewers import Viewers


@dataclass(slots=True)
class Readiness:
    """Whether the index has caught up since the start (`ready`), and when that start was."""

    ready: asyncio.Event = field(default_factory=asyncio.Event)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running sidecar. Made in `sidecar.app`, closed there in the reverse order."""

    data_dir: Path
    database: Database
    indexer: Indexer
    engine: Engine
    viewers: Viewers
    pairing: PairingDesk
    launches: Launches
    syncing: SyncDesk
    vault: Vault
    semantic: CurrentVectors
    readiness: Readiness
    scheduler: Scheduler | None = None

    def timetable_changed(self) -> None:
        """Let the schedule know that a source was added, changed, paused or resumed."""
        if self.scheduler is not None:
            self.scheduler.poke()

    async def caught_up(self) -> None:
        """Wait until the index has taken over everything that is in the database now."""
        self.indexer.poke()
        await self.indexer.caught_up()


SERVICES = web.AppKey("services", Services)
RECOGNISER = web.AppKey("recogniser", Recogniser)
VIEWER = web.RequestKey("viewer", Viewer)
VIEWER_BY_COOKIE = web.RequestKey("viewer_by_cookie", bool)
