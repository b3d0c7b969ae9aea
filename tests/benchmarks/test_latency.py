"""How long a suggestion takes at 10,000 passages, beside the engine's own time for all their words."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from sidecar.suggest.engine import EngineSettings
from tests.benchmarks.corpus import articles, sentences, tickets
from tests.benchmarks.timing import at, teach, time_all
from tests.suggest.running import team

PASSAGES = 10_000
QUESTIONS = 2_000
#: The whole request may take this many times as long as its searches alone.
BOUND = 3.5


@pytest.mark.benchmark
async def test_a_suggestion_costs_little_more_than_its_searches(tmp_path: Path, test_data: Path) -> None:
    pool = sentences(test_data / "docs" / "chatwoot-docs")
    async with team(tmp_path, EngineSettings(learning=False)) as house:
        started = time.perf_counter()
        documents = list(articles(pool, PASSAGES))
        for first in range(0, PASSAGES, 1000):
            await house.store(*documents[first : first + 1000])
        await house.db.write(teach, pool, QUESTIONS)
        house.indexer.poke()
        await house.indexer.caught_up()
        built = time.perf_counter() - started
        texts = tickets(pool, 60)
        await house.db.read(time_all, house, texts[:10], time.perf_counter)
        whole, raw = await house.db.read(time_all, house, texts, time.perf_counter)
    words = statistics.mean(len(text.split()) for text in texts)
    ratio = statistics.median(whole) / statistics.median(raw)
    print(
        f"\n{PASSAGES} passages, {QUESTIONS} questions (built in {built:.0f} s), tickets of"
        f" {words:.0f} words:"
        f"\n  suggestion  p50 {at(whole, 50):.1f}  p95 {at(whole, 95):.1f} ms"
        f"\n  raw search  p50 {at(raw, 50):.1f}  p95 {at(raw, 95):.1f} ms   ratio {ratio:.2f}"
    )
    assert ratio < BOUND
