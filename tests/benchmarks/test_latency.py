"""How long a suggestion takes at 10,000 passages, beside the engine's own time for the same queries."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from sidecar.knowledge import answers, asked
from sidecar.knowledge.model import Origin
from sidecar.search.protocol import Scope
from sidecar.suggest import scoring
from sidecar.suggest.conversation import read
from sidecar.suggest.engine import EngineSettings
from sidecar.suggest.units import Asking, asking_of
from tests.benchmarks.corpus import articles, sentences, tickets
from tests.suggest.running import ADMIN, Team, team, ticket

PASSAGES = 10_000
QUESTIONS = 2_000
#: The whole request may take this many times as long as its searches alone.
BOUND = 4.0


@pytest.mark.benchmark
async def test_a_suggestion_costs_little_more_than_its_searches(tmp_path: Path, test_data: Path) -> None:
    pool = sentences(test_data / "docs" / "chatwoot-docs")
    async with team(tmp_path, EngineSettings(learning=False)) as house:
        started = time.perf_counter()
        documents = list(articles(pool, PASSAGES))
        for first in range(0, PASSAGES, 1000):
            await house.store(*documents[first : first + 1000])
        await house.db.write(_teach, pool)
        house.indexer.poke()
        await house.indexer.caught_up()
        built = time.perf_counter() - started
        texts = tickets(pool, 60)
        await house.db.read(_all, house, texts[:10])
        whole, raw = await house.db.read(_all, house, texts)
    words = statistics.mean(len(text.split()) for text in texts)
    ratio = statistics.median(whole) / statistics.median(raw)
    print(
        f"\n{PASSAGES} passages, {QUESTIONS} questions (built in {built:.0f} s), tickets of"
        f" {words:.0f} words:"
        f"\n  suggestion  p50 {_ms(whole, 50)}  p95 {_ms(whole, 95)} ms"
        f"\n  raw search  p50 {_ms(raw, 50)}  p95 {_ms(raw, 95)} ms   ratio {ratio:.2f}"
    )
    assert ratio < BOUND


def _all(conn: Connection, house: Team, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    whole: list[float] = []
    raw: list[float] = []
    for text in texts:
        asked_for = ticket(text)
        whole.append(_timed(partial(house.engine._suggest, conn, asked_for, ADMIN, 5, explain=False)))
        asking = asking_of(read(asked_for), asked_for, "en", house.index)
        raw.append(_timed(partial(_search, house, asking)))
    return whole, raw


def _search(house: Team, asking: Asking) -> None:
    """Ask the engine what a suggestion asks it, and nothing else."""
    index, scope = house.index, Scope()
    index.find_passages(asking.whole, scope, scoring.PASSAGES)
    for unit in asking.units:
        index.find_asked(unit.sought, scope, scoring.NEAREST)
        index.find_profiles(unit.sought, scope, scoring.PROFILES)


def _teach(conn: Connection, pool: Sequence[str]) -> None:
    numbers = answers.all_numbers(conn)
    for place in range(QUESTIONS):
        text = pool[place % len(pool)]
        asked.add(conn, numbers[place * 3], f"{text} {place}", "en", Origin.LEARNED, 1.0, f"q{place}")


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _ms(times: Sequence[float], percentile: int) -> str:
    return f"{statistics.quantiles(times, n=100)[percentile - 1]:.1f}"
