"""The first days of a team: every ticket is asked, then the right answer inserted, which teaches."""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from tests.benchmarks.figures.banking import NAME
from tests.benchmarks.figures.row import Bench, Measured
from tests.benchmarks.labelled import Ticket, read_tickets, taught
from tests.suggest.running import Team

#: Cumulative hit@3 is told after so many tickets; with word vectors, which tell most at first, at two.
_MARKS: tuple[int, ...] = (100, 1_000, 5_000)
_MARKS_OF_VECTORS = _MARKS[:2]
_ORDERS = (1, 2, 3)


async def stream(bench: Bench, vectors: Path | None) -> Measured:
    """Measure the share of tickets whose answer was among the first three, from the first ticket on."""
    longest = _MARKS if vectors is None else _MARKS_OF_VECTORS
    marks = longest if bench.sample is None else _MARKS[:1]
    tickets = read_tickets(bench.data / NAME / "learn.jsonl")
    nothing: dict[str, list[str]] = {label: [] for label in sorted({each.label or "" for each in tickets})}
    async with AsyncExitStack() as stack:
        followed = []
        for order in _ORDERS:
            drawn = random.Random(order).sample(tickets, marks[-1])  # noqa: S311 - a sample, not a secret
            folder = bench.place(f"stream {order}", vectors)
            house = await stack.enter_async_context(taught(folder, nothing, learning=True))
            followed.append(_follow(house, drawn, marks))
        # Side by side: each mostly waits for the disk, and for quiet before the classifier is fitted.
        runs = await asyncio.gather(*followed)
    values = tuple(statistics.mean(each) for each in zip(*runs, strict=True))
    return Measured(values, len(_ORDERS) * marks[0], bench.sample is None)


async def _follow(house: Team, tickets: Sequence[Ticket], marks: Sequence[int]) -> list[float]:
    hits, told = 0, []
    for place, ticket in enumerate(tickets, start=1):
        label = ticket.label or ""
        result = await house.ask(ticket.text)
        hits += label in [each.answer.external_id for each in result.suggestions[:3]]
        await house.insert(result, label)
        await _settle(house)
        if place in marks:
            told.append(100 * hits / place)
    return told


async def _settle(house: Team) -> None:
    """Wait for what comes of an insertion by itself, as it would between two tickets: so runs repeat."""
    await house.indexer.settled()
    if await house.db.read(house.keeper._is_due):
        await house.keeper.settled()
