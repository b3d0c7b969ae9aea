"""What an agent does in the overlay by keyboard and mouse, and what must never happen by accident."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.ui.stage import PAINTED, Stage, load_state, open_overlay, response

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def stage(ui_browser: ExtensionBrowser) -> AsyncIterator[Stage]:
    """A fresh overlay."""
    async with open_overlay(ui_browser) as opened:
        yield opened


async def titles(stage: Stage) -> list[str]:
    """The titles of the cards as they stand."""
    return await stage.page.locator(".card .title").all_inner_texts()


async def gone(stage: Stage) -> None:
    """Wait until what had the focus is gone: it stays, unseen, until a screen reader has followed."""
    await expect(stage.page.locator(".leaving")).to_have_count(0)


async def test_a_frame_greets_with_the_nonce_of_its_address(stage: Stage) -> None:
    assert await stage.sent("hello") == [{"type": "hello", "nonce": "nonce-of-this-test"}]


async def test_nothing_moves_for_somebody_who_wants_less_motion(stage: Stage) -> None:
    await stage.show("many")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => time !== "0s");
    }).length"""
    assert await stage.page.evaluate(moving) > 0
    await stage.page.emulate_media(reduced_motion="reduce")
    assert await stage.page.evaluate(moving) == 0


async def test_a_click_anywhere_on_a_card_inserts_it_and_leaves_the_focus_where_it_was(stage: Stage) -> None:
    await stage.show("many")
    await stage.cards.nth(1).click(position={"x": 200, "y": 40})
    [insertion] = await stage.sent("insert")
    assert insertion["answer_id"] == "a_refund_partial"
    assert insertion["passage_id"] == "p_refund_partial"
    assert insertion["query_id"].startswith("query-refund_opened")
    assert await stage.page.evaluate("() => document.activeElement === document.body")


async def test_the_keyboard_walks_the_list_and_enter_inserts_when_it_comes_up(stage: Stage) -> None:
    await stage.show("many")
    await stage.feed({"type": "focus", "target": "list"})
    assert await stage.focused() == "card:a_refund_opened"
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("ArrowUp")
    assert await stage.focused() == "card:a_refund_partial"
    await stage.page.keyboard.down("Enter")
    assert await stage.sent("insert") == []
    await stage.page.keyboard.up("Enter")
    assert [each["answer_id"] for each in await stage.sent("insert")] == ["a_refund_partial"]


async def test_a_digit_inserts_the_card_with_that_number(stage: Stage) -> None:
    await stage.show("many")
    await stage.feed({"type": "focus", "target": "list"})
    await stage.page.keyboard.press("3")
    assert [each["answer_id"] for each in await stage.sent("insert")] == ["a_changed"]


async def test_a_key_that_went_down_elsewhere_does_nothing_here(stage: Stage) -> None:
    await stage.show("many")
    await stage.feed({"type": "focus", "target": "list"})
    for key in ("Enter", "Escape", "1"):
        await stage.page.keyboard.up(key)
    assert await stage.sent("insert") == []
    assert await stage.sent("close") == []


async def test_a_list_that_is_asked_for_before_it_is_there_gets_the_focus_when_it_comes(stage: Stage) -> None:
    await stage.feed({"type": "focus", "target": "list"})
    await stage.show("many")
    assert await stage.focused() == "card:a_refund_opened"


async def test_the_shortcut_on_a_page_without_a_ticket_leads_to_the_search_box(stage: Stage) -> None:
    await stage.show("idle")
    await stage.feed({"type": "focus", "target": "list"})
    assert await stage.focused() == "search"
    await stage.page.keyboard.press("Enter")
    assert await stage.sent("site_off") == []


async def test_nothing_takes_the_focus_uninvited(stage: Stage) -> None:
    for name in ("loading", "many", "nothing_fits", "not_paired"):
        await stage.show(name)
        assert await stage.page.evaluate("() => document.activeElement === document.body"), name


async def test_only_a_person_can_press(stage: Stage) -> None:
    await stage.show("many")
    await stage.page.evaluate("""() => {
        const button = document.querySelector(".choose");
        button.click();
        button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        for (const type of ["keydown", "keyup"]) {
            button.dispatchEvent(new KeyboardEvent(type, { key: "Enter", bubbles: true }));
        }
    }""")
    assert await stage.sent("insert") == []


