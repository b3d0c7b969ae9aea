"""`/v1/helpdesks`: the helpdesk adapters that admins declared; the extension takes them before its own."""

from __future__ import annotations

from aiohttp import web

from sidecar.knowledge import helpdesks
from sidecar.knowledge.model import Role
from sidecar.web.api.suggest import ready_services
from sidecar.web.routing import Route, answer, read_body
from sidecar.web.wire.adapter import AdapterIn
from sidecar.web.wire.base import Done
from sidecar.web.wire.helpdesks import HelpdeskList


async def list_helpdesks(request: web.Request) -> web.Response:
    """Answer all declared adapters. Every extension asks for them: they hold nothing of a customer."""
    kept = await ready_services(request).database.read(helpdesks.read)
    return answer(HelpdeskList(helpdesks=[AdapterIn.model_validate(each) for each in kept]))


async def declare(request: web.Request) -> web.Response:
    """Declare a helpdesk, or replace the one of this id; browsers have it within a minute."""
    services = ready_services(request)
    adapter = await read_body(request, AdapterIn)
    await services.database.write(helpdesks.declare, adapter.model_dump(mode="json"))
    return answer(adapter, status=201)


async def remove(request: web.Request) -> web.Response:
    """Take a declared helpdesk back."""
    await ready_services(request).database.write(helpdesks.remove, request.match_info["id"])
    return answer(Done())


ROUTES = (
    Route("GET", "/v1/helpdesks", list_helpdesks, "The declared helpdesks", answer=HelpdeskList),
    Route(
        "POST",
        "/v1/helpdesks",
        declare,
        "Declare a helpdesk, or replace one",
        role=Role.ADMIN,
        body=AdapterIn,
        answer=AdapterIn,
        status=201,
    ),
    Route(
        "DELETE", "/v1/helpdesks/{id}", remove, "Take a declared helpdesk back", role=Role.ADMIN, answer=Done
    ),
)
