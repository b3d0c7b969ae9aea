"""Measuring suggestions on labelled tickets through the real store, index and engine.

Teams are kept in their folder: opened again, one answers as it did, and nothing is taught twice. Word vectors
count for a team into whose folder they were put before it was opened first (`with_vectors`).
"""

from __future__ import annotations

import json
import random
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from sidecar.knowledge import answers, asked
from sidecar.knowledge.model import Origin
from sidecar.search.semantic import storage
from sidecar.suggest.engine import EngineSettings
from sidecar.suggest.model import SuggestResult
from tests.suggest.running import Team, article, reply, team


@dataclass(frozen=True)
class Ticket:
    """A labelled ticket; `label` is `None` where no answer exists."""

    text: str
    label: str | None


@dataclass
class Score:
    """Shares in percent, of tickets that have an answer."""

    tickets: int = 0
    first: int = 0
    third: int = 0
    fifth: int = 0
    reciprocal: float = 0.0
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, ranked: Sequence[str], label: str | None, confidence: float) -> None:
        right = bool(ranked) and ranked[0] == label
        self.confidences.append((confidence, right))
        if label is None:
            return
        self.tickets += 1
        if label in ranked:
            place = ranked.index(label)
            self.first += place == 0
            self.third += place < 3
            self.fifth += place < 5
            self.reciprocal += 1 / (place + 1)

    @property
    def hit1(self) -> float:
        return 100 * self.first / max(self.tickets, 1)

    @property
    def hit3(self) -> float:
        return 100 * self.third / max(self.tickets, 1)

    @property
    def hit5(self) -> float:
        return 100 * self.fifth / max(self.tickets, 1)

    @property
    def mrr(self) -> float:
        return 100 * self.reciprocal / max(self.tickets, 1)

    def __str__(self) -> str:
        return f"acc@1 {self.hit1:.1f}  hit@3 {self.hit3:.1f}  MRR {self.mrr:.1f}  (n={self.tickets})"


def read_tickets(path: Path) -> list[Ticket]:
    return [Ticket(row["text"], row["label"]) for row in _lines(path)]


def examples(tickets: Iterable[Ticket], each: int | None, seed: int) -> dict[str, list[str]]:
    """Pick `each` examples per label at random; all of them for `None`."""
    by_label: defaultdict[str, list[str]] = defaultdict(list)
    for ticket in tickets:
        if ticket.label is not None:
            by_label[ticket.label].append(ticket.text)
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    return {
        label: texts if each is None else draw.sample(texts, min(each, len(texts)))
        for label, texts in sorted(by_label.items())
    }


def with_vectors(folder: Path, vectors: Path | None) -> Path:
    """Put word vectors into the folder of a team that is still to be made; without any, there are none."""
    if vectors is not None and not (folder / storage.FOLDER).exists():
        shutil.copytree(vectors, folder / storage.FOLDER)
    return folder


@asynccontextmanager
async def taught(
    folder: Path, learned: Mapping[str, Sequence[str]], language: str = "en", *, learning: bool = False
) -> AsyncIterator[Team]:
    """A team whose answers are titles only, taught with these examples through the store."""
    async with team(folder, EngineSettings(learning=learning)) as bank:
        if not await bank.db.read(answers.all_numbers):
            await bank.store(
                *(reply(label.replace("_", " "), external_id=label, language=language) for label in learned)
            )
            await bank.db.write(_teach, learned, language)
            bank.indexer.poke()
            bank.keeper.poke()
        await bank.indexer.settled()
        await bank.keeper.settled()
        yield bank


async def measure(bank: Team, tickets: Iterable[Ticket], limit: int = 10) -> Score:
    score = Score()
    for ticket in tickets:
        result: SuggestResult = await bank.ask(ticket.text, limit=limit)
        ranked = [each.answer.external_id for each in result.suggestions]
        score.add(ranked, ticket.label, result.confidence)
    return score


@asynccontextmanager
async def passages(folder: Path, corpus: Path, language: str) -> AsyncIterator[Team]:
    """A team whose articles are the passages of a retrieval corpus."""
    async with team(folder, EngineSettings(learning=False)) as house:
        if not await house.db.read(answers.all_numbers):
            documents = [
                article(row["title"] or row["_id"], row["text"], external_id=row["_id"], language=language)
                for row in _lines(corpus)
            ]
            await house.store(*documents, source="docs")
        await house.indexer.settled()
        yield house


def read_queries(folder: Path) -> list[Ticket]:
    """Read queries with the one passage that answers each."""
    relevant = dict(
        line.split("\t")[:2] for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]
    )
    return [Ticket(row["text"], relevant[row["_id"]]) for row in _lines(folder / "queries.jsonl")]


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _teach(conn: Connection, learned: Mapping[str, Sequence[str]], language: str) -> None:
    numbers = {
        card.external_id: card.number for card in answers.cards(conn, answers.all_numbers(conn)).values()
    }
    for label, texts in learned.items():
        for place, text in enumerate(texts):
            asked.add(conn, numbers[label], text, language, Origin.LEARNED, 1.0, f"q_{label}_{place}")
