"""Banking77: 77 answers known by their titles, and what is learned from past tickets."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.benchmarks.buried import buried
from tests.benchmarks.figures.row import Bench, Measure, Measured
from tests.benchmarks.labelled import examples, measure, read_tickets, taught
from tests.benchmarks.several import cover, several

NAME = "banking77"
#: Long tickets take longer, and a sample of them tells as much.
_LONG = 300
_SEVERAL = 200
_ALL_DRAW = 7


def among_first(each: int | None) -> Measure:
    """Return what measures first / first three with so many examples an answer, all of them for `None`."""

    async def run(bench: Bench, vectors: Path | None) -> Measured:
        asked = bench.pick(read_tickets(bench.data / NAME / "test.jsonl"))
        scores: list[tuple[float, float]] = []
        for draw in bench.draws() if each else (_ALL_DRAW,):
            learned = examples(read_tickets(bench.data / NAME / "learn.jsonl"), each, draw)
            async with taught(bench.place(_team(each, draw), vectors), learned) as house:
                score = await measure(house, asked)
            scores.append((score.hit1, score.hit3))
        first, third = (statistics.mean(each) for each in zip(*scores, strict=True))
        return Measured((first, third), len(asked), bench.sample is None)

    return run


async def hidden(bench: Bench, vectors: Path | None) -> Measured:
    """Measure first / first three of questions inside long tickets, all past tickets learned."""
    asked = bench.pick(read_tickets(bench.data / NAME / "test.jsonl"), _LONG)
    async with taught(bench.place(_team(None, _ALL_DRAW), vectors), _everything(bench)) as house:
        score = await measure(house, [buried(ticket) for ticket in asked])
    return Measured((score.hit1, score.hit3), len(asked), bench.sample is None)


def questions(count: int) -> Measure:
    """Return what measures in how many tickets of several questions all are answered in three / five."""

    async def run(bench: Bench, vectors: Path | None) -> Measured:
        tickets = read_tickets(bench.data / NAME / "test.jsonl")
        async with taught(bench.place(_team(None, _ALL_DRAW), vectors), _everything(bench)) as house:
            covered = await cover(house, several(tickets, _SEVERAL, count, "en"))
        # Of these tickets there are only so many; they are made, not drawn from more.
        return Measured((covered.in3, covered.in5), covered.tickets, whole=True)

    return run


def _everything(bench: Bench) -> dict[str, list[str]]:
    return examples(read_tickets(bench.data / NAME / "learn.jsonl"), None, _ALL_DRAW)


def _team(each: int | None, draw: int) -> str:
    return f"{NAME} {'all' if each is None else each} {draw}"
