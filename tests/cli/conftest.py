"""The command line as a user runs it: real processes with a data folder of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.web.harness import write_knowledge


@dataclass
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


@dataclass
class Desk:
    """A data folder with the command line over it."""

    data: Path
    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a command: nothing of Cuecard set but what the test sets."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CUECARD_")}
        return kept | {"PYTHONPATH": str(REPOSITORY), "PYTHONWARNINGS": "default"} | more

    def run(self, *arguments: str, stdin: str | bytes = b"", **environment: str) -> Done:
        """Run `cuecard` with this data folder; the working folder is the test's own."""
        sent = stdin.encode() if isinstance(stdin, str) else stdin
        ended = subprocess.run(
            [sys.executable, "-m", "sidecar", "--data-dir", str(self.data), *arguments],
            input=sent,
            capture_output=True,
            env=self.environment(**environment),
            cwd=self.folder,
            timeout=60,
            check=False,
        )
        return Done(
            ended.returncode, ended.stdout.decode("utf-8", "replace"), ended.stderr.decode("utf-8", "replace")
        )

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
        """Run `cuecard serve`; gives the process and the line it prints when it answers."""
        process = subprocess.Popen(
            [sys.executable, "-m", "sidecar", "--data-dir", str(self.data), "serve", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(),
            cwd=self.folder,
        )
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)

    def stock(self) -> None:
        """Add and read the sources that the tests speak of."""
        write_knowledge(self.folder)
        assert self.run("source", "add", "folder", "--name", "docs", "--set", "path=docs").code == 0
        assert self.run("source", "add", "replies", "--name", "macros", "--set", "path=replies.csv").code == 0
        assert self.run("sync").code == 0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty data folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    return Desk(tmp_path / "data", folder)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A running server that has read three documents and two replies; shared by the tests of a module."""
    folder = tmp_path_factory.mktemp("stocked")
    made = Desk(folder / "data", folder)
    with made.serving("--port", "0"):
        made.stock()
        yield made