async def test_a_press_right_after_something_appeared_does_not_count(stage: Stage) -> None:
    await stage.show("many")
    box = await stage.cards.first.bounding_box()
    assert box is not None
    await stage.page.mouse.move(box["x"] + 50, box["y"] + 20)
    shown = await stage.page.evaluate(
        "() => { globalThis.fakePort.receive({ type: 'visible', visible: true }); return performance.now(); }"
    )
    await stage.page.mouse.down()
    await stage.page.mouse.up()
    pressed = await stage.page.evaluate("() => performance.now()")
    assert pressed - shown < 300, "this machine is too slow to press in time"
    assert await stage.sent("insert") == []
    await stage.page.wait_for_timeout(320)
    await stage.page.mouse.down()
    await stage.page.mouse.up()
    assert len(await stage.sent("insert")) == 1


async def test_what_stands_beside_insert_is_reached_with_tab(stage: Stage) -> None:
    await stage.show("many")
    await stage.cards.nth(2).locator(".choose").focus()
    reached = []
    for _ in range(5):
        await stage.page.keyboard.press("Tab")
        reached.append(await stage.focused())
    besides = ("read", "copy", "open", "more")
    assert reached == [*(f"{name}:a_changed" for name in besides), "card:a_flagged"]
    await expect(stage.cards.nth(2).locator(".besides")).to_have_css("opacity", "0")
    await expect(stage.cards.nth(3).locator(".besides")).to_have_css("opacity", "1")


async def test_copy_and_open_say_which_answer(stage: Stage) -> None:
    await stage.show("many")
    await stage.page.get_by_role("button", name="Copy: Return address").click()
    [copied] = await stage.sent("copy")
    assert copied["answer_id"] == "a_changed"
    await stage.page.get_by_role("button", name="Open the source: Return address").click()
    [opened] = await stage.sent("open")
    assert opened["answer_id"] == "a_changed"
    assert await stage.sent("insert") == []
    assert await stage.page.get_by_role("button", name="Open the source: Refund for").count() == 0


async def test_a_screen_reader_hears_what_an_answer_is_worth(stage: Stage) -> None:
    await stage.show("many")
    button = stage.page.get_by_role("button", name="How long a refund takes to arrive", exact=True)
    await expect(button).to_have_accessible_description(
        "4 of 5. Flagged. A refund reaches your card after 5 to 7 working days, or up to 14 days "
        "with some banks. Matches “refund”. Flagged by Jonas Berg: our bank changed: it is 3 days now."
    )
    await expect(stage.page.get_by_role("status")).to_have_text(
        "5 answers. First: Refund for an opened item within 30 days"
    )


async def test_reasons_stand_at_the_foot_and_move_nothing(stage: Stage) -> None:
    await stage.show("many")
    before = [await card.bounding_box() for card in await stage.cards.all()]
    await stage.cards.nth(1).hover()
    await expect(stage.foot).to_contain_text("Matches “damaged”, “refund”.")
    assert [await card.bounding_box() for card in await stage.cards.all()] == before
    await stage.cards.nth(4).hover()
    await expect(stage.foot).to_contain_text(
        "Matches “return”, “kitchen”. Differs from 2 other answers. Nobody has verified it yet."
    )


async def test_newer_answers_wait_until_they_are_asked_for(stage: Stage) -> None:
    state = await stage.show("many")
    before = await titles(stage)
    newer = state | {"response": response(["internal", "refund_opened", "german"])}
    await stage.feed({"type": "state", "state": newer})
    assert await titles(stage) == before
    await stage.cards.first.click()
    assert (await stage.sent("insert"))[-1]["query_id"] == state["response"]["query_id"]
    await stage.answer_last("insert", ok=True, how="inserted")
    await stage.page.get_by_role("button", name="2 better answers").click()
    assert [title[:8] for title in await titles(stage)] == ["Goodwill", "Refund f", "Rückerst"]
    await expect(stage.page.get_by_role("button", name="better answers")).to_have_count(0)


async def test_a_list_nobody_sees_is_simply_renewed(stage: Stage) -> None:
    state = await stage.show("many")
    await stage.feed({"type": "visible", "visible": False})
    await stage.feed({"type": "state", "state": state | {"response": response(["internal"])}})
    assert await titles(stage) == ["Goodwill: when we refund after 30 days"]


