"""Runs `cuecard demo` as a user does, and reads what it prints."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.browser.harness.processes import REPOSITORY

SECONDS = 60


class Run:
    """A running `cuecard demo`; `lines` is what it has printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []

    async def until(self, beginning: str) -> str:
        """Read on to the line that begins so, and return it."""
        assert self.process.stdout is not None
        async with asyncio.timeout(SECONDS):
            async for raw in self.process.stdout:
                self.lines.append(raw.decode().rstrip("\n"))
                if self.lines[-1].startswith(beginning):
                    return self.lines[-1]
        raise AssertionError(f"The demonstration ended before it said {beginning!r}: {self.lines}")

    async def stop(self) -> int:
        """Press Ctrl+C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(SECONDS):
            rest, _ = await self.process.communicate()
        self.lines += rest.decode().splitlines()
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def demo(folder: Path, *arguments: str, **environment: str) -> AsyncIterator[Run]:
    """Start it on free ports with a data folder, without a screen unless `environment` names one."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    command = ["-m", "sidecar", "--data-dir", str(folder), "demo", "--port", "0", "--desk-port", "0"]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        *arguments,
        cwd=REPOSITORY,
        env={**kept, "PYTHONUNBUFFERED": "1", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Run(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
