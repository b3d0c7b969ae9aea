"""The description of the API, OpenAPI 3.1, made from the route declarations and their pydantic models."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from sidecar import __version__
from sidecar.web.errors import ErrorResponse
from sidecar.web.routing import Route

_REF = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"\{(\w+)\}")

#: Which errors a route may answer with, beside those of its own.
_EVERYWHERE = {
    "400": "The request is not valid.",
    "403": "Sent by a web page, or the token's role is not enough.",
    "421": "The Host header does not name this server.",
    "500": "Something went wrong inside Cuecard.",
    "503": "Not ready yet, or the database cannot be reached: try again.",
}


def describe_api(routes: Sequence[Route]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of these routes."""
    inputs, outputs = _models(routes)
    schemas, definitions = models_json_schema(
        [(model, "validation") for model in inputs] + [(model, "serialization") for model in outputs],
        by_alias=True,
        ref_template=_REF,
    )
    named = {(model, mode): schema for (model, mode), schema in schemas.items()}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        operation = _operation(route, named, definitions["$defs"])
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cuecard",
            "version": __version__,
            "summary": "Puts the right answer next to the ticket a support agent has open.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The sidecar on the loopback interface"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _models(routes: Sequence[Route]) -> tuple[list[type[BaseModel]], list[type[BaseModel]]]:
    inputs = {route.body: None for route in routes if route.body}
    inputs |= {route.query: None for route in routes if route.query}
    outputs: dict[type[BaseModel], None] = {ErrorResponse: None}
    outputs |= {route.answer: None for route in routes if route.answer}
    return [model for model in inputs if model], list(outputs)


def _operation(
    route: Route, schemas: dict[Any, dict[str, Any]], definitions: dict[str, Any]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "summary": route.summary,
        "tags": [route.path.split("/")[2].removesuffix(".json")],
        "responses": _responses(route, schemas),
    }
    parameters = _path_parameters(route) + _query_parameters(route, definitions)
    if parameters:
        operation["parameters"] = parameters
    if route.body is not None:
        schema = schemas[(route.body, "validation")]
        required = not route.body_optional
        operation["requestBody"] = {"required": required, "content": {"application/json": {"schema": schema}}}
    if route.open:
        operation["security"] = []
    else:
        operation["description"] = f"Needs a token with the role `{route.role}` or above."
    return operation


def _operation_id(route: Route) -> str:
    words = re.findall(r"[a-z]+", route.path.removeprefix("/v1/"))
    return "_".join([route.method.lower(), *words])


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PARAMETER.findall(route.path)
    ]


def _query_parameters(route: Route, definitions: dict[str, Any]) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    schema = definitions[route.query.__name__]
    required = set(schema.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema["properties"].items()
    ]


def _responses(route: Route, schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {route.media_type: {}}
    if route.answer is not None:
        content = {route.media_type: {"schema": schemas[(route.answer, "serialization")]}}
    elif route.media_type == "application/json":
        content = {route.media_type: {"schema": {"type": "object"}}}
    errors = dict(_EVERYWHERE)
    if not route.open:
        errors["401"] = "No valid token."
        errors["426"] = "The extension is too old for this sidecar."
    elif route.body is not None:
        errors["401"] = "The code is wrong or has run out."
        errors["429"] = "Too many tries: wait."
    if route.method != "GET":
        errors["404"] = "Something that the request names is not there, or not for this token."
        errors["409"] = "It does not go together with what is there."
    if _PARAMETER.search(route.path):
        errors["404"] = "There is no such thing, or not for this token."
    if route.body is not None:
        errors["413"] = "The body is too large."
        errors["415"] = "The body is not declared as JSON."
    error_schema = schemas[(ErrorResponse, "serialization")]
    responses: dict[str, Any] = {str(route.status): {"description": route.summary, "content": content}}
    for status, description in sorted(errors.items()):
        responses[status] = {
            "description": description,
            "content": {"application/json": {"schema": error_schema}},
        }
    return responses
