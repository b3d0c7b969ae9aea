"""Builds a large team in a folder, or asks one and prints what it takes; run as a module by `test_scale`."""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import psutil
from sqlalchemy import Connection

from sidecar.collecting import collect_seldom
from sidecar.knowledge import answers, asked
from sidecar.knowledge.model import Origin
from sidecar.search.protocol import Scope
from sidecar.suggest import scoring
from sidecar.suggest.conversation import read
from sidecar.suggest.engine import EngineSettings
from sidecar.suggest.units import Asking, asking_of
from tests.benchmarks.corpus import articles, sentences, tickets
from tests.suggest.running import ADMIN, Team, team, ticket

_BATCH = 1000
_TICKETS = 200


async def build(folder: Path, docs: Path, passages: int, questions: int) -> None:
    pool = sentences(docs)
    started = time.process_time()
    async with team(folder, EngineSettings(learning=False)) as house:
        documents = articles(pool, passages)
        while batch := list(islice(documents, _BATCH)):
            await house.store(*batch)
        await house.db.write(_teach, pool, questions)
        house.indexer.poke()
        await house.indexer.caught_up()
        seconds = time.process_time() - started
        print(f"{house.index.counts()} built in {seconds:.0f} s of CPU, {resident():.0f} MB")


async def ask(folder: Path, docs: Path) -> None:
    texts = tickets(sentences(docs), _TICKETS)
    marks = {"imports": resident()}
    collect_seldom()
    async with team(folder, EngineSettings(learning=False)) as house:
        marks["open"] = resident()
        # The state that a server is in most of the time: what was learned is fitted, the index tidy.
        await asyncio.to_thread(house.index.tidy)
        await house.keeper.settled()
        await house.engine.warm_up()
        marks["warm"] = resident()
        whole, raw = await house.db.read(_all, house, texts)
        gc.collect()
        marks["asked"] = resident()
        for text in texts[:40]:
            await house.ask(text)
        marks["from several threads"] = resident()
    print("resident MB:", {name: round(value) for name, value in marks.items()})
    ratio = statistics.median(whole) / statistics.median(raw)
    print(
        f"suggestion p50 {_at(whole, 50):.1f}  p95 {_at(whole, 95):.1f} ms of CPU; raw searches p50"
        f" {_at(raw, 50):.1f}  p95 {_at(raw, 95):.1f}; ratio {ratio:.2f}"
    )
    print(json.dumps({"resident": max(marks.values()), "p50": _at(whole, 50), "p95": _at(whole, 95)}))


def resident() -> float:
    """Return the resident memory of this process in MB."""
    return float(psutil.Process().memory_info().rss) / 1e6


def _all(conn: Connection, house: Team, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    whole: list[float] = []
    raw: list[float] = []
    for text in texts:
        asked_for = ticket(text)
        whole.append(_cpu(partial(house.engine._suggest, conn, asked_for, ADMIN, 5, explain=False)))
        asking = asking_of(read(asked_for), asked_for, "en", house.index)
        raw.append(_cpu(partial(_search, house, asking)))
    return whole, raw


def _search(house: Team, asking: Asking) -> None:
    index, scope = house.index, Scope()
    index.find_passages(asking.whole, scope, scoring.PASSAGES)
    for unit in asking.units:
        index.find_asked(unit.sought, scope, scoring.NEAREST)
        index.find_profiles(unit.sought, scope, scoring.PROFILES)


def _teach(conn: Connection, pool: Sequence[str], questions: int) -> None:
    numbers = answers.all_numbers(conn)
    for place in range(questions):
        text = pool[place % len(pool)]
        asked.add(conn, numbers[place * 3], f"{text} {place}", "en", Origin.LEARNED, 1.0, f"q{place}")


def _cpu(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return (time.thread_time() - started) * 1000


def _at(times: Sequence[float], percentile: int) -> float:
    return statistics.quantiles(times, n=100)[percentile - 1]


if __name__ == "__main__":
    step, folder, docs = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    asyncio.run(
        build(folder, docs, int(sys.argv[4]), int(sys.argv[5])) if step == "build" else ask(folder, docs)
    )
