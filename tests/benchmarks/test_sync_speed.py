"""How fast a folder comes in, is passed over when nothing changed, and what requests feel meanwhile."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from connectors.folder import FolderConnector
from sidecar.knowledge import sources
from sidecar.knowledge.database import open_database
from sidecar.sync.host import Host

DOCUMENTS = 10_000
SENTENCE = "Write to our support desk within thirty days and name the number of your order. "

pytestmark = pytest.mark.benchmark


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten thousand Markdown files of 3 kB, each its own."""
    for number in range(DOCUMENTS):
        place = tmp_path / "files" / f"section {number % 100}"
        place.mkdir(parents=True, exist_ok=True)
        paragraphs = "\n\n".join(f"## Part {part}\n\n{SENTENCE * 8}" for part in range(4))
        (place / f"article {number}.md").write_text(f"# Article {number}\n\n{paragraphs}\n", encoding="utf-8")
    return tmp_path / "files"


def test_ingest_and_unchanged_sync(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, again, lags = asyncio.run(_measure(folder, tmp_path))
    with capsys.disabled():
        print(f"\ningest {DOCUMENTS / first:.0f} documents/s; {DOCUMENTS} unchanged in {again:.2f} s")
        median, late = lags[len(lags) // 2], lags[int(len(lags) * 0.99)]
        print(f"event loop during ingest: p50 {median:.1f} ms late, p99 {late:.1f} ms")
    assert DOCUMENTS / first > 250, "half the bar of 500/s, which holds for a core of one's own"
    assert again < first / 5
    assert again < 2.0


async def _measure(folder: Path, tmp_path: Path) -> tuple[float, float, list[float]]:
    database = await asyncio.to_thread(open_database, tmp_path / "cuecard.sqlite")
    host = Host(database)
    source = await database.write(sources.add, name="files", type="folder", config={"path": str(folder)})
    lags: list[float] = []
    beat = asyncio.create_task(_beat(lags))
    times = []
    for expected in ("added", "unchanged"):
        began = time.perf_counter()
        summary = await host.run(source, FolderConnector)
        times.append(time.perf_counter() - began)
        assert getattr(summary, expected) == DOCUMENTS
        beat.cancel()
    await host.close()
    await asyncio.to_thread(database.close)
    return times[0], times[1], sorted(lags)


async def _beat(lags: list[float]) -> None:
    """Measure how late the event loop wakes us, in milliseconds: that is what a request would wait."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        lags.append((time.perf_counter() - began - 0.005) * 1000)
