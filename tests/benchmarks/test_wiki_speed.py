"""How many pages a second come out of a wiki's dump, read and stored, and what a large page costs."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from connectors.mediawiki.connector import MediaWikiConnector
from connectors.mediawiki.wikitext import Surroundings, convert_all
from sidecar.knowledge import sources
from sidecar.knowledge.database import open_database
from sidecar.sync.host import Host
from tests.soak import sources as making

PAGES = 1500

pytestmark = pytest.mark.benchmark


def test_pages_of_a_dump(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    making.mediawiki_dump(tmp_path / "dump.xml", PAGES, 1, 3_000)
    bare = _bare_rate(tmp_path)
    first, again = asyncio.run(_measure(tmp_path))
    with capsys.disabled():
        print(f"\nconverted {bare:.0f} pages/s of 3 kB; read and stored {PAGES / first:.0f}")
        print(f"{PAGES} unchanged pages in {again:.2f} s")
    assert PAGES / first > bare / 8, "reading and storing cost a few times what converting costs"
    assert again < first / 2


def _bare_rate(tmp_path: Path) -> float:
    """Pages per second with nothing but converting their text, on this machine at this moment."""
    text = (tmp_path / "dump.xml").read_text(encoding="utf-8")
    pages = [part.partition("</text>")[0] for part in text.split("<text>")[1:300]]
    began = time.perf_counter()
    convert_all([("Page", page) for page in pages], Surroundings())
    return len(pages) / (time.perf_counter() - began)


async def _measure(tmp_path: Path) -> tuple[float, float]:
    database = await asyncio.to_thread(open_database, tmp_path / "knowledge.sqlite3")
    host = Host(database)
    try:
        config = {"path": str(tmp_path / "dump.xml")}
        source = await database.write(sources.add, name="wiki", type="mediawiki", config=config)
        seconds = []
        for _ in range(2):
            began = time.perf_counter()
            summary = await host.run(source, MediaWikiConnector)
            seconds.append(time.perf_counter() - began)
            assert summary.added + summary.unchanged == PAGES
        return seconds[0], seconds[1]
    finally:
        await host.close()
        await asyncio.to_thread(database.close)
