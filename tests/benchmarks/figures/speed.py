"""How long a suggestion takes in a large team, in ms of one core: building and asking are two processes."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from tests.benchmarks.figures.row import Bench, Measure, Measured
from tests.conftest import REPOSITORY


def latency(passages: int) -> Measure:
    """Return what measures p50 / p95 at so many passages, a tenth as many learned questions, long tickets."""

    async def run(bench: Bench, vectors: Path | None) -> Measured:
        folder = bench.place(f"passages {passages}", vectors)
        docs = bench.data.parent / "docs" / "chatwoot-docs"
        # What a server holds is not what a first import held.
        if not (folder / "knowledge.db").exists():
            await scale("build", str(folder), str(docs), str(passages), str(passages // 10))
        told = json.loads((await scale("ask", str(folder), str(docs))).splitlines()[-1])
        return Measured((told["p50"], told["p95"]), 0, whole=True)

    return run


async def scale(*arguments: str) -> str:
    """Run `tests.benchmarks.scale` in a process of its own and return what it prints.

    Raises:
        RuntimeError: it failed; it has said why on standard error.
    """
    command = (sys.executable, "-m", "tests.benchmarks.scale", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=REPOSITORY, stdout=asyncio.subprocess.PIPE)
    printed, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return printed.decode()
