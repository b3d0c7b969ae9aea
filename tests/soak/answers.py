"""Half a million short documents in one sidecar: read, cut off and gone on with, and the admin's pages then.

Everything is the real thing in one process: the server on its socket, the source of files, the store, the
index. The run is stopped by ending the server, and goes on when it is started again.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web.admin.visitor import let_in
from tests.web.harness import Office, opened

#: The longest that an admin may wait for a page, in ms.
MOST_MS = 200.0
_ROUNDS = 5
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What the run came to: documents stored before and after it was cut off, and the ms of each page."""

    cut_at: int
    stored: int
    read_again: int
    pages: dict[str, float]


async def read_and_look(place: Path, files: Path, count: int) -> Found:
    """Read a folder of so many files in two goes and open the pages that show much of it.

    Args:
        place: Where the sidecar keeps its data.
        files: The folder.
        count: How many files are in it.
    """
    async with opened(place) as office:
        config = {"path": str(files)}
        added = await office.admin.post("/v1/sources", {"type": "folder", "name": "all", "config": config})
        assert added.status == 201, added.body
        await office.admin.post("/v1/sources/all/sync")
        cut_at = await _read(office, count // 4)
    async with opened(place) as office:
        ended = await office.sync("all")
        assert ended["state"] == "done", ended
        return Found(
            cut_at, ended["added"], ended["unchanged"], await _pages(office, str(ended["source_id"]))
        )


async def _read(office: Office, enough: int) -> int:
    """Wait until so many documents are stored; return how many are."""
    while True:
        source: Any = (await office.admin.get("/v1/sources/all")).body
        stored = int(source["counts"]["answers"])
        if stored >= enough:
            return stored
        await asyncio.sleep(_LOOK_SECONDS)


async def _pages(office: Office, source: str) -> dict[str, float]:
    """Return the median ms of pages that would show it if something were counted row by row.

    It is processor time, of which somebody who waits has a core's: what else the machine does is no matter.
    """
    visitor = await let_in(office)
    wanted = {
        "answers, page 100": "/answers?offset=4950",
        "the source": f"/sources/{source}",
        "its removal": f"/sources/{source}/remove",
        "a search": "/answers?q=refund+order",
    }
    return {name: await _median(visitor, path) for name, path in wanted.items()}


async def _median(visitor: Any, path: str) -> float:
    times = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        page = await visitor.get(path)
        times.append(1000 * (time.process_time() - began))
        assert page.status == 200, path
    return statistics.median(times)
