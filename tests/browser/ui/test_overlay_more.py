"""What an agent does with answers beside inserting them whole: judge, pin, combine, cut, reshape, ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.ui.stage import SETTLED_MS, Stage, answer, load_state, open_overlay

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def stage(ui_browser: ExtensionBrowser) -> AsyncIterator[Stage]:
    """A fresh overlay."""
    async with open_overlay(ui_browser) as opened:
        yield opened


async def more(stage: Stage, position: int = 0) -> Locator:
    """The card at a position, its further actions opened."""
    card = stage.cards.nth(position)
    await card.get_by_role("button", name="More:").click()
    return card


async def judged(stage: Stage, *, ok: bool = True, **outcome: Any) -> dict[str, Any]:
    """The newest judgement; the background answers it."""
    sent = (await stage.sent("judge"))[-1]
    await stage.answer_last("judge", ok=ok, how="noted" if ok else "failed", **outcome)
    return dict(sent["judgement"])


async def press(stage: Stage, name: str) -> None:
    """Press a button once presses count."""
    await stage.page.wait_for_timeout(SETTLED_MS)
    await stage.page.get_by_role("button", name=name, exact=True).click()


async def test_an_answer_that_helped_is_said_to_have_helped(stage: Stage) -> None:
    state = await stage.show("many")
    card = await more(stage, 1)
    await card.get_by_role("button", name="Helpful", exact=True).click()
    query = state["response"]["query_id"]
    assert await judged(stage) == {"kind": "helpful", "query_id": query, "answer_id": "a_refund_partial"}
    await expect(stage.foot).to_contain_text("Noted. Thank you.")
    await expect(card.get_by_role("button", name="Helpful", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    assert await stage.sent("insert") == []


async def test_outdated_asks_what_is_wrong_and_loses_nothing_if_it_fails(stage: Stage) -> None:
    await stage.show("many")
    card = await more(stage)
    await card.get_by_role("button", name="Outdated").click()
    reason = card.get_by_role("textbox", name="What is wrong with it?")
    await expect(reason).to_be_focused()
    await stage.page.keyboard.type("It is 14 days now")
    await stage.page.keyboard.press("Enter")
    said = {"kind": "flag", "answer_id": "a_refund_opened", "reason": "It is 14 days now"}
    assert await judged(stage, ok=False, code="not_running") == said
    await expect(stage.foot).to_contain_text("Cuecard did not take it.")
    await expect(reason).to_have_value("It is 14 days now")
    await card.get_by_role("button", name="Report").click()
    assert await judged(stage) == said
    await expect(reason).to_have_count(0)
    await expect(stage.foot).to_contain_text("Reported")


async def test_what_was_judged_stands_on_the_card_at_once(stage: Stage) -> None:
    state = await stage.show("one")
    flagged = state["response"]["suggestions"][0] | {"trust": answer("flagged")["trust"], "pinned": "own"}
    newer = state | {"response": state["response"] | {"suggestions": [flagged]}}
    await stage.feed({"type": "state", "state": newer})
    await expect(stage.cards.first.locator(".trust")).to_have_text("Flagged")
    await expect(stage.cards.first.locator(".facts")).to_contain_text("Pinned")


async def test_only_those_who_may_are_offered_to_verify(stage: Stage) -> None:
    await stage.show("many")
    card = await more(stage, 1)
    await expect(card.get_by_role("button", name="Verify")).to_have_count(0)
    await stage.show("many", connection=load_state("many")["connection"] | {"role": "expert"})
    await card.get_by_role("button", name="Verify").click()
    assert await judged(stage) == {"kind": "verify", "answer_id": "a_refund_partial"}


async def test_a_favourite_is_pinned_and_let_go(stage: Stage) -> None:
    await stage.show("start")
    card = await more(stage)
    await expect(card.get_by_role("button", name="Pin", exact=True)).to_have_attribute("aria-pressed", "true")
    await card.get_by_role("button", name="Pin", exact=True).click()
    assert await judged(stage) == {"kind": "pin", "answer_id": "a_pinned_own", "pinned": False}


async def test_several_answers_make_one_reply_in_the_order_chosen(stage: Stage) -> None:
    state = await stage.show("many")
    for position in (1, 0):
        await (await more(stage, position)).get_by_role("button", name="Add to reply").click()
    assert await stage.page.locator(".number.picked").all_inner_texts() == ["2", "1"]
    await expect(stage.foot).to_contain_text("2 answers chosen for one reply")
    await press(stage, "Preview")
    await press(stage, "Insert")
    [sent] = await stage.sent("insert")
    query = state["response"]["query_id"]
    assert (sent["answer_id"], sent["query_id"]) == ("a_refund_partial", query)
    assert sent["also"] == [
        {"query_id": query, "answer_id": "a_refund_opened", "passage_id": "p_refund_opened"}
    ]
    html = sent["body"]["html"]
    assert html.index("arrived damaged") < html.index("send your opened item back")
    assert '<a href="https://shop.example/returns">your returns page</a>' in html
    assert "- Print the label from your returns page (https://shop.example/returns)." in sent["body"]["text"]
    await stage.answer_last("insert", ok=True, how="inserted")
    await expect(stage.page.locator(".number.picked")).to_have_count(0)


SHAPES = {
    "Quote": "<blockquote><p>Hello Ada,</p>",
    "Steps": "<ol><li>Print the label from ",
    "Link": None,
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_an_answer_goes_in_as_a_quote_as_steps_or_as_a_link(stage: Stage, shape: str) -> None:
    state = await stage.show("one")
    card = state["response"]["suggestions"][0] | {"url": "https://help.example/refunds"}
    changed = state["response"] | {"query_id": "linked", "suggestions": [card]}
    await stage.show("one", ticket_key="linked", response=changed)
    await stage.cards.first.get_by_role("button", name="Read it whole").click()
    await press(stage, shape)
    await expect(stage.page.get_by_role("button", name=shape, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    await press(stage, "Insert")
    [sent] = await stage.sent("insert")
    html = sent["body"]["html"]
    if shape == "Link":
        title = "Refund for an opened item within 30 days"
        assert html == f'<p><a href="https://help.example/refunds">{title}</a></p>'
        assert sent["body"]["text"] == f"{title} (https://help.example/refunds)"
    else:
        assert SHAPES[shape] in html
    assert "data-" not in html


async def test_only_what_is_selected_goes_in(stage: Stage) -> None:
    await stage.show("one")
    await stage.cards.first.get_by_role("button", name="Read it whole").click()
    await stage.page.evaluate("""() => {
        const [, second] = document.querySelectorAll(".reply p");
        getSelection().selectAllChildren(second);
    }""")
    await press(stage, "Insert selection")
    [sent] = await stage.sent("insert")
    assert sent["body"] == {
        "html": "you can send your opened item back within <b>30 days</b> and get a full refund. "
        "We pay for the return label:",
        "text": "you can send your opened item back within 30 days and get a full refund. "
        "We pay for the return label:",
    }


async def test_text_of_the_preview_can_be_selected_with_the_mouse(stage: Stage) -> None:
    await stage.show("one")
    await stage.cards.first.get_by_role("button", name="Read it whole").click()
    await stage.page.wait_for_timeout(SETTLED_MS)
    await stage.page.locator(".reply li").first.click(click_count=3)
    await press(stage, "Copy selection")
    [sent] = await stage.sent("copy")
    assert "Print the label from" in sent["body"]["text"]
    assert "Drop the parcel" not in sent["body"]["text"]


async def test_each_gap_is_asked_for_by_a_field_of_its_kind(stage: Stage) -> None:
    await stage.show("form")
    await stage.cards.first.click()
    page = stage.page
    await page.get_by_label("Day", exact=True).fill("2026-12-03")
    await page.get_by_role("combobox", name="Part of day").select_option("afternoon")
    await page.get_by_role("textbox", name="What to prepare").fill("Please clear\nthe cellar")
    await expect(page.locator(".echo")).to_have_text("December 3, 2026")
    await press(stage, "Insert")
    [sent] = await stage.sent("insert")
    assert sent["values"] == {
        "day": "December 3, 2026",
        "part_of_day": "afternoon",
        "what_to_prepare": "Please clear\nthe cellar",
    }
    assert "body" not in sent


async def test_what_was_typed_comes_back_in_a_frame_mounted_anew(stage: Stage) -> None:
    state = await stage.show("missing_placeholder")
    await stage.cards.first.click()
    await stage.page.get_by_role("textbox", name="Order number").fill("R-20481")
    kept = (await stage.sent("draft"))[-1]
    assert kept["typed"] == {"order_number": "R-20481"}
    await stage.page.reload()
    await stage.page.locator("#bottom button").first.wait_for()
    await stage.feed({"type": "state", "state": state | {"drafts": {kept["key"]: kept["typed"]}}})
    await stage.page.wait_for_timeout(SETTLED_MS)
    await stage.cards.first.click()
    await expect(stage.page.get_by_role("textbox", name="Order number")).to_have_value("R-20481")


async def test_without_a_ticket_what_is_used_often_stands_ready(stage: Stage) -> None:
    await stage.show("idle", ticket_key="")
    assert len(await stage.sent("browse")) == 1
    await stage.show("start", ticket_key="")
    assert await stage.page.locator(".number").all_inner_texts() == ["1", "2", "3", "4", "5"]
    await expect(stage.page.get_by_role("list", name="Used last").get_by_role("listitem")).to_have_count(2)
    await stage.feed({"type": "focus", "target": "list"})
    await stage.page.keyboard.press("4")
    assert [each["answer_id"] for each in await stage.sent("insert")] == ["a_changed"]


async def test_often_used_answers_are_one_press_away_where_nothing_fits(stage: Stage) -> None:
    await stage.show("nothing_fits")
    await press(stage, "Often used answers")
    start = load_state("start")["start"]
    await stage.show("nothing_fits", start=start)
    assert await stage.cards.count() == 5
    await press(stage, "Back to this ticket")
    await expect(stage.page.locator("#content")).to_contain_text("No answer fits this ticket.")


async def test_a_search_says_which_words_it_was_taken_for(stage: Stage) -> None:
    await stage.show("corrected_search")
    await expect(stage.page.locator(".heading")).to_have_text("Showing results for “refund”. 2 results")


async def test_what_a_rule_hides_is_said_with_who_decided_it(stage: Stage) -> None:
    await stage.show("left_out")
    await expect(stage.cards.first.locator(".facts")).to_contain_text("Pinned by the team")
    await stage.page.get_by_text("1 answer is hidden by a rule of your team").click()
    await expect(stage.page.locator(".left-out li")).to_have_text(
        "Refund in store credit (Mara Lind: not for business customers)"
    )


async def test_an_answer_that_is_not_there_is_asked_for(stage: Stage) -> None:
    state = await stage.show("nothing_fits")
    await press(stage, "Ask for this answer")
    field = stage.page.get_by_role("textbox", name="Which answer would help?")
    await expect(field).to_be_focused()
    await press(stage, "Ask")
    await expect(stage.foot).to_contain_text("Write what should be answered.")
    await field.fill("Chess evenings for guests")
    await press(stage, "Ask")
    words = {"kind": "ask", "words": "Chess evenings for guests"}
    assert await judged(stage) == words | {"query_id": state["response"]["query_id"]}
    await expect(stage.foot).to_contain_text("Asked. Your team sees it in Cuecard.")
    await expect(field).to_have_count(0)


async def test_the_words_that_found_nothing_are_asked_for(stage: Stage) -> None:
    await stage.show("empty_search")
    searched = await stage.page.get_by_role("searchbox").input_value()
    await press(stage, "Ask for this answer")
    await expect(stage.page.get_by_role("textbox", name="Which answer would help?")).to_have_value(searched)


async def test_while_cuecard_is_away_it_is_asked_again_by_itself(stage: Stage) -> None:
    state = await stage.show("search_results")
    away = load_state("not_running")["connection"]
    await stage.feed({"type": "state", "state": state | {"connection": away}})
    await expect(stage.page.locator("#content")).to_contain_text("Cuecard is not running")
    await stage.page.wait_for_timeout(4000)
    asked = len(await stage.sent("retry"))
    assert asked >= 2
    searches = len(await stage.sent("search"))
    await stage.feed({"type": "state", "state": state})
    assert len(await stage.sent("search")) == searches + 1, "what was typed meanwhile is looked for"
    await stage.page.wait_for_timeout(3500)
    assert len(await stage.sent("retry")) == asked


async def test_nobody_is_asked_while_the_list_is_hidden(stage: Stage) -> None:
    await stage.show("not_running")
    await stage.feed({"type": "visible", "visible": False})
    await stage.page.wait_for_timeout(2500)
    assert await stage.sent("retry") == []


async def test_the_keys_of_an_editor_choose_from_the_list(stage: Stage) -> None:
    state = await stage.show("one")
    await stage.feed({"type": "slash", "query": "refund"})
    assert (await stage.sent("search"))[-1] == {"type": "search", "query": "refund"}
    found = load_state("search_results")["search"]
    await stage.feed({"type": "state", "state": state | {"search": found}})
    assert (await stage.sent("slash_offered"))[-1]["count"] == 5
    await stage.feed({"type": "slash_key", "key": "next"})
    await expect(stage.page.locator(".card.current .title")).to_have_text(
        "Refund for an opened item within 30 days"
    )
    await stage.feed({"type": "slash_key", "key": "choose"})
    assert [each["answer_id"] for each in await stage.sent("insert")] == ["a_refund_opened"]
    assert await stage.page.evaluate("() => document.activeElement === document.body")
