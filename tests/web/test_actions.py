"""What a macro sets in its helpdesk: from Zendesk's API to every place that shows an answer, as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance.hosted.zendesk import ZendeskWorld
from tests.web.admin.visitor import Visitor, let_in, text_of
from tests.web.harness import Office

MACRO: dict[str, Any] = {
    "id": 77, "title": "Returns::Return arrived", "active": True, "restriction": None, "description": None,
    "created_at": "2024-02-08T17:44:09Z", "updated_at": "2024-02-08T17:44:09Z",
    "actions": [
        {"field": "comment_value_html", "value": "<p>Your return has arrived, the refund is on its way.</p>"},
        {"field": "status", "value": "solved"},
        {"field": "group_id", "value": "4"},
        {"field": "current_tags", "value": "return <b>opened</b>"},
    ],
}  # fmt: skip
SHOWN = [
    {"field": "status", "label": "Status", "value": "solved"},
    {"field": "group_id", "label": "Group", "value": "Billing"},
    {"field": "current_tags", "label": "Current tags", "value": "return <b>opened</b>"},
]


@pytest.fixture
def zendesk() -> Iterator[ZendeskWorld]:
    world = ZendeskWorld()
    world.macros.append(dict(MACRO))
    yield world
    world.close()


@pytest.fixture
async def read(office: Office, zendesk: ZendeskWorld) -> Office:
    added = await office.admin.post(
        "/v1/sources", {"type": "zendesk", "name": "helpdesk", "config": zendesk.config()}
    )
    assert added.status == 201, added.body
    assert (await office.sync("helpdesk"))["state"] == "done"
    return office


async def found(office: Office) -> Any:
    (result,) = (await office.admin.get("/v1/search", params={"q": "return arrived"})).body["results"]
    return result


async def test_every_answer_of_the_api_tells_them(read: Office) -> None:
    result = await found(read)
    assert result["actions"] == SHOWN
    whole = (await read.admin.get(f"/v1/answers/{result['answer_id']}")).body
    assert whole["actions"] == SHOWN
    asked = {
        "messages": [{"from": "customer", "text": "Has my return arrived? When is the refund on its way?"}]
    }
    (suggested,) = (await read.admin.post("/v1/suggest", asked)).body["suggestions"]
    assert suggested["actions"] == SHOWN
    assert "solved" not in suggested["text"]


async def test_they_change_with_the_macro_alone(read: Office, zendesk: ZendeskWorld) -> None:
    zendesk.macros[0] = MACRO | {"actions": [MACRO["actions"][0], {"field": "priority", "value": "low"}]}
    assert (await read.sync("helpdesk"))["changed"] == 1
    result = await found(read)
    assert result["actions"] == [{"field": "priority", "label": "Priority", "value": "low"}]
    zendesk.macros[0] = MACRO | {"actions": [MACRO["actions"][0]]}
    await read.sync("helpdesk")
    assert "actions" not in await found(read)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "This macro also sets"), ("de", "Dieses Makro setzt außerdem")]
)
async def test_its_page_lists_them_as_text(read: Office, language: str, said: str) -> None:
    visitor: Visitor = await let_in(read)
    visitor.language = language
    page = await visitor.get(f"/answers/{(await found(read))['answer_id']}")
    assert f"{said} Status solved Group Billing Current tags return" in text_of(page)
    assert "<b>opened</b>" not in page.body
    assert "&lt;b&gt;opened&lt;/b&gt;" in page.body


async def test_a_macro_without_any_says_nothing_of_it(stocked: Office) -> None:
    visitor = await let_in(stocked)
    result = (await stocked.admin.get("/v1/search", params={"q": "password reset"})).body["results"][0]
    assert "actions" not in result
    assert "also sets" not in (await visitor.get(f"/answers/{result['answer_id']}")).body
