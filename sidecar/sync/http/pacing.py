"""How often one host is asked: a few requests at a time, and none while it wants to be left alone.

Shared by all sources, for two sources of one wiki are one visitor to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

#: Requests to one host at the same time.
AT_ONCE = 4


@dataclass(slots=True)
class _Host:
    """`quiet_until` and `last` are times of the pacing's clock."""

    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    quiet_until: float = float("-inf")
    last: float = float("-inf")


class Pacing:
    """Gives out turns, host by host."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @contextlib.asynccontextmanager
    async def turn(self, host: str, spacing: float = 0.0) -> AsyncIterator[None]:
        """Wait until the host may be asked, and keep the turn for as long as the context lasts.

        Args:
            host: with its port.
            spacing: seconds to leave since the last request to it began.
        """
        known = self._hosts.setdefault(host, _Host())
        async with known.turns:
            async with known.queue:
                while (wait := max(known.quiet_until, known.last + spacing) - self._clock()) > 0:
                    await self._sleep(wait)
                known.last = self._clock()
            yield

    async def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, whoever wants to ask it, and wait until then."""
        known = self._hosts.setdefault(host, _Host())
        known.quiet_until = max(known.quiet_until, self._clock() + seconds)
        await self._sleep(seconds)

    async def wait(self, seconds: float) -> None:
        """Wait before trying again, while others may still ask."""
        await self._sleep(seconds)
