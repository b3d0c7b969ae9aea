"""osTicket's and FreeScout's tables in a running MariaDB, and the dumps that its own tool makes of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Check, Connector, Event
from tests.connectors.context import PlainContext, events_of
from tests.connectors.live.servers import need
from tests.helpdesks import mariadb
from tests.helpdesks.mariadb import MariaDb

SQL = Path(mariadb.__file__).parent
PASSWORD = "a-password-of-tests"


@dataclass(frozen=True)
class Desk:
    """A helpdesk's database: `name` is the database's, and that of the folder with its SQL."""

    server: MariaDb
    name: str
    folder: Path

    def work(self, what: str) -> None:
        self.server.sql((SQL / self.name / f"{what}.sql").read_text(encoding="utf-8"), self.name)

    def dump(self, name: str, *options: str) -> Path:
        return self.server.dump(self.folder / name, self.name, *options)

    def account(self, **config: Any) -> dict[str, Any]:
        """The settings that read it live."""
        return {**account(self.server.port, self.name), **config}


def account(port: int, name: str) -> dict[str, Any]:
    """The settings that read a database live."""
    return {
        "host": "127.0.0.1", "port": port, "database": name, "user": "cuecard", "password": PASSWORD,
        "encryption": "none", "private_network": True,
    }  # fmt: skip


def empty(server: MariaDb, name: str) -> None:
    """Make a helpdesk's database anew, with its tables and the account that may read them."""
    server.sql(
        f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4;"
        f"GRANT SELECT ON {name}.* TO cuecard@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';"
        "ALTER USER cuecard@'127.0.0.1' ACCOUNT UNLOCK;"
    )
    server.sql((SQL / name / "tables.sql").read_text(encoding="utf-8"), name)


def desk(server: MariaDb, name: str, folder: Path) -> Desk:
    """Make a helpdesk's database anew, and fill it."""
    empty(server, name)
    made = Desk(server, name, folder)
    made.work("fill")
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[MariaDb]:
    """A MariaDB of Debian's, without encryption."""
    need(*mariadb.PROGRAMS)
    with mariadb.server("--sql-mode=") as running:
        yield running


def pulled(
    connector: type[Connector[Any]], context: PlainContext | None = None, **config: Any
) -> list[Event]:
    """Everything one pull yields."""

    async def run() -> list[Event]:
        made = context or PlainContext()
        try:
            return await events_of(connector(connector.manifest.config_model(**config), made))
        finally:
            await made.http.close()
            made.renew()

    return asyncio.run(run())


def checked(connector: type[Connector[Any]], **config: Any) -> Check:
    """The first finding of its check."""

    async def run() -> Check:
        context = PlainContext()
        try:
            return (await connector(connector.manifest.config_model(**config), context).check()).checks[0]
        finally:
            await context.http.close()

    return asyncio.run(run())
