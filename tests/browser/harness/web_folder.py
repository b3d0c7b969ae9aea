"""A web server on loopback for the test pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web


@asynccontextmanager
async def serve(app: web.Application) -> AsyncIterator[str]:
    """Serve an application on a free port.

    Args:
        app: what to serve.

    Yields:
        Its origin, `http://127.0.0.1:PORT`.
    """
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def pages(
    folders: Mapping[str, Path], headers: Mapping[str, Mapping[str, str]] | None = None
) -> web.Application:
    """An application that serves folders.

    Args:
        folders: address prefix (such as `/editors/`) to folder.
        headers: response headers by page path, for pages with a policy.

    Returns:
        The application.
    """
    app = web.Application()
    for prefix, folder in folders.items():
        app.router.add_static(prefix, folder)

    async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update((headers or {}).get(request.path, {}))

    app.on_response_prepare.append(add_headers)
    return app
