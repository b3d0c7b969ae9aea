"""The real sidecar with a data folder of its own, filled and paired by the command line, as users do it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.harness.processes import ready_server, run_python


@dataclass(frozen=True)
class Sidecar:
    """A running sidecar."""

    origin: str
    data_folder: Path

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.origin).port or 0

    async def cuecard(self, *arguments: str) -> str:
        """Run a `cuecard` command on its data folder; returns what it prints."""
        return await cuecard(self.data_folder, *arguments)

    async def report(self, *arguments: str) -> Any:
        """Run a command with `--json`; returns the answer."""
        return json.loads(await self.cuecard(*arguments, "--json"))

    async def pairing_code(self) -> str:
        """A fresh code, as `cuecard pair` shows it."""
        shown = await self.cuecard("pair")
        code = re.search(r"\b(\d{3})[ -]?(\d{3})\b", shown)
        assert code is not None, f"`cuecard pair` showed no code: {shown}"
        return code.group(1) + code.group(2)


async def cuecard(data_folder: Path, *arguments: str) -> str:
    """Run a `cuecard` command.

    Args:
        data_folder: for `--data-dir`.
        arguments: the command and its options.

    Returns:
        What it prints.
    """
    return await run_python("-m", "sidecar", "--data-dir", str(data_folder), *arguments)


@asynccontextmanager
async def sidecar(data_folder: Path, *, port: int = 0) -> AsyncIterator[Sidecar]:
    """Run `cuecard serve`.

    Args:
        data_folder: the data folder; made if missing.
        port: 0 takes a free one.

    Yields:
        The running sidecar.
    """
    arguments = ["-m", "sidecar", "--data-dir", str(data_folder), "serve", "--port", str(port)]
    async with ready_server(arguments) as origin:
        yield Sidecar(origin, data_folder)
