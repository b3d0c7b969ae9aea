"""What an extension gets from `/v1/suggest`, `/v1/search` and `/v1/events`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.harness import Office


def ticket(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"from": "customer", "text": text}], **more}


MONEY_BACK = "Hello, I want my money back for the lamp, it arrived broken."


async def test_the_fitting_reply_comes_first_in_the_promised_form(stocked: Office) -> None:
    agent = await stocked.client("agent")
    answered = await agent.post("/v1/suggest", ticket(MONEY_BACK, customer={"name": "Ada Lovelace"}))
    assert answered.status == 200
    body = answered.body
    assert set(body) == {"query_id", "language", "took_ms", "confident", "confidence", "suggestions"}
    first = body["suggestions"][0]
    assert first["title"] == "Refund granted"
    assert {
        "answer_id", "passage_id", "kind", "title", "excerpt_html", "text", "html", "placeholders", "source",
        "url", "language", "audience", "tags", "question", "similar", "translations", "trust",
        "seen_at_source", "score", "reasons", "updated_at", "inserted",
    } <= set(first)  # fmt: skip
    assert set(first["source"]) == {"id", "name", "type", "external_id"}
    assert first["source"]["name"] == "macros"
    assert first["source"]["external_id"] == "refund"
    assert {"state", "by", "at", "due", "conflicts", "reason"} <= set(first["trust"])
    gaps = {gap["name"]: gap for gap in first["placeholders"]}
    assert gaps["customer.first_name"] == {"name": "customer.first_name", "value": "Ada", "missing": False}
    assert gaps["order.number"]["missing"]
    assert "Hello Ada" in first["text"]
    assert 'data-placeholder="order.number"' in first["html"]


async def test_only_messages_are_needed_and_unknown_fields_are_ignored(stocked: Office) -> None:
    from_the_future = ticket(
        MONEY_BACK, page={"url": "https://x", "mood": 3}, emotion="angry", draft=None, limit=1
    )
    answered = await stocked.admin.post("/v1/suggest", from_the_future)
    assert answered.status == 200
    assert len(answered.body["suggestions"]) == 1


async def test_a_time_that_cannot_be_read_is_no_reason_to_refuse(stocked: Office) -> None:
    message = {"from": "customer", "text": MONEY_BACK, "at": "three minutes ago"}
    assert (await stocked.admin.post("/v1/suggest", {"messages": [message]})).status == 200


async def test_explain_tells_the_parts_of_the_score_only_if_asked(stocked: Office) -> None:
    plain = await stocked.admin.post("/v1/suggest", ticket(MONEY_BACK))
    explained = await stocked.admin.post("/v1/suggest", ticket(MONEY_BACK, explain=True))
    assert "explanation" not in plain.body["suggestions"][0]
    assert explained.body["suggestions"][0]["explanation"]


async def test_an_insertion_teaches_for_the_very_next_request(stocked: Office) -> None:
    agent = await stocked.client("agent")
    odd = ticket("The zirconium flange of my flux gate keeps wobbling.")
    search = await agent.get("/v1/search", params={"q": "password"})
    taught = search.body["results"][0]["answer_id"]
    before = await agent.post("/v1/suggest", odd)
    event = {"type": "inserted", "query_id": before.body["query_id"], "answer_id": taught}
    assert (await agent.post("/v1/events", event)).body == {"recorded": True, "learned": True}
    assert (await agent.post("/v1/events", event)).body["recorded"] is False
    after = await agent.post("/v1/suggest", odd)
    assert after.body["suggestions"][0]["answer_id"] == taught
    assert after.body["suggestions"][0]["inserted"] == 1


async def test_an_event_of_an_unknown_answer_is_not_found(stocked: Office) -> None:
    event = {"type": "inserted", "query_id": "q_1", "answer_id": "a_0123456789abcdef"}
    assert (await stocked.admin.post("/v1/events", event)).status == 404


async def test_search_finds_filters_and_pages(stocked: Office) -> None:
    found = await stocked.admin.get("/v1/search", params={"q": "refund"})
    assert found.body["total"] == 2
    assert {item["kind"] for item in found.body["results"]} == {"reply", "article"}
    replies = await stocked.admin.get(
        "/v1/search", params={"q": "refund", "kind": "reply", "source": "macros"}
    )
    assert [item["title"] for item in replies.body["results"]] == ["Refund granted"]
    second = await stocked.admin.get("/v1/search", params={"q": "refund", "limit": "1", "offset": "1"})
    assert second.body["total"] == 2
    assert second.body["results"] == found.body["results"][1:]


async def test_a_search_says_what_it_took_a_misspelt_word_for(stocked: Office) -> None:
    found = await stocked.admin.get("/v1/search", params={"q": "pasword reset"})
    assert found.body["corrected"] == "password reset"
    assert found.body["results"][0]["title"] == "Password reset"
    # Signs beside the word are left as they are; a name of no operator is a word.
    for typed, meant in (("pasword?", "password?"), ("is-it:pasword", "is-it:password")):
        found = await stocked.admin.get("/v1/search", params={"q": typed})
        assert found.body["corrected"] == meant
    right = await stocked.admin.get("/v1/search", params={"q": "password reset"})
    assert "corrected" not in right.body


async def test_a_filter_typed_is_a_filter_chosen(stocked: Office) -> None:
    for typed, chosen in [
        ("refund kind:reply", {"kind": "reply"}),
        ("refund source:macros", {"source": "macros"}),
        ("refund tag:billing", {"tag": "billing"}),
        ("refund lang:en", {"language": "en"}),
        ("refund is:unverified", {"trust": "unverified"}),
    ]:
        by_text = await stocked.admin.get("/v1/search", params={"q": typed})
        by_choice = await stocked.admin.get("/v1/search", params={"q": "refund", **chosen})
        assert by_text.body["total"] == by_choice.body["total"] > 0, typed
        assert by_text.body["results"] == by_choice.body["results"], typed


async def test_search_results_have_the_form_of_suggestions(stocked: Office) -> None:
    suggested = await stocked.admin.post("/v1/suggest", ticket(MONEY_BACK))
    found = await stocked.admin.get("/v1/search", params={"q": "refund"})
    assert set(found.body["results"][0]) == set(suggested.body["suggestions"][0])


@pytest.mark.parametrize(
    ("request_body", "field"),
    [
        ({}, "messages"),
        ({"messages": "hello"}, "messages"),
        ({"messages": [{"from": "martian", "text": "hello"}]}, "messages.0.from"),
        ({"messages": [{"from": "customer"}]}, "messages.0.text"),
        ({"messages": [], "limit": 0}, "limit"),
        ({"messages": [], "limit": 1000}, "limit"),
        ({"messages": [], "limit": "many"}, "limit"),
        ({"messages": [], "language": "not a language"}, "language"),
    ],
)
async def test_what_does_not_validate_is_named_by_its_path(
    office: Office, request_body: dict[str, Any], field: str
) -> None:
    answered = await office.admin.post("/v1/suggest", request_body)
    assert answered.status == 400
    assert answered.code == "invalid_request"
    assert field in [detail["field"] for detail in answered.body["error"]["details"]]
    assert field in answered.message


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"offset": "-1"}, {"kind": "poem"}])
async def test_a_search_out_of_bounds_is_refused(office: Office, query: dict[str, str]) -> None:
    answered = await office.admin.get("/v1/search", params={"q": "refund", **query})
    assert answered.status == 400
    assert answered.body["error"]["details"]


async def test_nothing_that_fits_is_said_so(stocked: Office) -> None:
    answered = await stocked.admin.post("/v1/suggest", ticket("The moon is made of green cheese"))
    assert answered.status == 200
    assert answered.body["confident"] is False


async def test_text_with_nul_and_odd_unicode_is_no_trouble(stocked: Office) -> None:
    text = "I want\x00 my money back \U0001f62d\u202e \u0000"
    answered = await stocked.admin.post("/v1/suggest", ticket(text))
    assert answered.body["suggestions"][0]["title"] == "Refund granted"


@pytest.mark.parametrize("half", [r"\ud83d", r"\ude00"])
async def test_half_a_character_is_left_out(stocked: Office, half: str) -> None:
    # What JSON.stringify makes of a text that was cut in the middle of an emoji.
    told = (
        r'{"subject": "HALF", "messages": [{"from": "customer", "text": "my money back \ud83d\ude2d HALF"}]}'
    )
    answered = await stocked.admin.call(
        "POST",
        "/v1/suggest",
        data=told.replace("HALF", half).encode(),
        headers={"Content-Type": "application/json"},
    )
    assert answered.status == 200
    assert answered.body["suggestions"][0]["title"] == "Refund granted"


async def test_a_page_without_a_language_is_no_trouble(stocked: Office) -> None:
    answered = await stocked.admin.post("/v1/suggest", {**ticket("I want my money back"), "language": ""})
    assert answered.body["language"] == "en"


async def test_what_is_too_long_is_told_in_characters(office: Office) -> None:
    answered = await office.admin.get("/v1/search", params={"q": "x" * 2001})
    assert "2000 characters" in answered.body["error"]["details"][0]["message"]


async def test_the_longest_search_may_be_in_any_script(stocked: Office) -> None:
    found = await stocked.admin.get("/v1/search", params={"q": "ก" * 2000})
    assert (found.status, found.body["total"]) == (200, 0)
    longer = await stocked.admin.get("/v1/search", params={"q": "ก" * 3000})
    assert (longer.status, longer.code) == (400, "invalid_request")
