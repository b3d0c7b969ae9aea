"""The description of the API is valid OpenAPI 3.1, complete, and says what the server does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sidecar.web.application import ROUTES
from tests.web.harness import Office


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


async def description(office: Office) -> dict[str, Any]:
    answered = await office.admin.get("/v1/openapi.json")
    assert answered.status == 200
    body: dict[str, Any] = answered.body
    return body


async def test_every_route_is_described_and_nothing_else(office: Office) -> None:
    document = await description(office)
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert described == {(route.method, route.path) for route in ROUTES}


async def test_the_promised_routes_exist(office: Office) -> None:
    promised = {
        "GET /v1/health", "POST /v1/pair", "POST /v1/suggest", "GET /v1/search", "GET /v1/answers/{id}",
        "POST /v1/answers/{id}/render", "POST /v1/answers", "PUT /v1/answers/{id}", "DELETE /v1/answers/{id}",
        "POST /v1/answers/{id}/verify", "POST /v1/answers/{id}/flag", "POST /v1/events", "GET /v1/sources",
        "POST /v1/sources", "PATCH /v1/sources/{id}", "DELETE /v1/sources/{id}", "POST /v1/sources/{id}/sync",
        "GET /v1/sources/{id}/progress",
    }  # fmt: skip
    assert promised <= {f"{route.method} {route.path}" for route in ROUTES}


async def test_it_has_the_shape_of_openapi_3_1(office: Office) -> None:
    document = await description(office)
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert {"title", "version"} <= set(document["info"])
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    for path, item in document["paths"].items():
        named = set(re.findall(r"\{(\w+)\}", path))
        for operation in item.values():
            declared = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
            assert declared == named
            assert all(re.fullmatch(r"[1-5]\d\d", status) for status in operation["responses"])
            for response in operation["responses"].values():
                assert response["description"]


async def test_every_reference_leads_somewhere(office: Office) -> None:
    document = await description(office)
    schemas = document["components"]["schemas"]
    targets = set(references(document))
    assert targets
    assert {target.removeprefix("#/components/schemas/") for target in targets} <= set(schemas)


async def test_all_but_health_and_pairing_need_the_token(office: Office) -> None:
    document = await description(office)
    assert document["security"] == [{"bearer": []}]
    is_open = {
        path for path, item in document["paths"].items() for one in item.values() if one.get("security") == []
    }
    assert is_open == {"/v1/health", "/v1/pair"}


async def test_messages_are_described_as_they_are_sent(office: Office) -> None:
    schemas = (await description(office))["components"]["schemas"]
    message = schemas["MessageIn"]
    assert set(message["required"]) == {"from", "text"}
    assert schemas["SuggestRequest"]["required"] == ["messages"]


async def test_a_body_that_is_said_to_be_needed_is(office: Office) -> None:
    document = await description(office)
    for path in ("/v1/threshold", "/v1/learning", "/v1/suggest"):
        for method, operation in document["paths"][path].items():
            if "requestBody" in operation:
                answered = await office.admin.call(method.upper(), path)
                assert operation["requestBody"]["required"]
                assert answered.status == 415
    render = document["paths"]["/v1/answers/{id}/render"]["post"]
    assert not render["requestBody"]["required"]


async def test_the_errors_a_route_answers_with_are_described(office: Office) -> None:
    document = await description(office)
    assert {"404", "409", "503"} <= set(document["paths"]["/v1/events"]["post"]["responses"])
    assert {"409"} <= set(document["paths"]["/v1/tokens"]["post"]["responses"])
    assert {"404"} <= set(document["paths"]["/v1/synonyms"]["delete"]["responses"])
    assert {"401", "429"} <= set(document["paths"]["/v1/pair"]["post"]["responses"])
