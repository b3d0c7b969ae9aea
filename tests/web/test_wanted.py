"""`/v1/wanted`: what agents ask for reaches those who write answers; `/v1/me` says who may."""

from __future__ import annotations

from tests.web.harness import Office
from tests.web.test_suggest import ticket


async def test_a_token_knows_whose_it_is(stocked: Office) -> None:
    for role in ("agent", "expert"):
        client = await stocked.client(role)
        assert (await client.get("/v1/me")).body == {"name": f"{role} ()", "role": role}


async def test_what_an_agent_asks_for_is_listed_with_the_question_until_it_is_settled(
    stocked: Office,
) -> None:
    agent, expert = await stocked.client("agent"), await stocked.client("expert")
    asked = (await agent.post("/v1/suggest", ticket("Do you play chess in the evening?"))).body
    told = {"words": "Chess evenings; ask ada@example.org", "query_id": asked["query_id"]}
    made = await agent.post("/v1/wanted", told)
    assert made.status == 201
    assert made.body["words"] == "Chess evenings; ask"
    assert (await agent.post("/v1/wanted", told)).body["id"] == made.body["id"]
    [listed] = (await expert.get("/v1/wanted")).body["wanted"]
    assert listed == made.body
    assert listed["by"] == "agent ()"
    assert (await expert.call("DELETE", f"/v1/wanted/{listed['id']}")).status == 200
    assert (await expert.call("DELETE", f"/v1/wanted/{listed['id']}")).status == 404
    assert (await expert.get("/v1/wanted")).body == {"wanted": []}


async def test_agents_see_no_list_and_ask_for_something(stocked: Office) -> None:
    agent = await stocked.client("agent")
    for came in (await agent.get("/v1/wanted"), await agent.call("DELETE", "/v1/wanted/w_1")):
        assert (came.status, came.code) == (403, "forbidden")
    for words in ("", "   ", "ada@example.org"):
        assert (await agent.post("/v1/wanted", {"words": words})).code == "invalid_request"
