"""`/v1/openapi.json`: the API described by itself."""

from __future__ import annotations

import json

from aiohttp import web

from sidecar.web.openapi import describe_api
from sidecar.web.routing import ROUTES as ROUTES_KEY
from sidecar.web.routing import Route


async def openapi(request: web.Request) -> web.Response:
    """Answer the OpenAPI 3.1 document."""
    routes = request.app[ROUTES_KEY]
    document = describe_api(routes)
    return web.Response(body=json.dumps(document).encode(), content_type="application/json", charset="utf-8")


ROUTES = (Route("GET", "/v1/openapi.json", openapi, "This description of the API"),)
