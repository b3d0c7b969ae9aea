"""A website of the tests, made of what stands here, on a real port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from connectors.contract import Event
from connectors.website.connector import WebsiteConfig, WebsiteConnector
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from sidecar.sync.http.waiting import Patience
from tests.connectors.context import PlainContext

QUICK = Patience(attempts=2, longest=0.01, first=0.001, connect=1.0, read=1.0, total=2.0)


@dataclass
class Website:
    """What each path answers: a body (HTML), or a whole response. `asked` are the paths that were."""

    pages: dict[str, str | bytes | web.Response] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    conditional: list[str] = field(default_factory=list)
    port: int = 0

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path_qs
        self.asked.append(path)
        if "If-None-Match" in request.headers or "If-Modified-Since" in request.headers:
            self.conditional.append(path)
        found = self.pages.get(path)
        if found is None:
            return web.Response(status=404, text="<h1>Not found</h1>", content_type="text/html")
        if isinstance(found, web.Response):
            etag = found.headers.get("ETag")
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            return web.Response(status=found.status, headers=found.headers, body=found.body)
        body = found.replace("{site}", self.url("")) if isinstance(found, str) else found
        kind = "application/xml" if request.path.endswith(".xml") else "text/html"
        if request.path.endswith(".txt"):
            kind = "text/plain"
        return web.Response(body=body if isinstance(body, bytes) else body.encode(), content_type=kind)


@asynccontextmanager
async def served(site: Website) -> AsyncIterator[Website]:
    runner = web.ServerRunner(web.Server(site.handle), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


@asynccontextmanager
async def connected(
    site: Website, path: str = "/", context: PlainContext | None = None, **config: Any
) -> AsyncIterator[WebsiteConnector]:
    used = context or PlainContext()
    used.http = HttpSession(Pacing(), private_network=True, patience=QUICK)
    try:
        yield WebsiteConnector(WebsiteConfig(address=site.url(path), private_network=True, **config), used)
    finally:
        await used.http.close()


async def crawled(
    site: Website,
    path: str = "/",
    *,
    context: PlainContext | None = None,
    cursor: Any = None,
    **config: Any,
) -> list[Event]:
    """Everything one pull yields, within half a minute."""
    async with connected(site, path, context, **config) as connector, asyncio.timeout(30):
        return [event async for event in connector.pull(cursor)]
