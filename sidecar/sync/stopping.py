"""Ending a run before its time, in order: what was read until then is stored first."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sidecar.knowledge.runs import Ending

#: What is said of a run that ended before its time.
SENTENCES = {
    Ending.STOPPED: "The run was stopped. What was read until then is kept; the next run goes on from there.",
    Ending.PAUSED: "The run was paused. It goes on from there when the source is resumed.",
    Ending.CANCELLED: "The run was cancelled. What was read until then is kept.",
}


@dataclass(slots=True)
class Stop:
    """A wish to end a run. `ending` is how it is then said to have ended."""

    ending: Ending = Ending.CANCELLED
    _asked: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self, ending: Ending = Ending.CANCELLED) -> None:
        """End the run as soon as it can be."""
        if not self._asked.is_set():
            self.ending = ending
            self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether somebody wished so."""
        return self._asked.is_set()

    async def wait(self) -> None:
        """Wait until somebody does."""
        await self._asked.wait()


@contextlib.contextmanager
def stopping_on(stop: Stop | None) -> Iterator[None]:
    """Cancel what runs within as soon as it is asked for, and take the cancellation back at the end."""
    task = asyncio.current_task()
    if stop is None or task is None:
        yield
        return

    async def watch() -> None:
        await stop.wait()
        task.cancel()

    watcher = asyncio.create_task(watch(), name="watch for a stop")
    try:
        yield
    finally:
        if not watcher.cancel() and task.cancelling():
            task.uncancel()
