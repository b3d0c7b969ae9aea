"""`/v1/helpdesks`: an admin declares how a helpdesk is read, every agent's extension gets it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel

from sidecar.web.wire import adapter as wire
from tests.conftest import REPOSITORY
from tests.web.harness import Office

FOLDER = REPOSITORY / "extension" / "helpdesks"
SCHEMA = json.loads((FOLDER / "adapter.schema.json").read_text("utf-8"))
SHIPPED: dict[str, dict[str, Any]] = {
    name: json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for name in json.loads((FOLDER / "index.json").read_text("utf-8"))
}
MINE: dict[str, Any] = {
    "id": "in-house",
    "name": "In-house desk",
    "detect": {"address": r"desk\.corp\.example/case/"},
    "ticket_id": [{"pattern": r"/case/(\d+)"}],
    "messages": [
        {
            "selector": ".bubble",
            "order": "oldest_first",
            "senders": [{"from": "agent", "matches": ".ours"}],
            "otherwise": "customer",
        }
    ],
    "editor": "textarea#answer",
}


def changed(**parts: Any) -> dict[str, Any]:
    """The in-house adapter with other parts; `None` leaves one out."""
    return {name: value for name, value in (MINE | parts).items() if value is not None}


async def test_a_declared_helpdesk_reaches_every_agent_until_it_is_removed(office: Office) -> None:
    agent = await office.client("agent")
    assert (await agent.get("/v1/helpdesks")).body == {"helpdesks": []}

    declared = await office.admin.post("/v1/helpdesks", MINE)

    assert (declared.status, declared.body) == (201, MINE)
    assert (await agent.get("/v1/helpdesks")).body == {"helpdesks": [MINE]}
    renamed = changed(name="Desk")
    assert (await office.admin.post("/v1/helpdesks", renamed)).status == 201
    await office.admin.post("/v1/helpdesks", changed(id="another"))
    kept = (await agent.get("/v1/helpdesks")).body["helpdesks"]
    assert [(each["id"], each["name"]) for each in kept] == [("another", MINE["name"]), ("in-house", "Desk")]
    assert (await office.admin.call("DELETE", "/v1/helpdesks/in-house")).status == 200
    assert (await office.admin.call("DELETE", "/v1/helpdesks/in-house")).status == 404
    assert [each["id"] for each in (await agent.get("/v1/helpdesks")).body["helpdesks"]] == ["another"]


@pytest.mark.parametrize("role", ["agent", "expert"])
async def test_only_admins_declare(office: Office, role: str) -> None:
    client = await office.client(role)
    assert (await client.post("/v1/helpdesks", MINE)).status == 403
    assert (await client.call("DELETE", "/v1/helpdesks/in-house")).status == 403


WRONG = {
    "no-id": (changed(id=None), "id"),
    "id-with-a-space": (changed(id="in house"), "id"),
    "recognised-by-nothing": (changed(detect={}), "detect"),
    "slip-of-a-name": (changed(edtor="textarea"), "edtor"),
    "no-selector": (changed(editor="textarea["), "editor"),
    "selector-no-browser-has": (changed(editor="a::shadow b"), "editor"),
    "begins-with-a-combinator": (changed(editor="> textarea"), "editor"),
    "no-pattern": (changed(ticket_id=[{"pattern": "(\\d+"}]), "ticket_id.0.pattern"),
    "pattern-of-python": (changed(ticket_id=[{"pattern": "(?P<id>\\d+)"}]), "ticket_id.0.pattern"),
    "field-from-nowhere": (changed(subject=[{"own_text": True}]), "subject.0"),
    "no-ticket-id": (changed(ticket_id=[]), "ticket_id"),
    "unknown-sender": (
        changed(messages=[MINE["messages"][0] | {"otherwise": "boss"}]),
        "messages.0.otherwise",
    ),
    "compares-nothing": (
        changed(messages=[MINE["messages"][0] | {"senders": [{"from": "agent", "same_as": ".me"}]}]),
        "messages.0.senders.0",
    ),
    "much-too-long": (changed(editor="a" * 501), "editor"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
async def test_what_browsers_could_not_use_is_refused_with_its_place(
    office: Office, case: tuple[dict[str, Any], str]
) -> None:
    adapter, place = case
    refused = await office.admin.post("/v1/helpdesks", adapter)
    assert (refused.status, refused.code) == (400, "invalid_request")
    assert place in [detail["field"] for detail in refused.body["error"]["details"]]
    assert (await office.admin.get("/v1/helpdesks")).body == {"helpdesks": []}


@pytest.mark.parametrize("adapter", SHIPPED.values(), ids=SHIPPED.keys())
async def test_what_the_extension_ships_can_be_declared_unchanged(
    office: Office, adapter: dict[str, Any]
) -> None:
    declared = await office.admin.post("/v1/helpdesks", adapter)
    assert (declared.status, declared.body) == (201, adapter)


PARTS: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (wire.AdapterIn, SCHEMA),
    (wire.DetectIn, SCHEMA["properties"]["detect"]),
    (wire.ReplyIn, SCHEMA["properties"]["reply"]),
    (wire.SourceIn, SCHEMA["properties"]["sources"]["items"]),
    (wire.FieldIn, SCHEMA["definitions"]["field"]),
    (wire.PersonFieldsIn, SCHEMA["definitions"]["person"]),
    (wire.MessageRulesIn, SCHEMA["definitions"]["messages"]),
    (wire.SenderRuleIn, SCHEMA["definitions"]["messages"]["properties"]["senders"]["items"]),
]


@pytest.mark.parametrize(("model", "schema"), PARTS, ids=[model.__name__ for model, _ in PARTS])
def test_the_sidecar_and_the_extension_have_one_form(model: type[BaseModel], schema: dict[str, Any]) -> None:
    own = model.model_json_schema(by_alias=True)
    assert list(own["properties"]) == list(schema["properties"])
    assert set(own.get("required", ())) == set(schema.get("required", ()))
    assert not schema["additionalProperties"]
