"""Reads sources by themselves: by the clock, when their files change, and what a restart interrupted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from connectors import registry
from connectors.contract import ConfigInvalid, Connector
from sidecar.knowledge import sources
from sidecar.knowledge.database import Database
from sidecar.knowledge.errors import KnowledgeError
from sidecar.knowledge.runs import StartedBy
from sidecar.knowledge.sources import SourceRow, Timing
from sidecar.sync.host import Host
from sidecar.sync.schedule import next_run, read_schedule
from sidecar.sync.watching import watch

log = logging.getLogger("cuecard.sync")

#: The timetable is looked at this often, in seconds, and at once when it is changed.
LOOK_SECONDS = 30.0


class Desk(Protocol):
    """Where runs are started; one of a source that runs already goes on."""

    @property
    def host(self) -> Host:
        """What runs the connectors."""

    def current(self, source_id: str, /) -> Any:
        """Return the newest run of a source; `over` says whether it has ended."""

    def start(
        self, source: SourceRow, connector: type[Connector[Any]], /, *, started_by: StartedBy
    ) -> object:
        """Start a run."""


class Scheduler:
    """Starts the runs that are due for as long as `run` goes on."""

    def __init__(
        self, database: Database, desk: Desk, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock
        self._changed = asyncio.Event()
        self._touched: set[str] = set()
        self._watchers: dict[str, tuple[str, asyncio.Task[None]]] = {}

    def poke(self) -> None:
        """Look at the timetable now: it has been changed."""
        self._changed.set()

    async def run(self) -> None:
        """Start what was interrupted, then whatever is due; ends only when it is cancelled."""
        try:
            await self._look(resume=True)
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), LOOK_SECONDS)
                self._changed.clear()
                await self._look()
        finally:
            for _, task in self._watchers.values():
                task.cancel()

    async def _look(self, *, resume: bool = False) -> None:
        try:
            timetable = await self._database.read(sources.timetable)
            for timing in timetable:
                if (reason := self._reason(timing, resume=resume)) is not None:
                    await self._start(timing.id, reason)
            await self._keep_watch(timetable)
        except KnowledgeError as error:
            log.warning("The timetable cannot be read: %s", error)

    def _reason(self, timing: Timing, *, resume: bool) -> StartedBy | None:
        """Return why a source is to be read now, if it is."""
        if timing.paused or self._runs(timing.id):
            return None
        if resume and timing.unfinished:
            return StartedBy.RESTART
        if timing.id in self._touched:
            return StartedBy.CHANGE
        at = next_run(read_schedule(timing.schedule), timing.last)
        return StartedBy.SCHEDULE if at is not None and at <= self._clock() else None

    def _runs(self, source_id: str) -> bool:
        run = self._desk.current(source_id)
        return run is not None and not run.over

    async def _start(self, source_id: str, started_by: StartedBy) -> None:
        self._touched.discard(source_id)
        found = await self._found(source_id)
        if found is not None:
            self._desk.start(*found, started_by=started_by)

    async def _found(self, source_id: str) -> tuple[SourceRow, type[Connector[Any]]] | None:
        """Return a source and its connector; `None` if it has none, as the team's own answers."""
        source = await self._database.read(sources.get, source_id)
        if source is None:
            return None
        try:
            return source, await asyncio.to_thread(registry.load, source.type)
        except ConfigInvalid:
            return None

    async def _keep_watch(self, timetable: list[Timing]) -> None:
        """Watch the files of those sources that ask for it, and of no others."""
        wanted = {
            timing.id: timing.config
            for timing in timetable
            if read_schedule(timing.schedule).on_change and not timing.paused
        }
        for source_id in [key for key in self._watchers if key not in wanted]:
            self._watchers.pop(source_id)[1].cancel()
        for source_id, config in wanted.items():
            known = self._watchers.get(source_id)
            if known is not None and known[0] == config:
                continue
            if known is not None:
                known[1].cancel()
            found = await self._found(source_id)
            if found is None:
                continue
            with contextlib.suppress(ConfigInvalid):
                places = await self._desk.host.watched(*found)
                task = asyncio.create_task(watch(places, self._on_change(source_id)), name="watch files")
                task.add_done_callback(_say_why)
                self._watchers[source_id] = (config, task)

    def _on_change(self, source_id: str) -> Callable[[], None]:
        def changed() -> None:
            self._touched.add(source_id)
            self.poke()

        return changed


def _say_why(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("Files are not watched any more.", exc_info=error)
