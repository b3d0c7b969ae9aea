"""What a team says about an answer: at once in force, for those who may, and taken back as easily."""

from __future__ import annotations

from tests.web.harness import Office
from tests.web.test_answers import answer_id


async def test_audience_and_tags_count_for_the_next_search(stocked: Office) -> None:
    expert = await stocked.client("expert")
    wanted = await answer_id(expert, "customs declaration")
    said = await expert.call(
        "PATCH", f"/v1/answers/{wanted}", json={"audience": "internal", "tags": ["norway"]}
    )
    assert (said.status, said.body["audience"], said.body["tags"]) == (200, "internal", ["norway"])
    found = await expert.get("/v1/search", params={"q": "customs", "tag": "norway", "audience": "internal"})
    assert [each["answer_id"] for each in found.body["results"]] == [wanted]
    assert (await stocked.sync("docs"))["unchanged"] == 3
    whole = (await expert.get(f"/v1/answers/{wanted}")).body
    assert whole["tags"] == ["norway"]
    assert whole["override"]["source_tags"] == []

    back = await expert.call("PATCH", f"/v1/answers/{wanted}", json={"reset": ["audience", "tags"]})
    assert (back.body["audience"], back.body["tags"]) == ("unknown", [])


async def test_an_archived_answer_is_found_by_nobody_and_can_be_brought_back(stocked: Office) -> None:
    expert, agent = await stocked.client("expert"), await stocked.client("agent")
    wanted = await answer_id(expert, "customs declaration")
    assert (await expert.call("PATCH", f"/v1/answers/{wanted}", json={"archived": True})).status == 200
    for client in (agent, expert):
        found = await client.get("/v1/search", params={"q": "customs declaration"})
        assert wanted not in [each["answer_id"] for each in found.body["results"]]
    assert (await agent.get(f"/v1/answers/{wanted}")).status == 404
    whole = await expert.get(f"/v1/answers/{wanted}")
    assert whole.body["archived_at"] is not None
    refused = await expert.call("PATCH", f"/v1/answers/{wanted}", json={"audience": "public"})
    assert (refused.status, refused.code) == (409, "conflict")
    back = await expert.call("PATCH", f"/v1/answers/{wanted}", json={"archived": False})
    assert (back.status, back.body["archived_at"]) == (200, None)
    assert await answer_id(agent, "customs declaration") == wanted


async def test_a_flag_can_be_taken_back_without_vouching(stocked: Office) -> None:
    expert = await stocked.client("expert")
    wanted = await answer_id(expert, "customs declaration")
    await expert.post(f"/v1/answers/{wanted}/flag", {"reason": "The days are wrong."})
    back = await expert.call("DELETE", f"/v1/answers/{wanted}/flag")
    assert (back.status, back.body["trust"]["state"]) == (200, "unverified")


async def test_agents_and_other_groups_change_nothing(stocked: Office) -> None:
    agent = await stocked.client("agent")
    wanted = await answer_id(agent, "customs declaration")
    assert (await agent.call("PATCH", f"/v1/answers/{wanted}", json={"archived": True})).status == 403
    assert (await agent.call("DELETE", f"/v1/answers/{wanted}/flag")).status == 403
    hidden = await answer_id(stocked.admin, "chargeback fraud desk")
    stranger = await stocked.client("expert", "billing")
    for method, path in (("PATCH", ""), ("DELETE", "/flag")):
        assert (await stranger.call(method, f"/v1/answers/{hidden}{path}", json={})).status == 404
