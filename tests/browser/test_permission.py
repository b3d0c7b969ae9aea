"""A helpdesk on plain http inside a company: the browser's own question, asked and answered."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Playwright, expect

from tests.browser.harness.agent import SETTLED, log_in, open_by_click, open_options, open_ticket, pair
from tests.browser.harness.extension import extension_browser
from tests.browser.harness.screen import screen
from tests.browser.harness.sidecar import Sidecar

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAME = "desk.example.test"
RESOLVE = (
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
)


async def test_a_site_is_asked_for_and_then_served(
    playwright: Playwright, sidecar: Sidecar, helpdesk: str
) -> None:
    desk = helpdesk.replace("127.0.0.1", NAME)
    async with (
        screen() as keyboard,
        extension_browser(playwright, desk=keyboard.environment, switches=[RESOLVE]) as browser,
    ):
        await pair(browser, sidecar)
        page = await browser.context.new_page()
        await log_in(page, desk)
        await open_ticket(page, desk, 2)

        options = await open_options(browser)
        listed = options.locator("#sites").get_by_role("listitem").filter(has_text=desk)
        await options.get_by_label("Address of your helpdesk").fill(desk)
        await options.get_by_role("button", name="Add", exact=True).click(no_wait_after=True)
        await asyncio.sleep(1.5)
        await expect(listed).to_have_count(0)
        await keyboard.press("Tab", "Return")  # from Deny, which the browser proposes, to Allow
        await expect(listed).to_have_count(1)

        # The tab that was open before is served without being loaded again.
        await page.bring_to_front()
        answers = await open_by_click(page)
        await asyncio.sleep(SETTLED)
        await answers.cards.first.get_by_role("button").first.click()
        await expect(page.locator("#commentBox")).to_have_value(re.compile("Thank you for your message"))
