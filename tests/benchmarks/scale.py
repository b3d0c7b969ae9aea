"""Builds a large team in a folder, or asks one and prints what it takes; run as a module.

`python -m tests.benchmarks.scale build FOLDER DOCS PASSAGES QUESTIONS`, then `... ask FOLDER DOCS`. Word
vectors count if they lie in FOLDER before the team is built.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import sys
import time
from itertools import islice
from pathlib import Path

import psutil

from sidecar.collecting import collect_seldom
from sidecar.suggest.engine import EngineSettings
from tests.benchmarks.corpus import articles, sentences, tickets
from tests.benchmarks.timing import at, teach, time_all
from tests.suggest.running import team

_BATCH = 1000
_TICKETS = 200


async def build(folder: Path, docs: Path, passages: int, questions: int) -> None:
    pool = sentences(docs)
    started = time.process_time()
    async with team(folder, EngineSettings(learning=False)) as house:
        documents = articles(pool, passages)
        while batch := list(islice(documents, _BATCH)):
            await house.store(*batch)
        await house.db.write(teach, pool[::2], questions)
        house.indexer.poke()
        await house.indexer.settled()
        seconds = time.process_time() - started
        print(f"{house.index.counts()} built in {seconds:.0f} s of CPU, {resident():.0f} MB")


async def ask(folder: Path, docs: Path) -> None:
    """Ask tickets of which about half was asked before, and tickets of which nothing was."""
    pool = sentences(docs)
    kinds = {"asked before": tickets(pool, _TICKETS), "never asked": tickets(pool[1::2], _TICKETS)}
    marks = {"imports": resident()}
    collect_seldom()
    async with team(folder, EngineSettings(learning=False)) as house:
        marks["open"] = resident()
        # The state that a server is in most of the time: what was learned is fitted, the index tidy.
        await asyncio.to_thread(house.index.tidy)
        await house.keeper.settled()
        await house.engine.warm_up()
        marks["warm"] = resident()
        told: dict[str, float] = {}
        for kind, texts in kinds.items():
            whole, raw = await house.db.read(time_all, house, texts, time.thread_time)
            ratio = statistics.median(whole) / statistics.median(raw)
            print(
                f"{kind}: suggestion p50 {at(whole, 50):.1f}  p95 {at(whole, 95):.1f} ms of CPU; raw searches"
                f" p50 {at(raw, 50):.1f}  p95 {at(raw, 95):.1f}; ratio {ratio:.2f}"
            )
            told = {name: max(value, told.get(name, 0.0)) for name, value in _percentiles(whole).items()}
        gc.collect()
        marks["asked"] = resident()
        for text in kinds["asked before"][:40]:
            await house.ask(text)
        marks["from several threads"] = resident()
    print("resident MB:", {name: round(value) for name, value in marks.items()})
    print(json.dumps({"resident": max(marks.values()), **told}))


def _percentiles(times: list[float]) -> dict[str, float]:
    return {"p50": at(times, 50), "p95": at(times, 95)}


def resident() -> float:
    """Return the resident memory of this process in MB."""
    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    step, folder, docs = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    asyncio.run(
        build(folder, docs, int(sys.argv[4]), int(sys.argv[5])) if step == "build" else ask(folder, docs)
    )
