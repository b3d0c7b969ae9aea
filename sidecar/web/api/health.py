"""`/v1/health`: is it Cuecard that answers on this port, and is it ready."""

from __future__ import annotations

from aiohttp import web

from sidecar import __version__
from sidecar.web.keys import SERVICES
from sidecar.web.routing import Route, answer
from sidecar.web.wire.access import Health


async def health(request: web.Request) -> web.Response:
    """Answer who we are; open to everyone who passed the host and origin guards."""
    return answer(
        Health(name="cuecard", version=__version__, ready=request.app[SERVICES].readiness.ready.is_set())
    )


ROUTES = (
    Route("GET", "/v1/health", health, "Whether Cuecard runs here and is ready", open=True, answer=Health),
)
