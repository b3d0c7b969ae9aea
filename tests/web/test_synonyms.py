"""`/v1/synonyms`: what means the same to a team counts at once, for admins to say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.harness import Office


async def suggested(office: Office, text: str) -> list[str]:
    asked = await office.admin.post("/v1/suggest", {"messages": [{"from": "customer", "text": text}]})
    return [each["title"] for each in asked.body["suggestions"]]


async def test_a_synonym_finds_from_the_next_request_on_until_it_is_removed(stocked: Office) -> None:
    admin = stocked.admin
    assert "Refund granted" not in await suggested(stocked, "kangaroo voucher")
    added = await admin.post("/v1/synonyms", {"phrases": ["kangaroo voucher", "refund granted"]})
    assert (added.status, added.body) == (200, {"groups": [["kangaroo voucher", "refund granted"]]})
    assert (await suggested(stocked, "kangaroo voucher"))[0] == "Refund granted"
    more = await admin.post("/v1/synonyms", {"phrases": ["Refund granted", "wallaby"]})
    assert [sorted(group, key=str.casefold) for group in more.body["groups"]] == [
        ["kangaroo voucher", "refund granted", "wallaby"]
    ]
    assert (await suggested(stocked, "wallaby please"))[0] == "Refund granted"
    await admin.call("DELETE", "/v1/synonyms", params={"phrase": "Wallaby"})
    assert (await admin.get("/v1/synonyms")).body == {"groups": [["refund granted", "kangaroo voucher"]]}
    await admin.call("DELETE", "/v1/synonyms", params={"phrase": "refund granted"})
    assert (await admin.get("/v1/synonyms")).body == {"groups": []}
    assert "Refund granted" not in await suggested(stocked, "kangaroo voucher")


@pytest.mark.parametrize(
    "body",
    [{"phrases": ["one"]}, {"phrases": ["one", "?!"]}, {"phrases": "one two"}, {}, {"phrases": ["a", ""]}],
)
async def test_what_makes_no_sense_changes_nothing(stocked: Office, body: dict[str, Any]) -> None:
    assert (await stocked.admin.post("/v1/synonyms", body)).status == 400
    assert (await stocked.admin.call("DELETE", "/v1/synonyms", params={"phrase": "nothing"})).status == 404
    assert (await stocked.admin.get("/v1/synonyms")).body == {"groups": []}