async def test_another_ticket_replaces_everything_at_once(stage: Stage) -> None:
    await stage.show("missing_placeholder")
    await stage.cards.first.click()
    await expect(stage.page.locator(".preview")).to_be_visible()
    await stage.show("one", ticket_key="ticket-2")
    assert await titles(stage) == ["Refund for an opened item within 30 days"]


async def test_an_excerpt_has_the_names_of_the_page_and_says_what_is_missing(stage: Stage) -> None:
    await stage.show("missing_placeholder")
    await expect(stage.cards.first.locator(".excerpt")).to_contain_text(
        "Hello Ada, your order [Order number]"
    )


async def test_weak_matches_are_shown_only_when_asked_for(stage: Stage) -> None:
    await stage.show("weak")
    await expect(stage.page.locator("#content")).to_contain_text("No answer fits this ticket.")
    assert await stage.cards.count() == 0
    await stage.page.get_by_role("button", name="Show 3 weak matches").click()
    assert await stage.cards.count() == 3
    await expect(stage.page.locator("#content")).to_contain_text("Weak matches: read before you insert.")


async def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(stage: Stage) -> None:
    state = await stage.show("missing_placeholder")
    await stage.feed({"type": "focus", "target": "list"})
    await stage.page.keyboard.press("Enter")
    number = stage.page.get_by_role("textbox", name="Order number")
    await expect(number).to_be_focused()
    await stage.page.keyboard.press("Enter")
    await expect(stage.foot).to_contain_text("Fill in: Order number")
    await stage.page.keyboard.type("R-20481")
    await expect(stage.page.locator(".preview .echo")).to_have_text("R-20481")
    await expect(stage.foot).not_to_contain_text("Fill in")
    await stage.feed(
        {"type": "state", "state": state | {"response": response(["internal", "missing"]), "phase": "ready"}}
    )
    await expect(number).to_have_value("R-20481")
    await expect(number).to_be_focused()
    await stage.page.keyboard.press("Escape")
    await stage.page.wait_for_timeout(320)
    await stage.page.keyboard.press("Enter")
    await expect(number).to_have_value("R-20481")
    await expect(stage.page.get_by_role("textbox", name="Carrier")).to_be_focused()
    await stage.page.keyboard.type("Lindholm Post")
    await stage.page.wait_for_timeout(320)
    await stage.page.keyboard.press("Enter")
    [insertion] = await stage.sent("insert")
    assert insertion["values"] == {"order_number": "R-20481", "carrier": "Lindholm Post"}


async def test_the_preview_reads_as_the_reply_will(stage: Stage) -> None:
    await stage.show("one")
    await stage.page.get_by_role("button", name="Read it whole").click()
    reply = stage.page.get_by_role("region", name="This will be inserted")
    await expect(reply).to_contain_text("you can send your opened item back within 30 days")
    assert await reply.locator(".filled").all_inner_texts() == ["Ada", "Jonas"]
    assert await reply.locator("li").count() == 2
    assert await reply.locator("a").get_attribute("href") is None
    assert await reply.locator("a").get_attribute("title") == "https://shop.example/returns"


async def test_internal_words_reach_a_customer_only_after_a_second_yes(stage: Stage) -> None:
    await stage.show("internal")
    await stage.feed({"type": "focus", "target": "list"})
    await stage.page.keyboard.press("Enter")
    await expect(stage.page.locator(".preview")).to_contain_text("This reply goes to a customer.")
    await stage.page.wait_for_timeout(320)
    await stage.page.keyboard.press("Enter")
    assert await stage.sent("insert") == []
    await expect(stage.page.get_by_role("button", name="Insert anyway")).to_be_focused()
    await stage.page.keyboard.press("Escape")
    await gone(stage)
    await expect(stage.page.get_by_role("button", name="Insert", exact=True)).to_be_focused()
    await stage.page.wait_for_timeout(320)
    await stage.page.keyboard.press("Enter")
    await stage.page.wait_for_timeout(320)
    await stage.page.keyboard.press("Enter")
    assert [each["answer_id"] for each in await stage.sent("insert")] == ["a_internal"]


