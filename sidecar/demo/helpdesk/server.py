"""Serves the sample helpdesk: its page, its tickets, and the replies that an agent sends (kept in memory)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import nh3
from aiohttp import web
from pydantic import BaseModel, Field, ValidationError

from sidecar.demo.helpdesk.samples import Message, Ticket, load_tickets

AGENT = "Mara Lindqvist"
PAGE_FOLDER = Path(__file__).parent / "page"
_MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
# No inline script or style, nothing from elsewhere: as strict as the strictest helpdesk an agent may work in.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TAGS = {"a", "b", "blockquote", "br", "code", "div", "em", "i", "li", "ol", "p", "pre", "strong", "u", "ul"}

_TICKETS = web.AppKey("tickets", dict[str, Ticket])
_FILES = web.AppKey("files", dict[str, tuple[bytes, str]])

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Reply(BaseModel):
    """What the composer sends: `html` from the rich editor, `text` from the plain one."""

    public: bool
    html: Annotated[str, Field(max_length=200_000)] | None = None
    text: Annotated[str, Field(max_length=200_000)] | None = None


def build_application() -> web.Application:
    """Build the helpdesk with fresh sample tickets. Reads files: call it outside of the event loop."""
    app = web.Application(middlewares=[_guard])
    app[_TICKETS] = load_tickets()
    app[_FILES] = {
        path.name: (path.read_bytes(), _MEDIA_TYPES[path.suffix])
        for path in PAGE_FOLDER.iterdir()
        if path.is_file()
    }
    app.router.add_get("/", _page)
    app.router.add_get("/tickets/{id}", _page)
    app.router.add_get("/page/{name}", _file)
    app.router.add_get("/api/tickets", _list)
    app.router.add_get("/api/tickets/{id}", _show)
    app.router.add_post("/api/tickets/{id}/messages", _reply)
    return app


@asynccontextmanager
async def serving(port: int = 0) -> AsyncIterator[str]:
    """Serve the helpdesk on 127.0.0.1 for the length of the context and give its address, such as `http://127.0.0.1:8380`.

    Args:
        port: The port to listen on; 0 takes a free one.

    Raises:
        OSError: if the port is taken.
    """
    runner = web.AppRunner(await asyncio.to_thread(build_application), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only what addresses this machine, and take replies only from the page itself."""
    if request.url.host not in {"127.0.0.1", "localhost"}:
        raise web.HTTPMisdirectedRequest(text="The sample helpdesk answers only under 127.0.0.1.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != str(request.url.origin()):
        raise web.HTTPForbidden(text="Only the helpdesk's own page may do that.")
    response = await handler(request)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


async def _page(request: web.Request) -> web.Response:
    if "id" in request.match_info:
        _ticket(request)
    return _send(request, "index.html")


async def _file(request: web.Request) -> web.Response:
    return _send(request, request.match_info["name"])


def _send(request: web.Request, name: str) -> web.Response:
    if name not in request.app[_FILES]:
        raise web.HTTPNotFound(text="There is no such file.")
    body, media_type = request.app[_FILES][name]
    return web.Response(body=body, content_type=media_type, charset="utf-8")


async def _list(request: web.Request) -> web.Response:
    tickets = request.app[_TICKETS].values()
    return web.json_response({"agent": AGENT, "tickets": [_summary(ticket) for ticket in tickets]})


async def _show(request: web.Request) -> web.Response:
    return web.json_response(_whole(_ticket(request)))


async def _reply(request: web.Request) -> web.Response:
    ticket = _ticket(request)
    try:
        reply = Reply.model_validate_json(await request.read())
    except ValidationError as error:
        raise web.HTTPUnprocessableEntity(text=f"That is not a reply: {error.errors()[0]['msg']}") from error
    html = nh3.clean(reply.html, tags=_TAGS, attributes={"*": {"dir"}, "a": {"href"}}) if reply.html else None
    text = (reply.text or "").strip() or None
    if not (html or text):
        raise web.HTTPUnprocessableEntity(text="The reply is empty.")
    ticket.messages.append(
        Message("agent" if reply.public else "note", AGENT, datetime.now(UTC), text=text, html=html)
    )
    return web.json_response(_whole(ticket), status=201)


def _ticket(request: web.Request) -> Ticket:
    ticket = request.app[_TICKETS].get(request.match_info["id"])
    if ticket is None:
        raise web.HTTPNotFound(text="There is no such ticket.")
    return ticket


def _summary(ticket: Ticket) -> dict[str, Any]:
    last = next(one for one in reversed(ticket.messages) if one.sender != "note")
    return {
        "id": ticket.id,
        "subject": ticket.subject,
        "channel": ticket.channel,
        "requester": ticket.requester["name"],
        "updated": ticket.updated.isoformat(),
        "answered": last.sender == "agent",
    }


def _whole(ticket: Ticket) -> dict[str, Any]:
    return _summary(ticket) | {
        "editor": ticket.editor,
        "person": ticket.requester,
        "messages": [
            {
                "from": one.sender,
                "author": one.author,
                "at": one.at.isoformat(),
                "text": one.text,
                "html": one.html,
            }
            for one in ticket.messages
        ],
    }
