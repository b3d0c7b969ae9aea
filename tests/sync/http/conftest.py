"""A web server of the tests, with handlers per path, and sessions that wait in no time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from sidecar.sync.http.waiting import Patience

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
QUICK = Patience(attempts=3, connect=1.0, read=0.4, total=1.0)


@dataclass
class Site:
    """A server. `asked` are the requests it got; set `handlers[path]` to what it does there."""

    port: int = 0
    handlers: dict[str, Handler] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answers(self, path: str, *answers: web.Response | int) -> None:
        """Answer with these one after the other; the last one stays."""
        left = list(answers)

        async def handle(_request: web.Request) -> web.Response:
            answer = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(answer, int):
                return web.Response(status=answer)
            return web.Response(status=answer.status, headers=answer.headers, body=answer.body)

        self.handlers[path] = handle

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        handler = self.handlers.get(request.path)
        return await handler(request) if handler else web.Response(status=404)


@dataclass
class Clock:
    """Sleeping moves it, and takes no time."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    runner = web.ServerRunner(web.Server(site.handle), shutdown_timeout=0.1)  # type: ignore[arg-type] # its own request type is the same
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    site.port = runner.addresses[0][1]
    yield site
    await runner.cleanup()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def http(clock: Clock) -> AsyncIterator[HttpSession]:
    """A session that may reach this machine, and waits only on the clock."""
    session = HttpSession(Pacing(clock, clock.sleep), private_network=True, patience=QUICK)
    yield session
    await session.close()
