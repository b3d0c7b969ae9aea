"""`/v1/rules` and `/v1/answers/{id}/pin`: experts decide for the team, agents for themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.harness import Client, Office
from tests.web.test_suggest import MONEY_BACK, ticket


def rule(answer: str = "Password reset", action: str = "pin", **when: Any) -> dict[str, Any]:
    return {"action": action, "answer": answer, "when": when or {"contains": ["lamp"]}}


async def suggested(client: Client, **more: Any) -> dict[str, Any]:
    answered = await client.post("/v1/suggest", ticket(MONEY_BACK, **more))
    assert answered.status == 200, answered.body
    return dict(answered.body)


async def test_an_expert_pins_lists_and_takes_back(stocked: Office) -> None:
    expert = await stocked.client("expert")
    made = await expert.post("/v1/rules", rule() | {"note": "asked daily"})
    assert made.status == 201
    body = made.body
    assert (body["action"], body["title"], body["source"]) == ("pin", "Password reset", "macros")
    assert (body["by"], body["note"]) == ("expert ()", "asked daily")
    assert body["when"] == {
        "always": False, "contains": ["lamp"], "tags": [], "helpdesks": [], "sites": [], "languages": [],
    }  # fmt: skip
    first = (await suggested(await stocked.client("agent")))["suggestions"][0]
    assert (first["title"], first["pinned"]) == ("Password reset", "team")
    assert (await expert.get("/v1/rules")).body == {"rules": [body]}
    assert (await expert.get("/v1/rules", params={"answer_id": "a_other"})).body == {"rules": []}
    assert (await expert.call("DELETE", f"/v1/rules/{body['id']}")).status == 200
    assert (await expert.call("DELETE", f"/v1/rules/{body['id']}")).status == 404
    assert (await suggested(expert))["suggestions"][0]["title"] == "Refund granted"


async def test_what_is_muted_is_said_even_if_nobody_asked_why(stocked: Office) -> None:
    await stocked.admin.post("/v1/rules", rule("Refund granted", "mute", tags=["b2b"]))
    assert "left_out" not in await suggested(stocked.admin)
    for tagged in ({"tags": ["b2b"]}, {"tags": ["B2B", "x"], "explain": True}):
        body = await suggested(stocked.admin, **tagged)
        assert "Refund granted" not in [each["title"] for each in body["suggestions"]]
        [out] = body["left_out"]
        assert (out["title"], out["why"], out["rule"]["action"]) == ("Refund granted", "muted", "mute")
        assert "of" not in out


async def test_agents_decide_nothing_for_the_team(stocked: Office) -> None:
    agent = await stocked.client("agent")
    made = (await stocked.admin.post("/v1/rules", rule())).body
    for came in (
        await agent.get("/v1/rules"),
        await agent.post("/v1/rules", rule(action="mute")),
        await agent.call("DELETE", f"/v1/rules/{made['id']}"),
    ):
        assert (came.status, came.code) == (403, "forbidden")
    assert len((await stocked.admin.get("/v1/rules")).body["rules"]) == 1


async def test_an_agent_pins_for_themselves(stocked: Office) -> None:
    agent = await stocked.client("agent")
    listed = (await agent.get("/v1/search")).body["results"]
    last = listed[-1]
    assert last["pinned"] is None
    for _ in range(2):
        put = await agent.call("PUT", f"/v1/answers/{last['answer_id']}/pin")
        assert (put.status, put.body) == (200, {"answer_id": last["answer_id"], "pinned": True})
    assert (await agent.get(f"/v1/answers/{last['answer_id']}")).body["pinned"] is True
    assert (await stocked.admin.get(f"/v1/answers/{last['answer_id']}")).body["pinned"] is False
    first = (await agent.get("/v1/search")).body["results"][0]
    assert (first["answer_id"], first["pinned"]) == (last["answer_id"], "own")
    other = (await stocked.admin.get("/v1/search")).body["results"]
    assert all(each["pinned"] is None for each in other)
    gone = await agent.call("DELETE", f"/v1/answers/{last['answer_id']}/pin")
    assert gone.body == {"answer_id": last["answer_id"], "pinned": False}
    assert (await agent.get("/v1/search")).body["results"] == listed


async def test_answers_of_other_groups_cannot_be_pinned_ruled_or_named(stocked: Office) -> None:
    fraud = await stocked.client("expert", "fraud")
    other = await stocked.client("expert")
    made = await fraud.post("/v1/rules", rule("Chargebacks", "mute"))
    assert made.status == 201
    answer_id = made.body["answer_id"]
    assert (await other.get("/v1/rules")).body == {"rules": []}
    assert (await other.call("DELETE", f"/v1/rules/{made.body['id']}")).status == 404
    assert (await other.call("PUT", f"/v1/answers/{answer_id}/pin")).status == 404
    for name in ("Chargebacks", answer_id):
        refused = await other.post("/v1/rules", rule(name))
        assert refused.status == 404
        assert "Chargebacks" not in refused.message
    assert (await other.post("/v1/rules", rule("No such"))).status == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (rule() | {"when": {}}, "when"),
        (rule() | {"when": {"always": True, "tags": ["x"]}}, "when"),
        (rule() | {"when": {"word": ["lamp"]}}, "when.word"),
        (rule() | {"when": {"contains": [""]}}, "when.contains.0"),
        (rule() | {"when": {"sites": ["https://"]}}, "when.sites.0"),
        (rule() | {"when": {"languages": ["not a language"]}}, "when.languages.0"),
        (rule() | {"action": "hide"}, "action"),
        (rule("Nothing of this name"), "answer"),
        ({"action": "pin", "answer": "Password reset"}, "when"),
    ],
)
async def test_a_rule_that_cannot_be_is_refused_with_the_field(
    stocked: Office, body: dict[str, Any], field: str
) -> None:
    refused = await stocked.admin.post("/v1/rules", body)
    assert (refused.status, refused.code) == (400, "invalid_request")
    assert field in [detail["field"] for detail in refused.body["error"]["details"]]
    assert (await stocked.admin.get("/v1/rules")).body == {"rules": []}


async def test_a_rule_goes_with_its_answer(stocked: Office) -> None:
    await stocked.admin.post("/v1/rules", rule())
    assert (await stocked.admin.call("DELETE", "/v1/sources/macros")).status == 200
    assert (await stocked.admin.get("/v1/rules")).body == {"rules": []}


async def test_why_is_told_by_body_or_address_for_suggestions_and_searches(stocked: Office) -> None:
    plain = await suggested(stocked.admin)
    by_body = await suggested(stocked.admin, explain=True)
    by_address = await stocked.admin.post("/v1/suggest?explain=1", ticket(MONEY_BACK))
    assert "explanation" not in plain["suggestions"][0]
    for body in (by_body, by_address.body):
        assert body["left_out"] == []
        for place, each in enumerate(body["suggestions"], 1):
            told = each["explanation"]
            assert told["place"] == place
            assert {"asked", "text", "title"} <= set(told["parts"])
            assert each["score"] == pytest.approx(told["weighed"] / told["highest"], abs=1e-4)
        first = body["suggestions"][0]["explanation"]
        assert [each["text"] for each in first["questions"]] == ["I want my money back"]
    found = await stocked.admin.get("/v1/search", params={"q": "refund", "explain": "1", "offset": "1"})
    [second] = found.body["results"]
    told = second["explanation"]
    assert told["place"] == 2
    low, high = told["between"]
    share = told["weighed"] / (told["weighed"] + told["half"])
    assert second["score"] == pytest.approx(low + (high - low) * share, abs=1e-4)


async def test_reasons_follow_the_readers_language(stocked: Office) -> None:
    await stocked.admin.post("/v1/rules", rule())
    german = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.3"}
    told = await stocked.admin.post("/v1/suggest", ticket(MONEY_BACK), headers=german)
    assert told.body["suggestions"][0]["reasons"][0].endswith("für solche Anfragen angeheftet")
    found = await stocked.admin.get("/v1/search", params={"q": "refund"}, headers=german)
    assert found.body["results"][0]["reasons"][0].startswith("Gemeinsam: ")
    assert (await suggested(stocked.admin))["suggestions"][0]["reasons"][0].startswith("Pinned by ")
