"""The database: opening, transactions, threads. The rest of the store is plain functions on a connection.

SQLite runs in WAL mode with one writer: readers never wait for it. PostgreSQL goes through the same code.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from sidecar.knowledge import migrate
from sidecar.knowledge.errors import DatabaseUnavailable
from sidecar.knowledge.faults import explain
from sidecar.knowledge.schema import REVISION

P = ParamSpec("P")
T = TypeVar("T")

_READERS = 4
#: Seconds a second process waits for the first one's writing before it gives up.
_BUSY_SECONDS = 10


class Database:
    """An open database. Create it with `open_database`; close it when done."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer_lock = threading.Lock()
        self._writing_thread: int | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="cuecard-writer")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="cuecard-reader")

    @property
    def path(self) -> Path | None:
        """The SQLite file, `None` with another database."""
        name = self.engine.url.database
        return Path(name) if self.engine.dialect.name == "sqlite" and name else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection with a stable view of the data; do not write through it."""
        with self._explained(), self.engine.connect() as conn:
            yield conn

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the one writing connection; commits at the end, rolls back on an error.

        Raises:
            RuntimeError: This thread is writing already; it would wait for itself.
            DatabaseUnavailable: The database cannot be written; the message says what to do.
        """
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("Already writing in this thread: pass the connection on instead.")
        with self._writer_lock, self._explained(), self.engine.connect() as plain:
            self._writing_thread = threading.get_ident()
            try:
                conn = plain.execution_options(cuecard_writes=True)
                with conn.begin():
                    yield conn
            finally:
                self._writing_thread = None

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `function(conn, ...)` in a reader thread."""
        return await self._run(self._readers, self.reading, function, args, kwargs)

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `function(conn, ...)` as one transaction in the writer thread; it is durable when this returns.

        If the waiting task is cancelled, the transaction still ends by itself.
        """
        return await self._run(self._writer, self.writing, function, args, kwargs)

    def close(self) -> None:
        """Wait for what is under way and close all connections."""
        self._writer.shutdown()
        self._readers.shutdown()
        self.engine.dispose()

    async def _run(
        self,
        pool: ThreadPoolExecutor,
        connection: Callable[[], Any],
        function: Callable[..., T],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> T:
        def work() -> T:
            with connection() as conn:
                return function(conn, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(pool, work)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            remedy = explain(error, self.engine.url)
            if remedy is None:
                raise
            raise DatabaseUnavailable(remedy) from error


def open_database(url: str | URL | Path) -> Database:
    """Open (and create or migrate, if need be) the database at `url`.

    Args:
        url: `sqlite:///path`, `postgresql://user@host/name`, or the path of a SQLite file.

    Raises:
        DatabaseUnavailable: It cannot be opened; the message says what to do.
        DatabaseTooNew: A newer version wrote it.
    """
    engine = _engine(_normalised(url))
    database = Database(engine)
    try:
        _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def _normalised(url: str | URL | Path) -> URL:
    if isinstance(url, Path):
        return URL.create("sqlite", database=str(url))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnavailable(
            "The database URL cannot be read. Give it as sqlite:///path or postgresql://user@host/name."
        ) from error
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    if url.get_backend_name() != "postgresql":
        raise DatabaseUnavailable(
            f"Cuecard stores its data in SQLite or PostgreSQL, not in {url.get_backend_name()}."
        )
    try:
        return create_engine(url, pool_size=_READERS + 2, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise DatabaseUnavailable(
            "PostgreSQL needs its driver. Install it with: pip install 'cuecard[postgresql]'"
        ) from error


def _sqlite_engine(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise DatabaseUnavailable(
            "Give the database a file: a database in memory cannot be shared between threads."
        )
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The folder {Path(url.database).parent} cannot be made ({error.strerror}). "
            "Choose another with --data-dir."
        ) from error
    engine = create_engine(url, pool_size=_READERS + 2, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would otherwise begin transactions by itself, late and never IMMEDIATE, and break SAVEPOINT.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL syncs the log at each commit: what was acknowledged survives a power cut, not only a killed process
    # (for which NORMAL would do). It costs one fsync per transaction, and there are few: batches and clicks.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin_sqlite(conn: Connection) -> None:
    writes = conn.get_execution_options().get("cuecard_writes", False)
    # IMMEDIATE takes the writer's place at once: upgrading later fails under another writer without waiting.
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(database: Database) -> None:
    with database.reading() as conn:
        revision = migrate.revision_of(conn)
    if revision == REVISION:
        return
    if revision is not None:
        migrate.back_up(database.engine, REVISION)
    with database.writing() as conn:
        migrate.migrate(conn)
