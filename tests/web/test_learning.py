"""`/v1/learning`: admins see, limit, end and erase what was learned; nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.harness import Office

NONSENSE = "qwertz asdf yxcv"


async def insert(office: Office, text: str) -> dict[str, Any]:
    """Insert the refund reply for a ticket; return what the event taught."""
    found = await office.admin.get("/v1/search", params={"q": "Refund granted"})
    answer_id = found.body["results"][0]["answer_id"]
    asked = await office.admin.post("/v1/suggest", {"messages": [{"from": "customer", "text": text}]})
    event = {"type": "inserted", "query_id": asked.body["query_id"], "answer_id": answer_id}
    return dict((await office.admin.post("/v1/events", event)).body)


async def suggested(office: Office, text: str) -> list[str]:
    asked = await office.admin.post("/v1/suggest", {"messages": [{"from": "customer", "text": text}]})
    return [each["title"] for each in asked.body["suggestions"]]


async def test_learning_is_ended_begun_and_erased_without_a_restart(stocked: Office) -> None:
    admin = stocked.admin
    state = (await admin.get("/v1/learning")).body
    assert state["learning"] is True
    before = state["learned"]
    assert (await admin.call("PATCH", "/v1/learning", json={"learning": False})).body["learning"] is False
    await insert(stocked, NONSENSE)
    assert await suggested(stocked, NONSENSE) == []
    await admin.call("PATCH", "/v1/learning", json={"learning": True, "most_per_answer": 5})
    await insert(stocked, NONSENSE)
    assert await suggested(stocked, NONSENSE) == ["Refund granted"]
    state = (await admin.get("/v1/learning")).body
    assert state == {"learning": True, "most_per_answer": 5, "learned": before + 1}
    erased = await admin.call("DELETE", "/v1/learning")
    assert (erased.status, erased.body) == (200, {"erased": before + 1})
    assert await suggested(stocked, NONSENSE) == []
    assert (await admin.get("/v1/learning")).body["learned"] == 0


@pytest.mark.parametrize("body", [{"most_per_answer": 0}, {"learning": "perhaps"}])
async def test_a_setting_that_makes_no_sense_changes_nothing(stocked: Office, body: dict[str, Any]) -> None:
    before = (await stocked.admin.get("/v1/learning")).body
    assert (await stocked.admin.call("PATCH", "/v1/learning", json=body)).status == 400
    assert (await stocked.admin.get("/v1/learning")).body == before


async def test_erasing_needs_a_day_with_its_zone_and_an_answer_that_exists(stocked: Office) -> None:
    assert (await stocked.admin.call("DELETE", "/v1/learning?before=2026-01-01T00:00:00")).status == 400
    assert (await stocked.admin.call("DELETE", "/v1/learning?answer_id=a_none")).status == 404


async def test_agents_may_not_touch_it(stocked: Office) -> None:
    agent = await stocked.client("agent")
    for came in (
        await agent.get("/v1/learning"),
        await agent.call("PATCH", "/v1/learning", json={"learning": False}),
        await agent.call("DELETE", "/v1/learning"),
    ):
        assert came.status == 403


async def test_tickets_with_replies_teach_what_stands_in_them_and_say_why_not(stocked: Office) -> None:
    rows = [
        {
            "text": "Money back, please",
            "replies": ["Nobody ever saved these words of mine, and nobody will."],
        },
        {"text": "Money back, please", "replies": []},
        {"text": "  ", "replies": ["Something that somebody wrote."]},
    ]
    came = await stocked.admin.post("/v1/learn", {"rows": rows, "wait": True})
    assert came.status == 200
    assert [row["reason"] for row in came.body["rows"]] == [
        "No known answer stands in the reply.",
        "No answer is given.",
        "The text is empty.",
    ]
    assert all(row["outcome"] == "skipped" and row["answers"] == [] for row in came.body["rows"])
    many = await stocked.admin.post("/v1/learn", {"rows": [{"text": "x", "replies": ["y"] * 21}]})
    assert many.status == 400
