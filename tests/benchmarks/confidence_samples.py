"""What the model of confidence is fitted on: labelled tickets asked of teams of several kinds."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from sidecar.suggest import confidence
from sidecar.suggest.confidence import Features
from tests.benchmarks.buried import buried
from tests.benchmarks.figures.corpora import PARAPHRASES
from tests.benchmarks.figures.row import Bench
from tests.benchmarks.figures.vectors import Unavailable, fitted
from tests.benchmarks.labelled import (
    Ticket,
    examples,
    passages,
    read_queries,
    read_tickets,
    taught,
    with_vectors,
)
from tests.suggest.running import Team

Floats = NDArray[np.float64]

#: Every so many answers are left out, so that their tickets have none.
_LEFT_OUT = 0.25
#: Tickets asked of each team.
_TICKETS = 240
_BURIED = 120


@dataclass
class Sample:
    """Tickets asked of one team: what was known of the first suggestion, and whether it was right."""

    name: str
    rows: list[Features] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    answerable: list[bool] = field(default_factory=list)

    @property
    def values(self) -> Floats:
        return np.array(self.rows, dtype=float)

    @property
    def hits(self) -> NDArray[np.bool_]:
        return np.array(self.right, dtype=bool)


async def ask(name: str, house: Team, tickets: Sequence[Ticket]) -> Sample:
    """Ask a team; a ticket whose answer the team does not have has none."""
    sample = Sample(name)
    known: list[Features] = []

    def record(*arguments: object) -> float:
        known.append(confidence.features(*arguments))  # type: ignore[arg-type]
        return 0.5

    with mock.patch.object(confidence, "confidence", record):
        for ticket in tickets:
            known.clear()
            result = await house.ask(ticket.text, limit=5)
            if known:
                first = result.suggestions[0].answer.external_id
                sample.rows.append(known[0])
                sample.right.append(first == ticket.label)
                sample.answerable.append(ticket.label is not None)
    return sample


async def bank(data: Path, each: int | None, seed: int, vectors: Path | None = None) -> list[Sample]:
    """Banking77 without a part of its answers, as they are and hidden in long tickets."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    learned = examples(read_tickets(data / "learn.jsonl"), each, seed)
    gone = set(draw.sample(sorted(learned), int(_LEFT_OUT * len(learned))))
    kept = {label: texts for label, texts in learned.items() if label not in gone}
    tickets = draw.sample(read_tickets(data / "test.jsonl"), _TICKETS)
    asked = [Ticket(each.text, None if each.label in gone else each.label) for each in tickets]
    name = _named(f"{data.name} {'all' if each is None else each} ({seed})", vectors)
    with tempfile.TemporaryDirectory() as folder:
        async with taught(with_vectors(Path(folder), vectors), kept) as house:
            return [
                await ask(name, house, asked),
                await ask(f"{name} buried", house, [buried(each) for each in asked[:_BURIED]]),
            ]


async def whole(data: Path, vectors: Path | None = None, most: int = 600) -> Sample:
    """A set whose tickets without an answer are its own."""
    tickets = read_tickets(data / "test.jsonl")
    tickets = random.Random(5).sample(tickets, min(most, len(tickets)))  # noqa: S311 - a sample
    learned = examples(read_tickets(data / "learn.jsonl"), None, 1)
    with tempfile.TemporaryDirectory() as folder:
        async with taught(with_vectors(Path(folder), vectors), learned) as house:
            return await ask(_named(data.name, vectors), house, tickets)


async def documents(data: Path, strange: Sequence[Ticket], vectors: Path | None = None) -> Sample:
    """Questions to articles, nothing learned; questions about something else have no answer."""
    language = data.name.rpartition("-")[2]
    queries = random.Random(3).sample(read_queries(data), 150)  # noqa: S311 - a sample, not a secret
    with tempfile.TemporaryDirectory() as folder:
        place = with_vectors(Path(folder), vectors)
        async with passages(place, data / "corpus.jsonl", language) as house:
            return await ask(_named(data.name, vectors), house, [*queries, *strange])


async def gather(data: Path, vectors: Mapping[str, Path]) -> list[Sample]:
    """Ask everything that is fitted on, teams with word vectors (by the name of their data) too."""
    samples: list[Sample] = []
    for each, seed in ((0, 1), (0, 2), (10, 3), (10, 4), (None, 5)):
        samples += await bank(data / "banking77", each, seed)
    samples.append(await whole(data / "hint3-sofmattress"))
    strange = random.Random(9).sample(read_tickets(data / "banking77" / "test.jsonl"), 50)  # noqa: S311
    shop = random.Random(9).sample(read_tickets(data / "hint3-sofmattress" / "test.jsonl"), 50)  # noqa: S311
    others = [Ticket(each.text, None) for each in [*strange, *shop]]
    for language in ("de", "tr"):
        path = data / f"xquad-{language}"
        foreign = [Ticket(each.text, None) for each in read_queries(data / PARAPHRASES)[:60]]
        samples.append(await documents(path, foreign if language == "de" else others))
    if "banking77" in vectors:
        for each, seed in ((0, 1), (10, 3), (None, 5)):
            samples += await bank(data / "banking77", each, seed, vectors["banking77"])
    if "hint3-sofmattress" in vectors:
        samples.append(await whole(data / "hint3-sofmattress", vectors["hint3-sofmattress"]))
    if PARAPHRASES in vectors:
        foreign = [Ticket(each.text, None) for each in read_queries(data / "xquad-de")[:60]]
        samples.append(await documents(data / PARAPHRASES, foreign, vectors[PARAPHRASES]))
    return samples


def distilled(data: Path, scratch: Path) -> dict[str, Path]:
    """Return word vectors by the name of the data they were fitted to, those that can be had."""
    bench = Bench(data, scratch, sample=_TICKETS)
    found: dict[str, Path] = {}
    for name in ("banking77", "hint3-sofmattress", PARAPHRASES):
        try:
            found[name] = fitted(name, bench).folder
        except Unavailable as missing:
            print(f"NOT FITTED on teams with word vectors ({name}): {missing}", file=sys.stderr)
    return found


def _named(name: str, vectors: Path | None) -> str:
    return f"{name} with vectors" if vectors else name
