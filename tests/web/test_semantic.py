"""`/v1/semantic`: for admins; the sentences of the team, in pages that end."""

from __future__ import annotations

import pytest

from tests.web.harness import Office


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/semantic"),
        ("GET", "/v1/semantic/sentences"),
        ("POST", "/v1/semantic/reload"),
        ("DELETE", "/v1/semantic"),
    ],
)
async def test_only_admins_reach_it(stocked: Office, method: str, path: str) -> None:
    expert = await stocked.client("expert")
    assert (await expert.call(method, path)).status == 403


async def test_all_sentences_are_given_out_page_by_page(stocked: Office) -> None:
    found: list[str] = []
    after = 0
    while after is not None:
        page = await stocked.admin.get("/v1/semantic/sentences", params={"after": after, "limit": 2})
        found += [each["text"] for each in page.body["sentences"]]
        after = page.body["after"]
    assert {"Refund granted", "I want my money back", "Write to billing."} <= set(found)
    whole = await stocked.admin.get("/v1/semantic/sentences")
    assert [each["text"] for each in whole.body["sentences"]] == found


async def test_with_nothing_built_it_says_how(stocked: Office) -> None:
    state = (await stocked.admin.get("/v1/semantic")).body
    assert state["built"] is False
    assert "cuecard semantic build" in state["advice"]
    assert (await stocked.admin.call("POST", "/v1/semantic/reload", json={})).body == state
    assert (await stocked.admin.call("DELETE", "/v1/semantic")).body == {"freed": 0}
