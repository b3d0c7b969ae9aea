"""An agent's day in a real helpdesk: django-helpdesk, the real sidecar, the real extension, in Chromium."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.harness.agent import open_by_click, open_ticket, pill, shown_answers
from tests.browser.harness.extension import ExtensionBrowser, overlay_frames
from tests.browser.harness.sidecar import Sidecar

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RESET = "Password reset link has expired"
REFUND = "Return an item that does not fit"
GOODWILL = "When goodwill credit may be offered"
PASSWORD_TICKET, REFUND_TICKET, CHESS_TICKET = 1, 2, 3
REPLY = "#commentBox"


async def draft(page: Page) -> str:
    """What stands in the reply box."""
    return await page.input_value(REPLY)


async def start_draft(page: Page, text: str) -> None:
    """Type into the reply box, as an agent who has begun to answer."""
    await page.click(REPLY)
    await page.keyboard.type(text)


async def test_the_right_answer_is_inserted_undone_inserted_and_sent(
    agent: Page, helpdesk: str, sidecar: Sidecar
) -> None:
    before = await times_inserted(sidecar)
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await start_draft(agent, "Hello Tom, ")
    assert (await pill(agent)).text.strip() in {"1", "2", "3", "4", "5"}

    answers = await open_by_click(agent)
    await expect(answers.cards.first).to_contain_text(REFUND)
    await answers.choose(REFUND)
    await expect(agent.locator(REPLY)).to_have_value(re.compile("You may return every item"))
    inserted = await draft(agent)
    assert inserted.startswith("Hello Tom, Thank you for your message.")
    assert "- Print the label from our returns page" in inserted
    assert "https://shop.example/returns" in inserted

    await agent.keyboard.press("Control+z")
    assert await draft(agent) == "Hello Tom, "

    answers = await open_by_click(agent)
    await answers.choose(REFUND)
    await expect(agent.locator(REPLY)).to_have_value(inserted)
    await agent.get_by_role("button", name="Save", exact=True).click()
    await expect(agent.locator("#followup-list")).to_contain_text("You may return every item")

    assert await times_inserted(sidecar) == before + 1


async def times_inserted(sidecar: Sidecar) -> int:
    """How often the refund reply was inserted, as the next suggestion says."""
    asked = await sidecar.report("suggest", "--text", "The jacket does not fit, I want to send it back.")
    return int(next(one["inserted"] for one in asked["suggestions"] if one["title"] == REFUND))


async def test_an_insertion_that_is_undone_does_not_count(
    agent: Page, helpdesk: str, sidecar: Sidecar
) -> None:
    before = await times_inserted(sidecar)
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await start_draft(agent, "Hello Tom, ")
    answers = await open_by_click(agent)
    await answers.choose(REFUND)
    await expect(agent.locator(REPLY)).to_have_value(re.compile("You may return every item"))
    await asyncio.sleep(0.5)
    assert await times_inserted(sidecar) == before + 1

    await agent.keyboard.press("Control+z")
    await asyncio.sleep(1)

    assert await times_inserted(sidecar) == before


async def test_a_gap_is_asked_for_before_the_answer_goes_in(agent: Page, helpdesk: str) -> None:
    """django-helpdesk shows no name of the customer, so the agent is asked; her own name is on the page."""
    await open_ticket(agent, helpdesk, PASSWORD_TICKET)
    answers = await open_by_click(agent)
    await expect(answers.cards.first).to_contain_text(RESET)
    await answers.choose(RESET)

    gap = answers.frame.get_by_role("textbox", name="customer", exact=False).first
    await expect(gap).to_be_visible()
    assert await draft(agent) == ""
    await gap.fill("Carla")
    await asyncio.sleep(0.4)
    await gap.press("Enter")

    await expect(agent.locator(REPLY)).to_have_value(re.compile("^Hello Carla,\n"))
    text = await draft(agent)
    assert "Mara" in text
    assert "{{" not in text
    assert "30 minutes" in text


async def test_the_keyboard_alone_is_enough(agent: Page, helpdesk: str, paired: ExtensionBrowser) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await start_draft(agent, "Hello Tom, ")
    await pill(agent)

    await paired.command("open-list", agent)
    answers = await shown_answers(agent)
    await expect(answers.card(REFUND)).to_be_focused()
    await asyncio.sleep(0.4)
    await agent.keyboard.press("Enter")

    await expect(agent.locator(REPLY)).to_have_value(re.compile("^Hello Tom, Thank you for your message"))
    await agent.keyboard.type("!")
    assert (await draft(agent)).endswith("has reached us.!")


async def test_escape_leads_back_to_the_draft(agent: Page, helpdesk: str, paired: ExtensionBrowser) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await start_draft(agent, "Hello Tom")
    await agent.keyboard.press("ArrowLeft")
    await pill(agent)

    await paired.command("open-list", agent)
    answers = await shown_answers(agent)
    await expect(answers.card(REFUND)).to_be_focused()
    await agent.keyboard.press("Escape")

    await expect(agent.locator(REPLY)).to_be_focused()
    host = await answers.frame.frame_element()
    assert not await host.is_visible()
    await agent.keyboard.type("_")
    assert await draft(agent) == "Hello To_m"


async def test_the_list_never_takes_the_focus_by_itself(agent: Page, helpdesk: str) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await start_draft(agent, "Hello")
    await open_by_click(agent)

    await agent.keyboard.type(" Tom")

    assert await draft(agent) == "Hello Tom"


async def test_an_answer_for_colleagues_is_confirmed_before_a_customer_gets_it(
    agent: Page, helpdesk: str, paired: ExtensionBrowser
) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await start_draft(agent, "Hello ")
    await pill(agent)
    await paired.command("open-search", agent)
    answers = await shown_answers(agent)
    await answers.frame.get_by_role("searchbox").fill("goodwill credit")
    await expect(answers.card(GOODWILL)).to_be_visible()
    await answers.choose(GOODWILL)

    await asyncio.sleep(0.4)
    await answers.frame.get_by_role("button", name="Insert", exact=True).click()

    await asyncio.sleep(0.5)
    assert await draft(agent) == "Hello "


async def test_nothing_fits(agent: Page, helpdesk: str) -> None:
    await open_ticket(agent, helpdesk, CHESS_TICKET)
    await agent.click(REPLY)

    shown = await wait_for_quiet_pill(agent)

    assert shown in {"none", "weak"}
    answers = await open_by_click(agent, shown)
    await expect(answers.cards).to_have_count(0)


async def wait_for_quiet_pill(page: Page) -> str:
    """The look of the pill once the sidecar has answered."""
    for look in ("weak", "none"):
        try:
            return (await pill(page, look, seconds=3)).attributes["data-look"]
        except AssertionError:
            continue
    raise AssertionError("the pill neither says that nothing fits nor that it is weak")


async def test_a_site_that_is_off_gets_nothing(paired: ExtensionBrowser, editor_origin: str) -> None:
    page = await paired.context.new_page()
    await page.goto(f"{editor_origin}/editors/textarea.html")
    await page.click("#editor")
    await asyncio.sleep(0.5)

    assert overlay_frames(page) == []
    assert await page.evaluate("document.documentElement.children.length") == 2
    await page.close()
