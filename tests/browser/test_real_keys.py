"""The keyboard shortcuts as a keyboard sends them: to the browser, not to the page. Under Xvfb."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Playwright, expect

from tests.browser.harness.agent import enable_site, log_in, open_ticket, pair, pill, shown_answers
from tests.browser.harness.extension import extension_browser
from tests.browser.harness.screen import screen
from tests.browser.harness.sidecar import Sidecar

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_shortcut_opens_the_list_and_enter_inserts(
    playwright: Playwright, sidecar: Sidecar, helpdesk: str
) -> None:
    async with screen() as keyboard, extension_browser(playwright, desk=keyboard.environment) as browser:
        await pair(browser, sidecar)
        await enable_site(browser, helpdesk)
        page = await browser.context.new_page()
        await log_in(page, helpdesk)
        await open_ticket(page, helpdesk, 2)
        await page.bring_to_front()
        await page.click("#commentBox")
        await keyboard.type("Hello ")
        await pill(page)

        await keyboard.press("ctrl+shift+space")
        answers = await shown_answers(page)
        await expect(answers.cards.first.get_by_role("button").first).to_be_focused()
        await asyncio.sleep(0.5)
        await keyboard.press("Return")

        await expect(page.locator("#commentBox")).to_have_value(
            re.compile("^Hello Thank you for your message")
        )
        await keyboard.press("ctrl+z")
        await expect(page.locator("#commentBox")).to_have_value("Hello ")
