"""The sidecar put together: opens the data folder and everything in it, serves, and closes it all again.

`running` is the one way to have a sidecar: `cuecard serve`, every command without a running server, the
demonstration and the tests use it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from sidecar import __version__
from sidecar.instance import Instance, hold
from sidecar.knowledge import settings as team_settings
from sidecar.knowledge import synonyms
from sidecar.knowledge.database import open_database
from sidecar.search.errors import IndexFault
from sidecar.search.index import SearchIndex
from sidecar.search.indexer import Indexer
from sidecar.search.meanings.follower import MeaningsFollower
from sidecar.search.meanings.meanings import Meanings
from sidecar.search.semantic import storage
from sidecar.search.semantic.current import CurrentVectors
from sidecar.settings import Settings, load_settings
from sidecar.suggest.classifier.keeper import Keeper, Places
from sidecar.suggest.confidence import THRESHOLD
from sidecar.suggest.engine import Engine, EngineSettings
from sidecar.sync.host import Host
from sidecar.sync.scheduler import Scheduler
from sidecar.sync.storage import Storage
from sidecar.sync.vault import Vault
from sidecar.web.application import make_application
from sidecar.web.keys import Readiness, Services
from sidecar.web.launch import Launches
from sidecar.web.listening import open_sockets, port_of
from sidecar.web.pairing import PairingDesk
from sidecar.web.syncing import SyncDesk
from sidecar.web.viewers import Viewers

log = logging.getLogger("cuecard")

#: How long, in seconds, requests in progress may take to end when the server stops.
SHUTDOWN_SECONDS = 3.0

#: How long, in bytes, the first line of a request may be: the longest search in a script whose letters take
#: nine bytes each, with room to spare. What is longer never comes to the application and its errors.
LONGEST_ADDRESS = 65_536

#: How often, in seconds, an index that cannot follow is asked again whether it can.
RETRY_SECONDS = 1.0
#: How often what is kept for a day only is looked through.
TIDY_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Server:
    """A sidecar that listens. `control_token` lets in as the person at this machine."""

    port: int
    control_token: str
    services: Services

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    async def ready(self) -> None:
        """Wait until the index has taken over what was in the database at the start."""
        await self.services.readiness.ready.wait()


@contextlib.asynccontextmanager
async def running(
    data_dir: Path | Settings,
    *,
    port: int | None = None,
    announce: bool = True,
    schedule: bool = False,
) -> AsyncIterator[Server]:
    """Run a sidecar for as long as the context lasts.

    Args:
        data_dir: The data folder, or settings already read.
        port: The port; 0 for any free one; `None` for the usual one, else the next free.
        announce: Whether other processes may find it through the data folder.
        schedule: Whether sources are read by themselves; for a server that stays.

    Raises:
        FolderUnusable, InstanceRunning, SettingsError, PortTaken, DatabaseUnavailable, DatabaseTooNew: with a
            message that says what to do.
    """
    settings = (
        data_dir if isinstance(data_dir, Settings) else await asyncio.to_thread(load_settings, data_dir)
    )
    async with contextlib.AsyncExitStack() as stack:
        instance = await stack.enter_async_context(_held(settings.data_dir))
        sockets = await asyncio.to_thread(open_sockets, port)
        for sock in sockets:
            stack.callback(sock.close)
        services = await stack.enter_async_context(_services(settings, instance, schedule=schedule))
        await stack.enter_async_context(_listening(services, sockets))
        server = Server(port_of(sockets), instance.control_token, services)
        await stack.enter_async_context(_becoming_ready(services))
        if services.scheduler is not None:
            await stack.enter_async_context(_beside(services.scheduler.run(), "schedule"))
        if announce:
            await asyncio.to_thread(instance.announce, server.port)
        yield server


@contextlib.asynccontextmanager
async def _held(folder: Path) -> AsyncIterator[Instance]:
    holder = hold(folder, __version__)
    instance = await asyncio.to_thread(holder.__enter__)
    try:
        yield instance
    finally:
        await asyncio.to_thread(holder.__exit__, None, None, None)


@contextlib.asynccontextmanager
async def _services(settings: Settings, instance: Instance, *, schedule: bool) -> AsyncIterator[Services]:
    async with contextlib.AsyncExitStack() as stack:
        # The index is opened first, so that it is closed last: closing the database waits for its threads,
        # and one of them may be writing to the index.
        index = await asyncio.to_thread(SearchIndex, settings.data_dir / "index")
        stack.push_async_callback(asyncio.to_thread, index.close)
        database = await asyncio.to_thread(open_database, settings.database)
        stack.push_async_callback(asyncio.to_thread, database.close)
        meanings = Meanings()
        semantic = CurrentVectors(settings.data_dir / storage.FOLDER)
        await asyncio.to_thread(semantic.reload_if_changed)
        follower = MeaningsFollower(meanings, settings.data_dir / "index" / "meanings", semantic)
        indexer = Indexer(database, index, follower)
        stack.push_async_callback(indexer.stop)
        places = Places(settings.data_dir / "index" / "classifier.npz", semantic.folder)
        keeper = Keeper(database, places, semantic)
        stack.push_async_callback(keeper.close)
        engine = Engine(
            database, index, indexer, keeper, meanings, settings=await database.read(_engine_settings)
        )
        stack.push_async_callback(engine.close)
        vault = Vault(settings.data_dir)
        host = Host(
            database,
            on_batch=indexer.poke_in_bulk,
            on_end=indexer.poke,
            vault=vault,
            storage=Storage(settings.data_dir),
        )
        stack.push_async_callback(host.close)
        syncing = SyncDesk(host, indexer)
        stack.push_async_callback(syncing.close)
        await indexer.start()
        await keeper.start()
        yield Services(
            data_dir=settings.data_dir,
            database=database,
            indexer=indexer,
            engine=engine,
            viewers=Viewers(database, instance.control_token),
            pairing=PairingDesk(),
            launches=Launches(),
            syncing=syncing,
            vault=vault,
            semantic=semantic,
            readiness=Readiness(),
            scheduler=Scheduler(database, syncing) if schedule else None,
        )


def _engine_settings(conn: Connection) -> EngineSettings:
    known = team_settings.read_all(conn)
    return EngineSettings(
        learning=bool(known[team_settings.LEARNING]),
        default_language=str(known[team_settings.DEFAULT_LANGUAGE]),
        synonyms=synonyms.read(conn),
        threshold=float(known.get(team_settings.THRESHOLD) or THRESHOLD),
    )


@contextlib.asynccontextmanager
async def _listening(services: Services, sockets: list[socket.socket]) -> AsyncIterator[None]:
    runner = web.AppRunner(
        make_application(services),
        access_log=None,  # it would write addresses of tickets
        handle_signals=False,
        shutdown_timeout=SHUTDOWN_SECONDS,
        handler_cancellation=False,
        max_line_size=LONGEST_ADDRESS,
    )
    await runner.setup()
    try:
        for sock in sockets:
            await web.SockSite(runner, sock).start()
        yield
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def _becoming_ready(services: Services) -> AsyncIterator[None]:
    async def get_ready() -> None:
        while True:
            try:
                await services.indexer.caught_up()
                break
            except IndexFault:  # the indexer has logged why, and tries again by itself
                await asyncio.sleep(RETRY_SECONDS)
        services.readiness.ready.set()
        # Half a second for the language model and tables: not in the first request.
        await services.engine.warm_up()
        while True:
            await services.engine.forget_old_queries()
            await asyncio.sleep(TIDY_SECONDS)

    async with _beside(get_ready(), "becoming ready"):
        yield


@contextlib.asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
    """Let work go on for as long as the context lasts."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
