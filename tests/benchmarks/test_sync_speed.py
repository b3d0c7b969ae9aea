"""How fast a folder comes in, is passed over when nothing changed, and what requests feel meanwhile."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from connectors.folder import FolderConnector
from connectors.model import Document, Kind
from connectors.parsing.formats import read_file
from sidecar.knowledge import sources
from sidecar.knowledge.database import open_database
from sidecar.knowledge.preparation import prepare
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
    bare = _bare_rate(folder)
    first, again, lags = asyncio.run(_measure(folder, tmp_path))
    with capsys.disabled():
        print(f"\nread and prepared {bare:.0f} documents/s; with storing {DOCUMENTS / first:.0f}")
        print(f"{DOCUMENTS} unchanged in {again:.2f} s")
        median, late = lags[len(lags) // 2], lags[int(len(lags) * 0.99)]
        print(f"event loop during ingest: p50 {median:.1f} ms late, p99 {late:.1f} ms")
    assert DOCUMENTS / first > bare / 4, "the run costs a few times what its documents cost"
    assert again < first / 5
    assert again < 2.0


def _bare_rate(folder: Path) -> float:
    """Documents per second with nothing but reading and preparing, on this machine at this moment."""
    files = sorted(folder.rglob("*.md"))[:500]
    began = time.perf_counter()
    for file in files:
        parsed = read_file(str(file), ".md")
        document = Document(
            external_id=file.name,
            kind=Kind.ARTICLE,
            title=parsed.title or "",
            body=parsed.body,
            body_format=parsed.body_format,
        )
        prepare(document)
    return len(files) / (time.perf_counter() - began)


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
