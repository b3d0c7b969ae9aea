"""One answer whole, rendered, verified and flagged; answers that the team writes itself."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.web.harness import Client, Office


async def answer_id(client: Client, query: str) -> str:
    found = await client.get("/v1/search", params={"q": query})
    return str(found.body["results"][0]["answer_id"])


async def test_an_answer_comes_whole_with_its_history(stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    whole = (await stocked.admin.get(f"/v1/answers/{wanted}")).body
    assert whole["title"] == "Shipping"
    assert whole["conflicts"] == []
    assert len(whole["history"]) == 1

    path = stocked.folder / "docs" / "shipping.md"
    await asyncio.to_thread(
        path.write_text, "# Shipping\n\nParcels to Norway take four days.\n", encoding="utf-8"
    )
    assert (await stocked.sync("docs"))["changed"] == 1
    whole = (await stocked.admin.get(f"/v1/answers/{wanted}")).body
    assert "four days" in whole["text"]
    assert ["four days" in version["text"] for version in whole["history"]] == [True, False]
    assert "nine days" in whole["history"][1]["text"]


async def test_an_answer_of_another_group_does_not_exist(stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "chargeback fraud desk")
    stranger = await stocked.client("expert", "billing")
    member = await stocked.client("agent", "fraud")
    assert (await member.get(f"/v1/answers/{wanted}")).status == 200
    unknown = await stranger.get("/v1/answers/a_0000000000000000")
    for method, path in (
        ("GET", ""),
        ("POST", "/render"),
        ("POST", "/verify"),
        ("POST", "/flag"),
        ("DELETE", ""),
    ):
        hidden = await stranger.call(method, f"/v1/answers/{wanted}{path}")
        assert (hidden.status, hidden.body) == (404, unknown.body)


async def test_rendering_fills_and_lists_what_is_missing(stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "your refund for order is on its way")
    rendered = (
        await stocked.admin.post(f"/v1/answers/{wanted}/render", {"customer": {"name": "Ada Lovelace"}})
    ).body
    assert "Hello Ada" in rendered["text"]
    assert rendered["missing"] == ["order.number"]

    typed = {
        "values": {"order.number": "<b>7</b>", "customer.first_name": "Grace"},
        "customer": {"name": "Ada"},
    }
    rendered = (await stocked.admin.post(f"/v1/answers/{wanted}/render", typed)).body
    assert rendered["missing"] == []
    assert "Hello Grace, your refund for order <b>7</b>" in rendered["text"]
    assert "&lt;b&gt;7&lt;/b&gt;" in rendered["html"]


async def test_rendering_takes_a_nested_context_too(stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "your refund for order is on its way")
    context = {"context": {"customer": {"first_name": "Ada"}, "order.number": 7}}
    rendered = (await stocked.admin.post(f"/v1/answers/{wanted}/render", context)).body
    assert "Hello Ada, your refund for order 7" in rendered["text"]
    assert rendered["missing"] == []


async def test_one_passage_can_be_rendered_and_a_foreign_one_cannot(stocked: Office) -> None:
    found = (await stocked.admin.get("/v1/search", params={"q": "customs declaration"})).body["results"][0]
    path = f"/v1/answers/{found['answer_id']}/render"
    rendered = await stocked.admin.post(path, {"passage_id": found["passage_id"]})
    assert "customs declaration" in rendered.body["text"]
    for wrong in ("a_0.0", f"{found['answer_id']}.99", "nonsense"):
        assert (await stocked.admin.post(path, {"passage_id": wrong})).status == 404


async def test_experts_verify_agents_flag(stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    agent, expert = await stocked.client("agent"), await stocked.client("expert")
    refused = await agent.post(f"/v1/answers/{wanted}/verify")
    assert (refused.status, refused.code) == (403, "forbidden")
    verified = (await expert.post(f"/v1/answers/{wanted}/verify")).body["trust"]
    assert (verified["state"], verified["by"]) == ("verified", "expert ()")
    flagged = (await agent.post(f"/v1/answers/{wanted}/flag", {"reason": "wrong since May"})).body["trust"]
    assert (flagged["state"], flagged["reason"]) == ("flagged", "wrong since May")
    assert (await expert.call("POST", f"/v1/answers/{wanted}/verify")).body["trust"]["state"] == "verified"


async def test_the_team_writes_changes_and_deletes_its_own_answers(stocked: Office) -> None:
    expert = await stocked.client("expert")
    draft: dict[str, Any] = {
        "title": "Warranty",
        "body": "<p>The <b>warranty</b> lasts two years.</p><script>alert(1)</script>",
        "body_format": "html",
        "questions": ["How long is the guarantee?"],
        "audience": "public",
    }
    made = await expert.post("/v1/answers", draft)
    assert made.status == 201
    assert "<script" not in made.body["html"]
    assert made.body["source"]["type"] == "team"
    path = f"/v1/answers/{made.body['answer_id']}"

    found = await expert.get("/v1/search", params={"q": "warranty"})
    assert found.body["results"][0]["answer_id"] == made.body["answer_id"]

    changed = await expert.call("PUT", path, json=draft | {"body": "Three years."})
    assert "Three years" in changed.body["text"]
    assert len(changed.body["history"]) == 2

    assert (await expert.call("DELETE", path)).status == 200
    assert (await expert.get(path)).status == 404
    assert (await expert.get("/v1/search", params={"q": "warranty"})).body["total"] == 0


async def test_answers_of_other_sources_change_at_their_source(stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    body = {"title": "Mine", "body": "mine"}
    for method, kwargs in (("PUT", {"json": body}), ("DELETE", {})):
        answered = await stocked.admin.call(method, f"/v1/answers/{wanted}", **kwargs)
        assert (answered.status, answered.code) == (409, "conflict")
        assert "there" in answered.message


async def test_agents_may_not_write(stocked: Office) -> None:
    agent = await stocked.client("agent")
    assert (await agent.post("/v1/answers", {"title": "a", "body": "b"})).status == 403
