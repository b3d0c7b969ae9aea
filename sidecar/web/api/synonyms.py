"""`/v1/synonyms`: what means the same to this team."""

from __future__ import annotations

from aiohttp import web

from sidecar.knowledge import synonyms
from sidecar.knowledge.model import Role
from sidecar.web.api.suggest import ready_services
from sidecar.web.routing import Route, answer, read_body, read_query
from sidecar.web.wire.synonyms import SynonymQuery, SynonymsIn, SynonymsOut


async def show(request: web.Request) -> web.Response:
    """List all groups."""
    return _answer(await ready_services(request).database.read(synonyms.read))


async def add(request: web.Request) -> web.Response:
    """Let phrases mean the same; counts for the very next request."""
    services = ready_services(request)
    wanted = await read_body(request, SynonymsIn)
    groups = await services.database.write(synonyms.add, wanted.phrases)
    services.engine.set_synonyms(groups)
    return _answer(groups)


async def remove(request: web.Request) -> web.Response:
    """Take a phrase out of its group."""
    services = ready_services(request)
    wanted = read_query(request, SynonymQuery)
    groups = await services.database.write(synonyms.remove, wanted.phrase)
    services.engine.set_synonyms(groups)
    return _answer(groups)


def _answer(groups: synonyms.Groups) -> web.Response:
    return answer(SynonymsOut(groups=groups))


ROUTES = (
    Route("GET", "/v1/synonyms", show, "The team's synonyms", role=Role.ADMIN, answer=SynonymsOut),
    Route(
        "POST",
        "/v1/synonyms",
        add,
        "Let phrases mean the same",
        role=Role.ADMIN,
        body=SynonymsIn,
        answer=SynonymsOut,
    ),
    Route(
        "DELETE",
        "/v1/synonyms",
        remove,
        "Take a phrase out of its group",
        role=Role.ADMIN,
        query=SynonymQuery,
        answer=SynonymsOut,
    ),
)
