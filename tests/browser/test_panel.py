"""The side panel is an equal surface: the same list beside the page, in the browser's own panel."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.harness.agent import open_by_click, open_ticket, pill
from tests.browser.harness.extension import ExtensionBrowser

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REFUND = "Return an item that does not fit"
PASSWORD_TICKET, REFUND_TICKET = 1, 2
REPLY = "#commentBox"
CONTEXTS = "async () => (await chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })).length"


async def open_panel(browser: ExtensionBrowser, page: Page) -> Page:
    """The panel's page in a tab of its own, for the tab that shows `page`."""
    await page.bring_to_front()
    worker = await browser.worker()
    tab = await worker.evaluate(
        "async () => (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0].id"
    )
    panel = await browser.context.new_page()
    await panel.set_viewport_size({"width": 360, "height": 700})
    await panel.goto(browser.address(f"sidepanel/sidepanel.html?tab={tab}"))
    return panel


async def test_an_answer_goes_from_the_panel_into_the_page(
    agent: Page, helpdesk: str, paired: ExtensionBrowser
) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await agent.click(REPLY)
    await agent.keyboard.type("Hello Tom, ")
    await pill(agent)
    panel = await open_panel(paired, agent)
    card = panel.get_by_role("button", name=REFUND, exact=True)
    await expect(card).to_be_visible()
    await expect(panel.get_by_role("button", name="Close", exact=True)).to_have_count(0)
    await asyncio.sleep(0.4)
    await card.click()
    await expect(panel.locator("#bottom")).to_contain_text("Inserted")
    await expect(agent.locator(REPLY)).to_have_value(re.compile("^Hello Tom, Thank you for your message"))
    await open_ticket(agent, helpdesk, PASSWORD_TICKET)
    await expect(panel.locator("[data-answer] button").first).to_contain_text("Password reset link")
    await expect(panel.locator("[data-answer]").first).to_be_visible()
    await panel.close()


async def test_beside_a_page_where_cuecard_is_off_the_panel_says_so_and_searches(
    paired: ExtensionBrowser, editor_origin: str
) -> None:
    page = await paired.context.new_page()
    await page.goto(f"{editor_origin}/editors/textarea.html")
    panel = await open_panel(paired, page)
    await expect(panel.locator("#content")).to_contain_text("Cuecard is off on this page.")
    await panel.get_by_role("searchbox").fill("goodwill")
    await expect(panel.locator("[data-answer]").first).to_be_visible()
    await panel.close()
    await page.close()


async def test_the_list_leads_to_the_panel(agent: Page, helpdesk: str, paired: ExtensionBrowser) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await agent.click(REPLY)
    answers = await open_by_click(agent)
    await asyncio.sleep(0.4)
    await answers.frame.get_by_role("button", name="Show in the side panel").click()
    worker = await paired.worker()
    for _ in range(40):
        if await worker.evaluate(CONTEXTS):
            break
        await asyncio.sleep(0.1)
    assert await worker.evaluate(CONTEXTS) == 1
    host = await answers.frame.frame_element()
    await expect(agent.locator(REPLY)).to_be_visible()
    assert not await host.is_visible()
