"""Keeps the classifier that counts, and has it fitted anew once enough was learned since."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from sidecar.knowledge.database import Database
from sidecar.search.semantic.current import CurrentVectors
from sidecar.suggest.classifier import training
from sidecar.suggest.classifier.model import Fitted, load

_log = logging.getLogger(__name__)

#: So many changes since the last fitting, and such a share of what it was fitted to, make a new one due.
_FEWEST_CHANGES = 20
_SHARE = 0.1
#: Seconds of quiet before fitting begins, for questions come in bursts; and longest wait.
_QUIET, _PATIENCE = 1.0, 20.0
#: Seconds before a failed fitting is tried again.
_PAUSE = 300.0


class FittingFailed(Exception):  # noqa: N818 - named for what it says
    """The process that fits ended in an error. What was fitted before goes on to count."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the keeper's files are: the fitted classifier, and the folder of the word vectors."""

    file: Path
    semantic: Path


class Keeper:
    """Has the classifier of one server. `fitted` may be read from any thread."""

    def __init__(self, db: Database, where: Places, vectors: CurrentVectors) -> None:
        """Keep a classifier of the questions in `db`, fitted with the word vectors that count."""
        self.fitted: Fitted | None = None
        self._db = db
        self._where = where
        self._vectors = vectors
        self._wake = asyncio.Event()
        self._settled = asyncio.Condition()
        self._busy = True
        self._forgot = 0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Load what was fitted before and begin to look for what was learned since."""
        self.fitted = await asyncio.to_thread(load, self._where.file)
        self._task = asyncio.create_task(self._run(), name="cuecard-classifier")
        self._wake.set()

    def poke(self) -> None:
        """Say that something was learned or taken back."""
        self._busy = True
        self._wake.set()

    async def forget(self) -> None:
        """Drop the classifier: what it was fitted to was erased. A new one is fitted to what is left."""
        self._forgot += 1
        self.fitted = None
        await asyncio.to_thread(self._where.file.unlink, missing_ok=True)
        self.poke()

    async def settled(self) -> None:
        """Wait until nothing is due or being fitted."""
        if self._task is None:
            return
        async with self._settled:
            await self._settled.wait_for(lambda: not self._busy)

    async def close(self) -> None:
        """Stop; a fitting under way is given up."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            await self._quiet()
            try:
                await self._catch_up()
            except Exception as error:  # noqa: BLE001 - the task must live: the next fitting may succeed
                _log.warning("What was learned could not be fitted: %s", error)
                asyncio.get_running_loop().call_later(_PAUSE, self._wake.set)
            async with self._settled:
                self._busy = self._wake.is_set()
                self._settled.notify_all()

    async def _catch_up(self) -> None:
        reached = -1
        while await self._db.read(self._is_due):
            await self._fit()
            if self.fitted is not None and self.fitted.seq == reached:
                return
            reached = self.fitted.seq if self.fitted is not None else -1

    async def _quiet(self) -> None:
        until = asyncio.get_running_loop().time() + _PATIENCE
        while self._wake.is_set() and asyncio.get_running_loop().time() < until:
            self._wake.clear()
            # Not `wait_for`: under Python 3.11 it can lose a cancellation that comes with the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_QUIET):
                    await self._wake.wait()
        self._wake.clear()

    def _is_due(self, conn: Connection) -> bool:
        there = training.questions_that_count(conn)
        if there < training.FEWEST:
            self.fitted = None
            return False
        known = self.fitted
        if known is None or known.vectors != self._name_of_vectors():
            return True
        return training.changes_since(conn, known.seq) >= max(_FEWEST_CHANGES, _SHARE * known.questions)

    def _name_of_vectors(self) -> str:
        current = self._vectors.vectors
        return "" if current is None else current.name

    async def _fit(self) -> None:
        forgot = self._forgot
        url = self._db.engine.url.render_as_string(hide_password=False)
        job = training.Job(url, str(self._where.file), str(self._where.semantic))
        await asyncio.to_thread(self._where.file.parent.mkdir, parents=True, exist_ok=True)
        errors = await _process(training.as_input(job))
        if forgot != self._forgot:
            await asyncio.to_thread(self._where.file.unlink, missing_ok=True)
            return
        fitted = await asyncio.to_thread(load, self._where.file)
        if errors is not None or fitted is None:
            raise FittingFailed(errors or "no classifier was written")
        self.fitted = fitted


async def _process(job: bytes) -> str | None:
    """Run a fitting to its end; returns the last thing it complained of, if it failed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        training.__name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        _, complaints = await process.communicate(job)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode == 0:
        return None
    lines = complaints.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"the process ended with {process.returncode}"
