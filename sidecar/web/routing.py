"""How a route is declared: one value says what is served, to whom, and what goes in and out.

The same declarations register the handlers and are the source of `/v1/openapi.json`, so the two cannot
differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from sidecar.knowledge.model import Role, Viewer
from sidecar.web.errors import ApiError, Code, Handler, invalid
from sidecar.web.keys import VIEWER

ModelT = TypeVar("ModelT", bound=BaseModel)

#: An escaped half of a character beyond the 65,536 without the other half beside it, or what looks so.
_HALF = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one address.

    `role` is the least role that may use it; `open` needs no token. `body` and `query` are what the handler
    validates (`body_optional`: if there is one), `answer` what it returns with `status` (`None`: no JSON
    body, see `media_type`).
    """

    method: str
    path: str
    handler: Handler
    summary: str
    role: Role = Role.AGENT
    open: bool = False
    body: type[BaseModel] | None = None
    body_optional: bool = False
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    media_type: str = "application/json"


ROUTES: web.AppKey[tuple[Route, ...]] = web.AppKey("routes", tuple)
_BY_ADDRESS: web.AppKey[dict[tuple[str, str], Route]] = web.AppKey("routes_by_address", dict)


def register(app: web.Application, routes: Sequence[Route]) -> None:
    """Add the routes of the API to the application."""
    app[ROUTES] = tuple(routes)
    app[_BY_ADDRESS] = {(route.method, route.path): route for route in routes}
    for route in routes:
        if route.method == "GET":
            app.router.add_get(route.path, route.handler)
        else:
            app.router.add_route(route.method, route.path, route.handler)


def route_of(request: web.Request) -> Route | None:
    """Return the declaration a request was routed to; `None` for 404, 405 and what is not of the API."""
    resource = request.match_info.route.resource
    if resource is None:
        return None
    method = "GET" if request.method == "HEAD" else request.method
    return request.app[_BY_ADDRESS].get((method, resource.canonical))


def viewer_of(request: web.Request) -> Viewer:
    """Return who asks; the access guard has made sure that there is somebody."""
    return request[VIEWER]


async def read_body(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the validated JSON body of a request.

    Raises:
        ApiError: it is not declared as JSON, no JSON, too large, or does not validate.
    """
    if request.content_type != "application/json":
        raise ApiError(Code.INVALID_REQUEST, "Send JSON with 'Content-Type: application/json'.", status=415)
    body = await request.read()
    try:
        return model.model_validate_json(_without_halves(body))
    except ValidationError as error:
        raise invalid(error) from None


def _without_halves(body: bytes) -> bytes:
    """Leave out halves of characters: browsers write them as escapes when a text ends inside an emoji.

    JSON allows them, and no text can have them.
    """
    if not _HALF.search(body):
        return body
    try:
        return json.dumps(json.loads(body.decode()), ensure_ascii=False).encode("utf-8", "ignore")
    except (ValueError, RecursionError):
        return body  # no JSON at all, or too deep: validation says so


async def read_optional_body(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the validated JSON body, or the model's defaults where a request has no body at all."""
    if not request.can_read_body:
        return model()
    return await read_body(request, model)


def read_query(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the validated query of an address; a name given more than once becomes a list.

    Raises:
        ApiError: it does not validate.
    """
    given = {name: request.query.getall(name) for name in request.query}
    values = {name: items if len(items) > 1 else items[0] for name, items in given.items()}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise invalid(error) from None


def answer(model: BaseModel, *, status: int = 200) -> web.Response:
    """Return a model as a JSON response."""
    return web.Response(
        status=status, body=model.model_dump_json().encode(), content_type="application/json", charset="utf-8"
    )
