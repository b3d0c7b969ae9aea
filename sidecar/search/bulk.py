"""When the index follows while many documents come in: at once at first, then at growing intervals.

Each commit leaves a piece that Tantivy later has to merge with others: following every small batch of a large
source costs half as much again as following it in a few large steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

#: Seconds between two rounds: the first pause, and the longest.
_FIRST, _LONGEST = 0.5, 4.0
#: Seconds without a change after which the next one is a first one again.
_QUIET = 10.0


class Bulk:
    """Calls `follow` for many changes in a row. Everything here belongs into the event loop's thread."""

    def __init__(self, follow: Callable[[], object]) -> None:
        self._follow = follow
        self._pause = 0.0
        self._told_at = self._followed_at = -_QUIET
        self._due: asyncio.TimerHandle | None = None

    def more(self) -> None:
        """Note that something changed and more may come."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if now - self._told_at > _QUIET:
            self._pause = 0.0
        self._told_at = now
        if self._due is None:
            self._due = loop.call_at(max(now, self._followed_at + self._pause), self._go)

    def taken_in(self) -> None:
        """Note that a round has ended: the next pause begins now."""
        self._followed_at = asyncio.get_running_loop().time()

    def stop(self) -> None:
        """Call nothing any more."""
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _go(self) -> None:
        self._due = None
        self._pause = min(max(2 * self._pause, _FIRST), _LONGEST)
        self._follow()
