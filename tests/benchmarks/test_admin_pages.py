"""How long the admin's pages take with 100,000 answers in 60 sources: each under 200 ms.

Run with `CUECARD_FULL_BENCHMARKS=1`: filling takes minutes. `CUECARD_BENCHMARK_ANSWERS` says how many.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Connection

from connectors.model import Document
from sidecar.knowledge import answers, documents, ingest, judging, runs, sources
from tests.benchmarks.corpus import articles, sentences
from tests.web.admin.visitor import Visitor, let_in
from tests.web.harness import opened

ANSWERS = int(os.environ.get("CUECARD_BENCHMARK_ANSWERS", "100000"))
SOURCES = 60
#: Of all answers, so many are in the first source.
LARGEST = 0.5
BAR_MS = 200.0
ROUNDS = 5


@pytest.mark.benchmark
@pytest.mark.timeout(3600)
@pytest.mark.skipif(
    os.environ.get("CUECARD_FULL_BENCHMARKS") != "1", reason="takes minutes: CUECARD_FULL_BENCHMARKS=1"
)
async def test_each_page_is_there_at_once_with_many_answers(
    tmp_path: Path, test_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened(tmp_path) as office:
        database = office.server.services.database
        everything = articles(sentences(test_data / "docs" / "chatwoot-docs"), ANSWERS)
        largest = await database.write(_add_sources)
        for share, source in _shares(largest):
            left = share
            while batch := list(islice(everything, min(1000, left))):
                left -= len(batch)
                await database.write(_store, source, batch)
        await database.write(_note_trouble, largest[0])
        await office.server.services.caught_up()
        found = (await office.admin.get("/v1/search", params={"q": "kb7"})).body["results"][0]
        visitor = await let_in(office)
        slow = {}
        for name, path in _pages(largest[0], str(found["answer_id"])).items():
            median, size = await _time(visitor, path)
            with capsys.disabled():
                print(f"  {name:<24} {median:6.1f} ms  {size / 1000:6.1f} kB")
            if median > BAR_MS:
                slow[name] = median
    assert slow == {}


def _pages(source: str, answer: str) -> dict[str, str]:
    return {
        "overview": "/",
        "sources": "/sources",
        "sources, attention": "/sources?only=attention&sort=answers",
        "one source": f"/sources/{source}",
        "its answers": f"/sources/{source}/answers",
        "its answers, far in": f"/sources/{source}/answers?before={ANSWERS // 4}",
        "what failed": f"/sources/{source}/failures",
        "what is held": f"/sources/{source}/held",
        "its removal": f"/sources/{source}/remove",
        "its settings": f"/sources/{source}/settings",
        "all answers": "/answers",
        "answers, page 100": "/answers?offset=4950",
        "a search": "/answers?q=how+to+configure+the+server",
        "a search in a source": f"/answers?q=configure&source={source}",
        "verified ones": "/answers?trust=verified",
        "the archive": "/answers/archived",
        "one answer": f"/answers/{answer}",
        "writing": "/answers/new",
        "ranking": "/ranking",
    }


def _shares(ids: list[str]) -> list[tuple[int, str]]:
    first = int(ANSWERS * LARGEST)
    rest = (ANSWERS - first) // (len(ids) - 1)
    return [(first, ids[0]), *((rest, source) for source in ids[1:])]


async def _time(visitor: Visitor, path: str) -> tuple[float, int]:
    """Return the median time of a page in ms, and its size in bytes."""
    times, size = [], 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        page = await visitor.get(path)
        times.append(1000 * (time.perf_counter() - started))
        assert page.status == 200, path
        size = len(page.body)
    return statistics.median(times), size


def _add_sources(conn: Connection) -> list[str]:
    return [
        sources.add(conn, name=f"Source {number:02}", type="folder", config={"path": "/nowhere"}).id
        for number in range(SOURCES)
    ]


def _store(conn: Connection, source: str, batch: list[Document]) -> None:
    now = datetime.now(UTC)
    run = runs.start(conn, source, now)
    ingest.store_batch(conn, source, [(ingest.prepare(document), "f") for document in batch], run, now)
    runs.finish(conn, run, {"added": len(batch)}, now, complete=True)


def _note_trouble(conn: Connection, source: str) -> None:
    """Let a source have verified answers, failures and deletions that wait."""
    now = datetime.now(UTC)
    run = runs.start(conn, source, now)
    for number in answers.all_numbers(conn, source)[:500]:
        judging.verify(conn, number, "Ada", now)
    failed = [(f"broken{number}.pdf", "It is damaged.", False, None) for number in range(2000)]
    documents.record_failures(conn, source, failed, run, now)
    some = list(documents.fingerprints(conn, source))[: int(ANSWERS * 0.1)]
    documents.mark_not_seen(conn, source, some, now)
    runs.finish(conn, run, {"unchanged": 1}, now, complete=True, held=len(some))
