"""Runs over sources: started by a request or by the schedule, watched by any number of others.

A run lives in the server, not in the request that started it: a browser tab that closes stops nothing. Of
one source there is at most one run at a time, of all sources a few; the others wait their turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.contract import CheckReport, Connector
from sidecar.knowledge.errors import KnowledgeError
from sidecar.knowledge.runs import Ending, StartedBy
from sidecar.knowledge.sources import SourceRow
from sidecar.search.indexer import Indexer
from sidecar.sync.host import Host
from sidecar.sync.progress import RunProgress
from sidecar.sync.stopping import SENTENCES, Stop, stopping_on
from sidecar.sync.summary import Summary

log = logging.getLogger("cuecard.sync")

#: How often, in seconds, watchers are told at most.
TELL_SECONDS = 0.1
#: Runs at the same time: while one waits for its source, another can be read.
RUNS_AT_ONCE = 3


@dataclass(slots=True)
class Run:
    """A run as it stands. `summary` is there at its end; `trouble` if it ended by an error of ours."""

    source: SourceRow
    started_by: StartedBy = StartedBy.PERSON
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    began: float = field(default_factory=time.monotonic)
    waiting: bool = True
    finished_at: datetime | None = None
    progress: RunProgress = field(default_factory=RunProgress)
    summary: Summary | None = None
    trouble: str | None = None
    stop: Stop = field(default_factory=Stop)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def over(self) -> bool:
        """Whether the run has ended and what it stored can be found."""
        return self.finished_at is not None

    @property
    def ending(self) -> Ending | None:
        """How it ended, once it has."""
        if not self.over:
            return None
        return self.summary.ending if self.summary is not None and not self.trouble else Ending.FAILED

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        return self.summary.seconds if self.summary is not None else time.monotonic() - self.began


class SyncDesk:
    """Starts runs and lets others watch them; the last one of each source is remembered."""

    def __init__(self, host: Host, indexer: Indexer) -> None:
        self._host = host
        self._indexer = indexer
        self._turns = asyncio.Semaphore(RUNS_AT_ONCE)
        self._runs: dict[str, Run] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def host(self) -> Host:
        """What runs the connectors."""
        return self._host

    def current(self, source_id: str) -> Run | None:
        """Return the run in progress, else the last one since the server started."""
        return self._runs.get(source_id)

    def start(
        self,
        source: SourceRow,
        connector: type[Connector[Any]],
        *,
        approve_deletions: bool = False,
        started_by: StartedBy = StartedBy.PERSON,
    ) -> Run:
        """Start a run, or return the one in progress."""
        run = self._runs.get(source.id)
        if run is not None and not run.over:
            return run
        run = Run(source, started_by)
        self._runs[source.id] = run
        work = self._run(run, connector, approve_deletions)
        self._tasks[source.id] = asyncio.create_task(work, name=f"sync {source.name}")
        return run

    async def check(
        self,
        connector: type[Connector[Any]],
        config: dict[str, Any],
        source_id: str | None = None,
        name: str = "",
    ) -> CheckReport:
        """Find out whether a source can be read with this configuration; see `Host.check`."""
        return await self._host.check(connector, config, source_id, name)

    async def watch(self, run: Run) -> AsyncIterator[Run]:
        """Yield a run now, whenever it has moved (at most every `TELL_SECONDS`), and when it is over."""
        while not run.over:
            yield run
            moved = asyncio.create_task(run.moved.wait())
            await asyncio.wait({moved}, timeout=1.0)
            moved.cancel()
            if not run.over:
                await asyncio.sleep(TELL_SECONDS)
        yield run

    async def end(self, source_id: str, ending: Ending = Ending.CANCELLED) -> bool:
        """Stop a run in progress and wait for its end; what it has stored stays.

        Returns whether there was one.
        """
        run, task = self._runs.get(source_id), self._tasks.get(source_id)
        if run is None or task is None or task.done():
            return False
        run.stop.now(ending)
        await asyncio.wait({task})
        return True

    def forget(self, source_id: str) -> None:
        """Forget the runs of a source that was removed."""
        self._runs.pop(source_id, None)
        self._tasks.pop(source_id, None)

    async def close(self) -> None:
        """Stop all runs; they go on when the server is started again."""
        for source_id in list(self._tasks):
            await self.end(source_id, Ending.STOPPED)

    async def _run(self, run: Run, connector: type[Connector[Any]], approve_deletions: bool) -> None:
        def tell(progress: RunProgress) -> None:
            run.progress = progress
            _wake(run)

        try:
            async with self._turn(run):
                run.summary = await self._host.run(
                    run.source,
                    connector,
                    on_progress=tell,
                    approve_deletions=approve_deletions,
                    stop=run.stop,
                    started_by=run.started_by,
                )
                await self._indexer.caught_up()
        except asyncio.CancelledError:
            if not run.stop.asked:
                run.trouble = SENTENCES[Ending.STOPPED]
                raise
            run.summary = Summary(error=SENTENCES[run.stop.ending], ending=run.stop.ending)
        except KnowledgeError as error:
            run.trouble = str(error)
        except Exception as error:
            log.exception("Syncing %s failed", run.source.name)
            run.trouble = (
                f"The run ended by an error inside Cuecard ({type(error).__name__}); the log says more."
            )
        finally:
            run.finished_at = datetime.now(UTC)
            _wake(run)

    @contextlib.asynccontextmanager
    async def _turn(self, run: Run) -> AsyncIterator[None]:
        """Wait until few enough others run; who is stopped meanwhile leaves the queue."""
        with stopping_on(run.stop):
            await self._turns.acquire()
        run.waiting = False
        try:
            yield
        finally:
            self._turns.release()


def _wake(run: Run) -> None:
    """Wake all who wait now; who comes later waits for the next move."""
    run.moved.set()
    run.moved = asyncio.Event()
