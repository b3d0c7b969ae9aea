"""A database of its own for every test, and what to ask it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Connector
from sidecar.knowledge import answers, documents, sources
from sidecar.knowledge.database import Database, open_database
from sidecar.knowledge.model import Answer
from sidecar.knowledge.sources import SourceRow
from sidecar.sync.host import Host
from sidecar.sync.summary import Summary


@dataclass
class Desk:
    """A host with one source in its database."""

    database: Database
    host: Host
    source: SourceRow

    async def sync(self, connector: type[Connector[Any]], **options: Any) -> Summary:
        """Run a connector over the source."""
        return await self.host.run(self.source, connector, **options)

    async def add(self, name: str, config: dict[str, Any]) -> None:
        """Make another source the one that is synced."""
        self.source = await self.database.write(sources.add, name=name, type=name, config=config)

    async def stored(self) -> dict[str, str]:
        """The texts that can be suggested, by external id."""
        numbers = await self.database.read(answers.all_numbers, self.source.id)
        cards = await self.database.read(answers.cards, numbers)
        return {card.external_id: card.text for card in cards.values()}

    async def answer(self, external_id: str) -> Answer:
        """One answer as the store has it."""
        found = await self.database.read(answers.find, self.source.id, external_id)
        assert found is not None
        return found

    async def not_seen(self) -> set[str]:
        """The answers marked as not seen since."""
        numbers = await self.database.read(answers.all_numbers, self.source.id)
        cards = await self.database.read(answers.cards, numbers)
        return {card.external_id for card in cards.values() if card.not_seen_since}

    async def failing(self) -> dict[str, str]:
        """The documents that cannot be read, with their reasons."""
        found = await self.database.read(documents.failures, self.source.id)
        return {item.external_id: item.reason for item in found}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is only to be copied: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "cuecard.sqlite"
    open_database(path).close()
    return path


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    (tmp_path / "data").mkdir()
    opened = open_database(Path(shutil.copyfile(empty_database, tmp_path / "data" / "cuecard.sqlite")))
    yield opened
    opened.close()


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    source = await database.write(sources.add, name="wiki", type="scripted", config={})
    host = Host(database)
    yield Desk(database, host, source)
    await host.close()
    await asyncio.sleep(0)
