"""A whole team for tests: real store, real index, real engine, in a folder of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from connectors.model import BodyFormat, Document, Kind
from sidecar.knowledge import answers, ingest, runs, sources
from sidecar.knowledge.database import Database, open_database
from sidecar.knowledge.model import EventType, Role, Viewer
from sidecar.search.index import SearchIndex
from sidecar.search.indexer import Indexer
from sidecar.search.meanings.follower import MeaningsFollower
from sidecar.search.meanings.meanings import Meanings
from sidecar.search.semantic.current import CurrentVectors
from sidecar.suggest.classifier.keeper import Keeper, Places
from sidecar.suggest.engine import Engine, EngineSettings
from sidecar.suggest.learning import EventOutcome
from sidecar.suggest.model import Message, Sender, SuggestResult, Ticket

ADMIN = Viewer("Ada", Role.ADMIN, None)
AGENT = Viewer("Ben", Role.AGENT, frozenset())


@dataclass
class Team:
    db: Database
    index: SearchIndex
    indexer: Indexer
    engine: Engine
    keeper: Keeper
    meanings: Meanings

    async def store(self, *documents: Document, source: str = "macros") -> None:
        await self.db.write(_store, source, documents)
        self.indexer.poke()
        await self.indexer.caught_up()

    async def delete(self, *external_ids: str, source: str = "macros", quietly: bool = False) -> None:
        await self.db.write(lambda conn: answers.mark_gone(conn, _source(conn, source), external_ids))
        if not quietly:
            self.indexer.poke()
            await self.indexer.caught_up()

    async def answer_id(self, external_id: str, source: str = "macros") -> str:
        return await self.db.read(lambda conn: answers.answer_id(_source(conn, source), external_id))

    async def ask(self, text: str | Ticket, viewer: Viewer = ADMIN, **options: Any) -> SuggestResult:
        return await self.engine.suggest(ticket(text) if isinstance(text, str) else text, viewer, **options)

    async def insert(self, result: SuggestResult, external_id: str, viewer: Viewer = ADMIN) -> EventOutcome:
        return await self.event(EventType.INSERTED, result.query_id, external_id, viewer)

    async def event(
        self,
        event: EventType,
        query_id: str,
        external_id: str,
        viewer: Viewer = ADMIN,
        source: str = "macros",
    ) -> EventOutcome:
        return await self.engine.record(event, query_id, await self.answer_id(external_id, source), viewer)


def titles(result: Any) -> list[str]:
    found = result.suggestions if isinstance(result, SuggestResult) else result.results
    return [each.answer.title for each in found]


def ticket(*texts: str, **fields: Any) -> Ticket:
    return Ticket(messages=tuple(Message(Sender.CUSTOMER, text) for text in texts), **fields)


def reply(title: str, body: str = "", **fields: Any) -> Document:
    return _document(Kind.REPLY, title, body, fields)


def article(title: str, body: str = "", **fields: Any) -> Document:
    return _document(Kind.ARTICLE, title, body, fields)


@asynccontextmanager
async def team(folder: Path, settings: EngineSettings | None = None) -> AsyncIterator[Team]:
    """Open a team's data in a folder; what was stored before is there again."""
    db = await asyncio.to_thread(open_database, folder / "knowledge.db")
    index = await asyncio.to_thread(SearchIndex, folder / "index")
    meanings = Meanings()
    semantic = CurrentVectors(folder / "semantic")
    await asyncio.to_thread(semantic.reload_if_changed)
    follower = MeaningsFollower(meanings, folder / "index" / "meanings", semantic)
    indexer = Indexer(db, index, follower)
    keeper = Keeper(db, Places(folder / "classifier.npz", folder / "semantic"), semantic)
    engine = Engine(db, index, indexer, keeper, meanings, settings=settings)
    await indexer.start()
    await keeper.start()
    try:
        yield Team(db, index, indexer, engine, keeper, meanings)
    finally:
        await engine.close()
        await keeper.close()
        await indexer.stop()
        await asyncio.to_thread(index.close)
        await asyncio.to_thread(db.close)


def _document(kind: Kind, title: str, body: str, fields: dict[str, Any]) -> Document:
    defaults = {"external_id": title, "body_format": BodyFormat.MARKDOWN, "language": "en"}
    return Document(kind=kind, title=title, body=body, **{**defaults, **fields})


def _store(conn: Connection, source: str, documents: Sequence[Document]) -> None:
    source_id = _source(conn, source)
    run = runs.start(conn, source_id)
    prepared: Iterable[tuple[ingest.Prepared, None]] = [(ingest.prepare(each), None) for each in documents]
    ingest.store_batch(conn, source_id, list(prepared), run)


def _source(conn: Connection, name: str) -> str:
    row = sources.get(conn, name) or sources.add(conn, name=name, type="replies", config={})
    return row.id
