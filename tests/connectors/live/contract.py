"""A web service of the tests that behaves as a vendor's documentation says, with faults to order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from connectors.contract import Connector, Event, Upsert
from connectors.model import Document
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from sidecar.sync.http.waiting import Patience
from tests.connectors.context import PlainContext

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
QUICK = Patience(attempts=3, first=0.01, longest=2.0, connect=2.0, read=2.0, total=5.0)


class QuickContext(PlainContext):
    """A context whose session does not wait long."""

    def renew(self) -> None:
        self.http = HttpSession(Pacing(), private_network=True, patience=QUICK)


@dataclass
class Service:
    """A service. `faults` are given instead of the next answers; `asked` are the paths it was asked for."""

    address: str = ""
    faults: list[web.Response] = field(default_factory=list)
    faults_at: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def running(self, handler: Handler) -> AsyncIterator[str]:
        """Serve on loopback; gives the address."""

        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            self.asked.append(request.path)
            if self.faults:
                return self.faults.pop(0)
            if request.path in self.faults_at:
                return web.Response(status=self.faults_at[request.path])
            return await handler(request)  # type: ignore[arg-type] # the server's own request is the same

        runner = web.ServerRunner(web.Server(handle), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self.address
        finally:
            await runner.cleanup()


def busy(seconds: int = 0) -> web.Response:
    """A rate limit: come back after so many seconds."""
    return web.Response(status=429, headers={"Retry-After": str(seconds)})


async def pulled(connector: Connector[Any]) -> list[Event]:
    """Everything one pull yields, remembered as a host does."""
    events = [event async for event in connector.pull(None)]
    for event in events:
        connector.context.remember(event)  # type: ignore[attr-defined] # the tests' own context
    return events


def documents(events: list[Event]) -> dict[str, Document]:
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}
