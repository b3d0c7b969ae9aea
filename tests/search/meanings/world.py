"""Word vectors of a small language, and a store that a follower keeps the meanings of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, select

from connectors.model import BodyFormat, Document, Kind
from sidecar.knowledge import answers, asked, ingest, runs, sources
from sidecar.knowledge.database import Database, open_database
from sidecar.knowledge.model import Origin
from sidecar.knowledge.schema import asked as asked_table
from sidecar.search.meanings.follower import MeaningsFollower
from sidecar.search.meanings.meanings import Meanings
from sidecar.search.meanings.protocol import NearPassage, NearQuestion
from sidecar.search.meanings.rows import Rows
from sidecar.search.meanings.view import View
from sidecar.search.protocol import Scope
from sidecar.search.semantic import storage
from sidecar.search.semantic.current import CurrentVectors
from sidecar.search.semantic.storage import Fitted

_LANGUAGE = (
    "card parcel refund invoice password battery saddle bridge garden winter copper pillow lantern orchard"
    " violin meadow anchor basket candle falcon"
)
WORDS = tuple(_LANGUAGE.split())
DIM = 96
_ABOUT = {
    "model": "drawn at random",
    "model_fingerprint": "0",
    "built_at": datetime(2026, 1, 1, tzinfo=UTC),
    "published": 1,
    "tickets": 0,
    "agreement": 1.0,
}


def build_vectors(folder: Path, seed: int = 0, dim: int = DIM) -> None:
    """Give every word a direction of its own."""
    rows = np.random.default_rng(seed).standard_normal((len(WORDS), dim)).astype(np.float32)
    storage.write(
        folder,
        Fitted(WORDS, [], rows, np.ones(len(WORDS), np.float32), np.eye(dim, dtype=np.float32)),
        _ABOUT,
    )


@dataclass
class World:
    """A store in a folder, and what follows it."""

    folder: Path
    db: Database
    meanings: Meanings
    follower: MeaningsFollower

    def follow(self) -> None:
        while not self.step():
            pass

    def step(self) -> bool:
        with self.db.reading() as conn:
            return self.follower.step(conn)

    def reopen(self) -> None:
        """Begin again with what is on disk, as after the end of the process."""
        self.meanings, self.follower = _follower(self.folder)

    def store(self, name: str, title: str, *parts: str, groups: tuple[str, ...] = (), tag: str = "") -> int:
        body = "\n\n".join(f"## {place}\n\n{part}" for place, part in enumerate(parts))
        document = Document(
            external_id=name,
            kind=Kind.ARTICLE,
            title=title,
            body=body,
            body_format=BodyFormat.MARKDOWN,
            groups=groups,
            language="en",
            tags=(tag,) if tag else (),
        )
        with self.db.writing() as conn:
            source = _source(conn)
            ingest.store_batch(conn, source, [(ingest.prepare(document), None)], runs.start(conn, source))
        return self.number(name)

    def delete(self, name: str) -> None:
        with self.db.writing() as conn:
            answers.mark_gone(conn, _source(conn), [name])

    def ask(self, name: str, text: str, weight: float = 1.0, origin: Origin = Origin.LEARNED) -> int:
        with self.db.writing() as conn:
            number = self._number(conn, name)
            return asked.add(conn, number, text, "en", origin, weight, f"q{text}{weight}").number

    def withdraw(self, *numbers: int) -> None:
        with self.db.writing() as conn:
            asked.withdraw(conn, numbers)

    def questions(self) -> list[int]:
        with self.db.reading() as conn:
            there = select(asked_table.c.number).where(asked_table.c.withdrawn_at.is_(None))
            return list(conn.execute(there.order_by(asked_table.c.number)).scalars())

    def is_there(self, name: str) -> bool:
        with self.db.reading() as conn:
            found = sources.get(conn, "docs")
            return found is not None and bool(answers.numbers_of(conn, [answers.answer_id(found.id, name)]))

    def number(self, name: str) -> int:
        with self.db.reading() as conn:
            return self._number(conn, name)

    def view(self) -> View:
        assert self.meanings.view is not None
        return self.meanings.view

    def query(self, *texts: str) -> np.ndarray:
        return self.view().vectors.encode(texts, ["en"] * len(texts))

    def titles(self, text: str, scope: Scope | None = None, limit: int = 5) -> list[int]:
        found = self.meanings.near_titles(self.query(text), scope or Scope(), limit)[0]
        return [near.answer for near in found]

    def asked(self, text: str, scope: Scope | None = None, limit: int = 5) -> list[int]:
        found = self.meanings.near_questions(self.query(text), scope or Scope(), limit)[0]
        return [near.question for near in found]

    @staticmethod
    def _number(conn: Connection, name: str) -> int:
        return next(iter(answers.numbers_of(conn, [answers.answer_id(_source(conn), name)]).values()))


@contextmanager
def world(folder: Path, empty: Path, *, vectors: bool = True) -> Iterator[World]:
    folder.mkdir(exist_ok=True)
    if not (folder / "knowledge.db").exists():
        shutil.copyfile(empty, folder / "knowledge.db")
    if vectors and not (folder / "semantic").exists():
        build_vectors(folder / "semantic")
    db = open_database(folder / "knowledge.db")
    try:
        yield World(folder, db, *_follower(folder))
    finally:
        db.close()


def contents(rows: Rows) -> list[tuple[object, ...]]:
    """Return what counts in a table but for cards: those are numbered as they came."""
    live = np.flatnonzero(rows.live)
    records = zip(live.tolist(), rows.records[live].tolist(), strict=True)
    return sorted(
        (answer, item, weight, learned, *rows.vectors[place].tolist())
        for place, (answer, item, _, weight, learned) in records
    )


def everything(view: View, scopes: Sequence[Scope]) -> list[object]:
    """Return all that a state says: what counts, and what each word finds in each scope."""
    queries = view.vectors.encode(WORDS, ["en"] * len(WORDS))
    said: list[object] = [contents(rows) for rows in (view.questions, view.titles, view.passages)]
    for scope in scopes:
        for find in (view.near_questions, view.near_titles, view.near_passages):
            found = find(queries, scope, 1000)
            said.append([{_rounded(near) for near in nears} for nears in found])
    return said


def _rounded(near: NearQuestion | NearPassage) -> tuple[object, ...]:
    return tuple(round(value, 4) if isinstance(value, float) else value for value in near)


def _follower(folder: Path) -> tuple[Meanings, MeaningsFollower]:
    meanings = Meanings()
    return meanings, MeaningsFollower(
        meanings, folder / "index" / "meanings", CurrentVectors(folder / "semantic")
    )


def _source(conn: Connection) -> str:
    row = sources.get(conn, "docs") or sources.add(conn, name="docs", type="folder", config={})
    return row.id
