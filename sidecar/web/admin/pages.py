"""The admin pages: the way in by a one-time link, the overview, and the files they need."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from sidecar.web.admin.rendering import Renderer, language_of
from sidecar.web.api.status import status_of
from sidecar.web.extension_folder import extension_folder
from sidecar.web.keys import SERVICES
from sidecar.web.launch import SESSION_SECONDS, cookie_name

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_RENDERER = web.AppKey("renderer", Renderer)
_FILES = web.AppKey("static_files", dict[str, tuple[str, bytes]])


def register(app: web.Application) -> None:
    """Add the pages and their files to the application."""
    app.cleanup_ctx.append(_load)
    app.router.add_get("/", overview)
    app.router.add_get("/launch/{secret}", launch, allow_head=False)
    app.router.add_get("/static/{name}", static_file)


async def _load(app: web.Application) -> AsyncIterator[None]:
    app[_RENDERER] = await asyncio.to_thread(Renderer)
    app[_FILES] = await asyncio.to_thread(_read_files)
    yield


def _read_files() -> dict[str, tuple[str, bytes]]:
    paths = [path for path in _STATIC.iterdir() if path.suffix in _TYPES]
    if (extension := extension_folder()) is not None:
        paths.append(extension / "shared" / "tokens.css")
    return {path.name: (_TYPES[path.suffix], path.read_bytes()) for path in paths if path.is_file()}


async def launch(request: web.Request) -> web.Response:
    """Swap a one-time link for a session and go on to the overview.

    Not by a redirect: of a link that was clicked in another program's page the browser would not send the
    strict cookie along. A page of our own that goes on by itself is the start of a same-site visit.
    """
    session = request.app[SERVICES].launches.swap(request.match_info["secret"])
    if session is None:
        return _page(request, "locked.html", status=403, reason="used")
    response = _page(request, "launched.html")
    response.set_cookie(
        cookie_name(_port(request)),
        session,
        max_age=int(SESSION_SECONDS),
        path="/",
        httponly=True,
        samesite="Strict",
    )
    return response


async def overview(request: web.Request) -> web.Response:
    """Show what is indexed, how to load the extension, and whether a browser is paired."""
    services = request.app[SERVICES]
    session = request.cookies.get(cookie_name(_port(request)))
    if not services.launches.knows(session):
        return _page(request, "locked.html", status=401, reason="closed")
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return _page(request, "locked.html", status=403, reason="foreign")
    status = await status_of(services)
    return _page(request, "overview.html", status_report=status, port=_port(request), now=datetime.now(UTC))


async def static_file(request: web.Request) -> web.Response:
    """Answer a stylesheet, script or picture of the pages; nothing secret is among them."""
    found = request.app[_FILES].get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    media_type, content = found
    return web.Response(body=content, content_type=media_type, charset="utf-8")


def _page(request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
    language = language_of(request.headers.get("Accept-Language", ""))
    text = request.app[_RENDERER].render(template, language, **values)
    return web.Response(
        status=status, text=text, content_type="text/html", headers={"Content-Language": language}
    )


def _port(request: web.Request) -> int:
    transport = request.transport
    return int(transport.get_extra_info("sockname")[1]) if transport is not None else 0
