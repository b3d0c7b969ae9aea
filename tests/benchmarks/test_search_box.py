"""How long each letter typed into the search box takes, beside the engine's own time for the same needles."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from sidecar.search.box.typed import needle_of
from sidecar.search.protocol import Scope
from sidecar.suggest import browse
from sidecar.suggest.engine import EngineSettings
from tests.benchmarks.corpus import articles, sentences
from tests.suggest.running import ADMIN, Team, team

PASSAGES = 10_000
TYPED = (
    "reset password", "pasword reset", "conversation settings", "how do i install the whatsapp integration",
    "postgresql databse", "create an api channel", "facebok messenger", '"docker compose" install',
    "is:unverified docker", "login", "sel host ubuntu server", "xyzzyq plugh",
)  # fmt: skip
#: The whole search may take this many times as long as its first query of the index, at the median.
BOUND = 12.0


@pytest.mark.benchmark
async def test_every_letter_typed_is_answered_at_once(tmp_path: Path, test_data: Path) -> None:
    pool = sentences(test_data / "docs" / "chatwoot-docs")
    async with team(tmp_path, EngineSettings(learning=False)) as house:
        documents = list(articles(pool, PASSAGES))
        for first in range(0, PASSAGES, 1000):
            await house.store(*documents[first : first + 1000])
        whole, raw = await house.db.read(_all, house)
    ratio = statistics.median(whole) / statistics.median(raw)
    print(
        f"\n{PASSAGES} passages, {len(whole)} beginnings of {len(TYPED)} queries, milliseconds of CPU:"
        f"\n  search      p50 {_at(whole, 50)}  p95 {_at(whole, 95)}  most {max(whole):.1f}"
        f"\n  index alone p50 {_at(raw, 50)}  p95 {_at(raw, 95)}   ratio {ratio:.1f}"
    )
    assert ratio < BOUND


def _all(conn: Connection, house: Team) -> tuple[list[float], list[float]]:
    beginnings = dict.fromkeys(query[:length] for query in TYPED for length in range(1, len(query) + 1))
    whole, raw = [], []
    for query in beginnings:
        page = browse.Page(query, limit=10)
        whole.append(_cpu(partial(browse.search, conn, house.index, page, ADMIN)))
        needle = needle_of(query, "en", house.index.languages())
        raw.append(_cpu(partial(house.index.find_needle, needle, Scope(), 10)))
    return whole, raw


def _cpu(work: Callable[[], object]) -> float:
    """Return the least of three, in milliseconds of this thread."""
    times = []
    for _ in range(3):
        started = time.thread_time()
        work()
        times.append((time.thread_time() - started) * 1000)
    return min(times)


def _at(times: Sequence[float], percentile: int) -> str:
    return f"{statistics.quantiles(times, n=100)[percentile - 1]:.1f}"
