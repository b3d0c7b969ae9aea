"""A database of each kind, and short ways to fill it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from connectors.model import BodyFormat, Document, Kind
from sidecar.knowledge import ingest, runs, sources
from sidecar.knowledge.database import Database, open_database
from sidecar.knowledge.schema import counters, metadata
from tests.knowledge import postgres

NOW = datetime(2026, 1, 31, 10, 0, tzinfo=UTC)

Store = Callable[..., list[ingest.Verdict]]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.fail(postgres.INSTALL)
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new, empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cuecard.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server + "postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
    yield server + name
    with psycopg.connect(server + "postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[Database]:
    """One migrated database for all tests that only need it empty: making one takes a second."""
    database = open_database(postgres_server + "postgres")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        database = open_database(tmp_path / "cuecard.db")
        yield database
        database.close()
        return
    database = request.getfixturevalue("postgres_database")
    with database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            if table is counters:
                connection.execute(table.update().values(value=0))
            else:
                connection.execute(table.delete())
    yield database


@pytest.fixture
def conn(db: Database) -> Iterator[Connection]:
    """A writing connection."""
    with db.writing() as connection:
        yield connection


@pytest.fixture
def source_id(conn: Connection) -> str:
    return sources.add(conn, name="macros", type="replies", config={}, now=NOW).id


@pytest.fixture
def store(source_id: str, conn: Connection) -> Store:
    """Store documents as one run of a source would."""

    def store_now(*documents: Document, now: datetime = NOW, source: str = source_id) -> list[ingest.Verdict]:
        run_id = runs.start(conn, source, now)
        return ingest.store_batch(conn, source, [(ingest.prepare(d), "f1") for d in documents], run_id, now)

    return store_now


def reply(external_id: str = "refund", **fields: Any) -> Document:
    """Make a saved reply."""
    given = {"title": "Refund", "body": "<p>We refund within 14 days.</p>", "body_format": BodyFormat.HTML}
    return Document(external_id=external_id, kind=Kind.REPLY, **(given | fields))


def article(external_id: str = "guide", **fields: Any) -> Document:
    """Make an article."""
    given = {"title": "Guide", "body": "# Start\n\nPress the button.\n", "body_format": BodyFormat.MARKDOWN}
    return Document(external_id=external_id, kind=Kind.ARTICLE, **(given | fields))
