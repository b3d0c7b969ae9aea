"""`cuecard demo` on a screen: the extension is paired, and suggestions stand beside the first ticket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Frame, Page, Playwright, expect

from sidecar.demo.browser import find_chromium
from tests.browser.harness.extension import overlay_frames
from tests.browser.harness.screen import screen
from tests.demo.running import demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def display() -> AsyncIterator[str]:
    """A screen without a person before it."""
    async with screen() as shown:
        yield shown.display


@pytest.fixture
def debuggable_chromium(tmp_path: Path) -> str:
    """A Chromium that the test can look into while the demonstration drives it."""
    program = find_chromium()
    if program is None:
        pytest.fail("Chromium is missing: run `make test-setup`, or install the package `chromium`.")
    told = tmp_path / "chromium"
    told.write_text(f'#!/bin/sh\nexec {program} --remote-debugging-port=0 "$@"\n', encoding="utf-8")
    told.chmod(0o755)
    return str(told)


@asynccontextmanager
async def looking_into(playwright: Playwright, profile: Path) -> AsyncIterator[BrowserContext]:
    """The tabs of the browser that runs with a profile."""
    told = await asyncio.to_thread((profile / "DevToolsActivePort").read_text, encoding="utf-8")
    browser = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{told.split()[0]}")
    try:
        (context,) = browser.contexts
        yield context
    finally:
        await browser.close()


async def overlay_of(page: Page) -> Frame:
    """The extension's frame in a page: it comes in when the agent begins to use the page."""
    for place in range(100):
        await page.mouse.move(200 + place, 200)
        if frames := overlay_frames(page):
            return frames[0]
        await asyncio.sleep(0.1)
    raise AssertionError("The extension did not put its list into the page.")


async def test_on_a_screen_the_browser_is_paired_and_suggests_beside_the_ticket(
    tmp_path: Path, playwright: Playwright, display: str, debuggable_chromium: str
) -> None:
    data = tmp_path / "data"
    for _first_and_second_start in range(2):
        async with demo(data, DISPLAY=display, CUECARD_BROWSER=debuggable_chromium) as run:
            await run.until("Chromium is open; the extension is paired")
            async with looking_into(playwright, data / "browser") as context:
                page = next(page for page in context.pages if page.url.endswith("/tickets/48213"))
                await expect(page.locator("h1")).to_have_text("Tracking stuck since Monday")
                overlay = await overlay_of(page)
                await expect(overlay.locator("body")).to_contain_text("Tracking has not moved for days")
            assert await run.stop() == 0