async def test_internal_words_go_straight_into_an_internal_note(stage: Stage) -> None:
    await stage.show("internal", reply_public=False)
    await stage.cards.first.click()
    assert [each["answer_id"] for each in await stage.sent("insert")] == ["a_internal"]


async def test_an_editor_that_does_not_say_is_taken_for_a_public_one(stage: Stage) -> None:
    await stage.show("internal", reply_public=None)
    await stage.cards.first.click()
    assert await stage.sent("insert") == []


async def test_a_flagged_answer_is_read_before_it_is_inserted(stage: Stage) -> None:
    await stage.show("many")
    await stage.cards.nth(3).click()
    await expect(stage.page.locator(".preview")).to_contain_text(
        "Flagged: our bank changed: it is 3 days now"
    )
    assert await stage.sent("insert") == []


async def test_without_an_editor_answers_are_copied(stage: Stage) -> None:
    await stage.show("no_editor")
    await stage.cards.first.click()
    assert await stage.sent("insert") == []
    assert [each["answer_id"] for each in await stage.sent("copy")] == ["a_refund_opened"]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ({"ok": True, "how": "inserted"}, "Inserted. Undo: Ctrl+Z"),
        (
            {"ok": True, "how": "inserted", "code": "links_lost"},
            "the editor dropped a link or picture: the whole answer is copied, too. Undo: Ctrl+Z",
        ),
        ({"ok": False, "how": "copied", "code": "not_taken"}, "copied instead. Paste it with Ctrl+V"),
        (
            {"ok": False, "how": "copied", "code": "partial"},
            "Only a part stands in the editor. Undo it with Ctrl+Z",
        ),
        ({"ok": False, "how": "failed", "code": "ticket_changed"}, "Another ticket is open now"),
        ({"ok": False, "how": "failed", "code": "not_running"}, "Could not insert. Copy it instead"),
    ],
)
async def test_the_foot_says_how_it_went(stage: Stage, outcome: dict[str, object], said: str) -> None:
    await stage.show("one")
    await stage.cards.first.click()
    await stage.cards.first.click()
    assert len(await stage.sent("insert")) == 1, (
        "a second click while one insertion is under way inserts nothing"
    )
    await stage.answer_last("insert", **outcome)
    await expect(stage.foot).to_contain_text(said)
    await expect(stage.page.get_by_role("status")).to_contain_text(said)


async def test_typing_searches_and_enter_goes_to_the_first_result(stage: Stage) -> None:
    await stage.show("search_results")
    assert (await stage.sent("search"))[-1] == {"type": "search", "query": "refund"}
    assert await stage.cards.count() == 5
    await stage.page.get_by_role("button", name="Show 2 more").click()
    assert await stage.cards.count() == 7
    await stage.page.get_by_role("searchbox").focus()
    await stage.page.keyboard.press("Enter")
    assert await stage.focused() == "card:a_flagged"
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("Enter")
    [insertion] = await stage.sent("insert")
    assert insertion["query_id"] == "search-refund"


async def test_letters_typed_in_the_list_go_to_the_search_box(stage: Stage) -> None:
    await stage.show("many")
    await stage.feed({"type": "focus", "target": "list"})
    await stage.page.keyboard.type("kettle 2")
    await expect(stage.page.get_by_role("searchbox")).to_have_value("kettle 2")
    await stage.page.wait_for_timeout(200)
    assert (await stage.sent("search"))[-1]["query"] == "kettle 2"
    assert await stage.sent("insert") == []


async def test_escape_leaves_one_step_at_a_time(stage: Stage) -> None:
    state = await stage.show("search_results")
    await stage.cards.nth(3).click()
    await expect(stage.page.locator(".preview")).to_be_visible()
    await stage.page.get_by_role("region", name="This will be inserted").focus()
    await stage.page.keyboard.press("Escape")
    await expect(stage.page.locator(".preview")).to_have_count(0)
    await stage.page.keyboard.press("Escape")
    await expect(stage.page.get_by_role("searchbox")).to_have_value("")
    await stage.page.evaluate(PAINTED)
    await stage.feed({"type": "state", "state": state | {"search": None}})
    await gone(stage)
    assert await titles(stage) == ["Refund for an opened item within 30 days"]
    assert await stage.sent("close") == []
    await stage.page.keyboard.press("Escape")
    assert len(await stage.sent("close")) == 1


