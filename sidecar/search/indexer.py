"""The background task that keeps the index in step with the store, and rebuilds it when it is damaged."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from sidecar.knowledge import changes
from sidecar.knowledge.database import Database
from sidecar.search import census, follow
from sidecar.search.bulk import Bulk
from sidecar.search.errors import IndexFault
from sidecar.search.protocol import Counts, Index, Position

_log = logging.getLogger(__name__)

#: Seconds before a failed round is tried again.
_PAUSE = 10.0
#: From this many changes at once on, the counts of index and store are compared afterwards.
_MANY = 200
#: Seconds without anything to do after which the index is tidied up, if much has changed since it was.
_QUIET = 5.0


@dataclass(frozen=True, slots=True)
class IndexerState:
    """How the index stands. `error` says why it does not follow the store at the moment, if it does not."""

    position: Position
    counts: Counts
    building: bool
    error: str | None


class Companion(Protocol):
    """What follows the store after the index, at leisure."""

    def step(self, conn: Connection) -> bool:
        """Follow for a moment; return whether everything there was is taken in."""

    def restart(self) -> None:
        """Let the next step begin anew."""


class Indexer:
    """Follows the outbox of the store. Start it once; `poke` it after every committed change.

    All database and index work happens in the database's reader threads. A companion gets its turn whenever
    the index is in step, for one step at a time: nobody who waits for the index waits for more than that.
    """

    def __init__(self, db: Database, index: Index, companion: Companion | None = None) -> None:
        self._db = db
        self._index = index
        self._companion = companion
        self._settled = 0
        self._companion_error: str | None = None
        self._wake = asyncio.Event()
        self._bulk = Bulk(self._wake.set)
        self._moved = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._building = False
        self._error: str | None = None
        self._rebuild_asked = False
        self._checked = False
        self._untidy = True
        self._stopping = False

    @property
    def state(self) -> IndexerState:
        """How the index stands now."""
        return IndexerState(self._index.position, self._index.counts(), self._building, self._error)

    async def start(self) -> None:
        """Begin to follow the store; returns at once."""
        self._loop = asyncio.get_running_loop()
        self._wake.set()
        self._task = asyncio.create_task(self._run(), name="cuecard-indexer")

    def poke(self) -> None:
        """Say that the store has changed. May be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    def poke_in_bulk(self) -> None:
        """Say that the store has changed and is about to change more. May be called from any thread.

        The first of many changes can be found at once, later ones within seconds; see `Bulk`.
        """
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._bulk.more)

    async def caught_up(self, seq: int | None = None) -> None:
        """Wait until the change numbered `seq` (default: the newest one there is now) can be found.

        Raises:
            IndexFault: The index does not follow at the moment; the message says why.
        """
        wanted = await self._db.read(changes.latest_seq) if seq is None else seq
        self._wake.set()
        async with self._moved:
            await self._moved.wait_for(lambda: self._error is not None or self._reached(wanted))
        if self._error is not None:
            raise IndexFault(self._error)

    async def settled(self) -> None:
        """Wait until the companion, too, has taken in everything there is now.

        Raises:
            IndexFault: The index or the companion does not follow at the moment; the message says why.
        """
        await self.caught_up()
        wanted = self._settled + (self._companion is not None)
        self._companion_error = None
        self._wake.set()
        async with self._moved:
            await self._moved.wait_for(lambda: self._companion_error is not None or self._settled >= wanted)
        if self._companion_error is not None:
            raise IndexFault(self._companion_error)

    async def rebuild(self) -> None:
        """Build the index anew from the store and wait for it; the old one answers meanwhile.

        What its companion keeps is built anew as well, afterwards.
        """
        if self._companion is not None:
            self._companion.restart()
        self._rebuild_asked = True
        self._error = None
        self._wake.set()
        async with self._moved:
            await self._moved.wait_for(lambda: self._error is not None or not self._rebuild_asked)
        if self._error is not None:
            raise IndexFault(self._error)

    async def stop(self) -> None:
        """Stop following, once the step under way has ended; the rest comes in at the next start."""
        # A thread cannot be cancelled: cancelling the task would leave it writing to an index being closed.
        self._stopping = True
        self._bulk.stop()
        self._wake.set()
        task, self._task, self._loop = self._task, None, None
        if task is not None:
            await task

    async def _run(self) -> None:
        while True:
            await self._woken()
            self._wake.clear()
            if self._stopping:
                return
            try:
                await self._round()
                self._error = None
                self._bulk.taken_in()
            except Exception as error:  # noqa: BLE001 - the task must live: the next round may succeed
                _log.exception("The search index could not follow the knowledge")
                self._error = str(error) or type(error).__name__
                asyncio.get_running_loop().call_later(_PAUSE, self._wake.set)
            async with self._moved:
                self._moved.notify_all()
            if self._error is None:
                await self._accompany()

    async def _woken(self) -> None:
        """Wait until there is something to do, and use a long time without it to tidy up."""
        if self._untidy:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_QUIET):
                    await self._wake.wait()
            if not self._wake.is_set():
                await self._tidy()
        await self._wake.wait()

    async def _tidy(self) -> None:
        self._untidy = False
        try:
            await asyncio.to_thread(self._index.tidy)
        except IndexFault as fault:
            _log.warning("%s", fault)
            self._rebuild_asked = True
            self._wake.set()

    async def _accompany(self) -> None:
        if self._companion is None or self._stopping:
            return
        try:
            if not await self._db.read(self._companion.step):
                self._wake.set()
                return
            self._companion_error = None
            self._settled += 1
        except Exception as error:  # noqa: BLE001 - as for the index itself, which this must not stop
            _log.exception("The vectors beside the search index could not follow the knowledge")
            self._companion_error = str(error) or type(error).__name__
            asyncio.get_running_loop().call_later(_PAUSE, self._wake.set)
        async with self._moved:
            self._moved.notify_all()

    async def _round(self) -> None:
        if self._rebuild_asked or await self._db.read(self._out_of_step):
            await self._build()
            return
        before = self._index.position
        try:
            await self._follow()
        except IndexFault as fault:
            _log.warning("%s", fault)
            await self._build()
            return
        after = self._index.position
        many = after.answers - before.answers > _MANY
        self._untidy = self._untidy or many or after.asked - before.asked > _MANY
        if (many or not self._checked) and not await self._db.read(self._counts_agree):
            _log.warning("The search index and the knowledge disagree on how much there is: rebuilding.")
            await self._build()
        self._checked = True

    async def _build(self) -> None:
        # Until it has succeeded: a half-built index must not be taken for the one to follow.
        self._building = self._rebuild_asked = True
        try:
            await asyncio.to_thread(self._index.restart)
            if await self._follow():
                await asyncio.to_thread(self._index.swap)
                self._rebuild_asked = False
        finally:
            self._building = False

    async def _follow(self) -> bool:
        """Take in all there is; `False` if it was stopped before."""
        while not self._stopping:
            if await self._db.read(follow.step, self._index):
                return True
            async with self._moved:
                self._moved.notify_all()
        return False

    def _reached(self, seq: int) -> bool:
        position = self._index.position
        return not self._building and position.answers >= seq and position.asked >= seq

    # Both are called with a connection, in a reader thread.

    def _out_of_step(self, conn: Connection) -> bool:
        # A store older than the index: another database, or one restored from a backup.
        return self._index.position.answers > changes.latest_seq(conn)

    def _counts_agree(self, conn: Connection) -> bool:
        position = self._index.position
        if position != Position(*(changes.latest_seq(conn),) * 2):
            return True  # more has come in meanwhile: the next round looks again
        return census.expected(conn) == self._index.counts()
