"""What a start of the extension brings: with `--load-extension`, Chromium calls each one an installation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright

from tests.browser.harness.agent import is_pill, pair
from tests.browser.harness.extension import ExtensionBrowser, extension_browser
from tests.browser.harness.shadow import wait_for_shadow
from tests.browser.harness.sidecar import Sidecar
from tests.browser.harness.web_folder import pages, serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLACES = Path(__file__).parent / "places"
#: Longer than the extension waits for an options page that somebody else opens.
PATIENCE = 2.5


@pytest_asyncio.fixture(loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension as just installed."""
    async with extension_browser(playwright) as fresh:
        yield fresh


async def start_again(browser: ExtensionBrowser) -> None:
    """What Chromium does at the next start: forget the registered scripts, and report an installation."""
    worker = await browser.worker()
    await worker.evaluate(
        """async () => {
            await chrome.scripting.unregisterContentScripts();
            chrome.runtime.onInstalled.dispatch({ reason: "install" });
        }"""
    )
    await asyncio.sleep(PATIENCE)


def options_pages(browser: ExtensionBrowser) -> int:
    """How many tabs show the options."""
    address = browser.address("options/options.html")
    return sum(page.url.startswith(address) for page in browser.context.pages)


async def test_the_options_page_opens_once_while_the_browser_is_not_paired(browser: ExtensionBrowser) -> None:
    assert options_pages(browser) == 1

    await start_again(browser)

    assert options_pages(browser) == 1


async def test_a_paired_browser_starts_quietly_and_serves_the_tabs_that_are_open(
    browser: ExtensionBrowser, sidecar: Sidecar
) -> None:
    await pair(browser, sidecar)
    for page in browser.context.pages[1:]:
        await page.close()
    await browser.context.pages[0].goto("about:blank")
    async with serve(await asyncio.to_thread(pages, {"/places/": PLACES})) as origin:
        open_before = await browser.context.new_page()
        await open_before.goto(f"{origin}/places/chat.html")
        worker = await browser.worker()
        await worker.evaluate("(origin) => chrome.storage.local.set({ sites: [origin] })", origin)

        await start_again(browser)

        await wait_for_shadow(open_before, is_pill)
        assert options_pages(browser) == 0
