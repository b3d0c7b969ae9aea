"""`/v1/health`: who answers on this port, is it ready, and is it what a client was paired with."""

from __future__ import annotations

from aiohttp import web

from sidecar import __version__
from sidecar.web.keys import SERVICES
from sidecar.web.routing import Route, answer, read_query
from sidecar.web.wire.access import Challenge, Health


async def health(request: web.Request) -> web.Response:
    """Answer who we are; open to everyone who passed the host and origin guards."""
    asked = read_query(request, Challenge)
    ready = request.app[SERVICES].readiness.ready.is_set()
    return answer(
        Health(name="cuecard", version=__version__, ready=ready, proof=await _proof(request, asked))
    )


async def _proof(request: web.Request, asked: Challenge) -> str | None:
    address = request.transport.get_extra_info("sockname") if request.transport is not None else None
    if asked.challenge is None or asked.key is None or address is None:
        return None
    host, port = address[:2]
    return await request.app[SERVICES].viewers.prove(asked.key, f"{host}:{port} {asked.challenge}")


ROUTES = (
    Route(
        "GET",
        "/v1/health",
        health,
        "Whether Cuecard runs here, is ready, and is the one that gave out a token",
        open=True,
        query=Challenge,
        answer=Health,
    ),
)