async def test_hostile_content_stays_text(stage: Stage) -> None:
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    await stage.show("hostile_content")
    assert await titles(stage) == ['<img src=x onerror=alert(1)> & "quotes"']
    await stage.cards.first.click()
    await expect(stage.page.locator(".preview")).to_contain_text("a kettle")
    assert (
        await stage.page.locator(
            "img, iframe, script:not([type=module]), .reply style, .reply svg, [onclick], [href^=javascript]"
        ).count()
        == 0
    )
    assert await stage.page.evaluate("() => globalThis.pwned") is None
    assert [address for address in asked if "tracker" in address] == []


async def test_a_lost_background_is_called_again_by_the_next_thing_the_agent_does(stage: Stage) -> None:
    await stage.show("one")
    await stage.cards.first.click()
    await stage.page.evaluate("() => globalThis.fakePort.disconnect()")
    await expect(stage.foot).to_contain_text("Could not insert")
    assert len(await stage.sent("hello")) == 1
    await stage.cards.first.click()
    assert len(await stage.sent("hello")) == 2
    assert len(await stage.sent("insert")) == 2


async def test_buttons_of_the_states_ask_the_background(stage: Stage) -> None:
    for state, button, message in [
        ("not_running", "Try again", "retry"),
        ("not_paired", "Pair this browser", "options"),
        ("idle", "Turn off on this site", "site_off"),
        ("many", "Settings", "options"),
        ("many", "Close", "close"),
    ]:
        await stage.show(state)
        before = len(await stage.sent(message))
        await stage.page.get_by_role("button", name=button, exact=True).click()
        assert len(await stage.sent(message)) == before + 1, state


async def test_the_technical_detail_stands_behind_details(stage: Stage) -> None:
    await stage.show("foreign_server")
    detail = stage.page.get_by_text("without the header X-Cuecard-Version")
    await expect(detail).to_be_hidden()
    await stage.page.get_by_text("Details").click()
    await expect(detail).to_be_visible()


async def test_the_frame_tells_how_high_its_content_is(stage: Stage) -> None:
    await stage.show("many")
    many = (await stage.sent("size"))[-1]["height"]
    parts = ("#top", "#content", "#bottom")
    boxes = [await stage.page.locator(part).bounding_box() for part in parts]
    needed = sum(box["height"] for box in boxes if box)
    assert many == round(needed)
    assert needed > 480
    await stage.show("nothing_fits", ticket_key="ticket-2")
    assert (await stage.sent("size"))[-1]["height"] < 200


async def test_a_refused_frame_says_so(stage: Stage) -> None:
    await stage.feed({"type": "refused"})
    await expect(stage.page.locator("#content")).to_contain_text("This window has expired.")


async def test_a_broken_connection_leaves_the_list_and_says_so(stage: Stage) -> None:
    state = await stage.show("many")
    await stage.feed(
        {"type": "state", "state": state | {"connection": load_state("not_running")["connection"]}}
    )
    assert await stage.cards.count() == 5
    await expect(stage.foot).to_contain_text("Cuecard is not running on this computer.")


async def test_details_open_by_the_keyboard(stage: Stage) -> None:
    await stage.show("not_running")
    await stage.page.locator("summary").focus()
    await stage.page.keyboard.press("Enter")
    await expect(stage.page.get_by_text("Failed to fetch")).to_be_visible()


async def test_the_shortcut_comes_back_to_the_gap_that_is_still_open(stage: Stage) -> None:
    await stage.show("missing_placeholder")
    await stage.cards.first.click()
    await stage.page.get_by_role("textbox", name="Order number").fill("R-20481")
    await stage.page.get_by_role("searchbox").focus()
    await stage.feed({"type": "focus", "target": "list"})
    await expect(stage.page.get_by_role("textbox", name="Carrier")).to_be_focused()


async def test_after_an_insertion_the_search_is_over(stage: Stage) -> None:
    await stage.show("search_results")
    await stage.cards.nth(1).click()
    await stage.answer_last("insert", ok=True, how="inserted")
    await expect(stage.page.get_by_role("searchbox")).to_have_value("")
    await stage.page.wait_for_timeout(100)
    assert (await stage.sent("search"))[-1]["query"] == ""
