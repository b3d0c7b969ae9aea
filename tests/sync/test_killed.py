"""A process that is killed in the middle of a run loses nothing that was stored, and the next run goes on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from connectors.folder import FolderConnector
from sidecar.knowledge import answers, documents, sources
from sidecar.knowledge.database import open_database
from sidecar.sync.host import Host
from sidecar.sync.summary import Summary
from tests.conftest import REPOSITORY

DOCUMENTS = 1500
SYNC = """
import asyncio, sys
from pathlib import Path
from connectors.folder import FolderConnector
from sidecar.knowledge import sources
from sidecar.knowledge.database import open_database
from sidecar.sync.host import Host
async def main():
    database = open_database(Path(sys.argv[1]))
    source = await database.read(sources.get, "files")
    await Host(database).run(source, FolderConnector, on_progress=lambda at: print(at.added, flush=True))
asyncio.run(main())
"""


def test_kill_in_the_middle_of_a_run(tmp_path: Path, empty_database: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(DOCUMENTS):
        (folder / f"{number:04}.md").write_text(
            f"# Title {number}\n\n" + "A sentence. " * 100, encoding="utf-8"
        )
    path = tmp_path / "cuecard.sqlite"
    path.write_bytes(empty_database.read_bytes())
    before, after, summary = asyncio.run(_kill_and_resume(path, folder))
    assert 0 < before < DOCUMENTS
    assert after == DOCUMENTS
    assert (summary.unchanged, summary.added, summary.complete) == (before, DOCUMENTS - before, True)


async def _kill_and_resume(path: Path, folder: Path) -> tuple[int, int, Summary]:
    database = await asyncio.to_thread(open_database, path)
    source = await database.write(sources.add, name="files", type="folder", config={"path": str(folder)})
    await asyncio.to_thread(_sync_until_half, path)
    before = len(await database.read(answers.all_numbers, source.id))
    assert await database.read(documents.count, source.id) == before, "a batch is there whole or not at all"
    host = Host(database)
    summary = await host.run(source, FolderConnector)
    after = len(await database.read(answers.all_numbers, source.id))
    await host.close()
    await asyncio.to_thread(database.close)
    return before, after, summary


def _sync_until_half(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SYNC, str(path)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if int(line) >= DOCUMENTS // 4:
                running.kill()
                break
        running.stdout.read()
