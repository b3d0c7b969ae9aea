"""`/v1/events`: what agents did with answers. An insertion teaches."""

from __future__ import annotations

from aiohttp import web

from sidecar.web.keys import SERVICES
from sidecar.web.routing import Route, answer, read_body, viewer_of
from sidecar.web.wire.answers import EventRequest, EventResponse


async def record(request: web.Request) -> web.Response:
    """Record an event; it is safe when this answers, and counts for the very next request."""
    services = request.app[SERVICES]
    event = await read_body(request, EventRequest)
    outcome = await services.engine.record(event.type, event.query_id, event.answer_id, viewer_of(request))
    return answer(EventResponse(recorded=outcome.recorded, learned=outcome.taught))


ROUTES = (
    Route(
        "POST",
        "/v1/events",
        record,
        "What an agent did with an answer",
        body=EventRequest,
        answer=EventResponse,
    ),
)
