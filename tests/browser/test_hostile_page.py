"""A page on which Cuecard is on, but whose own script is hostile: it sees no answer and inserts none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.harness.agent import enable_site, open_by_click, pill
from tests.browser.harness.extension import ExtensionBrowser, overlay_frames
from tests.browser.harness.web_folder import pages, serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REFUND = "Return an item that does not fit"
# Words of answers that the page does not hold itself.
SECRETS = ("does not fit any", REFUND, "drop it off at any post office", "Parcel is late", "goodwill")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site(paired: ExtensionBrowser) -> AsyncIterator[str]:
    """The hostile site, on which Cuecard is on."""
    async with serve(pages({"/hostile/": Path(__file__).parent / "pages"})) as origin:
        await enable_site(paired, origin)
        yield origin


@pytest_asyncio.fixture(loop_scope="session")
async def hostile(paired: ExtensionBrowser, site: str) -> AsyncIterator[Page]:
    """The hostile ticket, with the reply box in use."""
    page = await paired.context.new_page()
    await page.goto(f"{site}/hostile/hostile.html")
    await page.click("#reply")
    yield page
    await page.close()


async def test_the_page_cannot_read_the_answers(hostile: Page) -> None:
    answers = await open_by_click(hostile)
    await expect(answers.card(REFUND)).to_be_visible()

    loot = await hostile.evaluate("spy()")

    assert [secret for secret in SECRETS if secret in loot] == []
    assert "chrome-extension://" not in loot
    assert await hostile.evaluate(f"window.find({REFUND!r})") is False


async def test_the_page_cannot_press_the_buttons(hostile: Page) -> None:
    answers = await open_by_click(hostile)
    await expect(answers.card(REFUND)).to_be_visible()
    await asyncio.sleep(0.5)

    await hostile.evaluate("meddle()")
    await asyncio.sleep(0.7)

    assert await hostile.input_value("#reply") == ""


async def test_the_page_cannot_have_a_list_of_its_own(hostile: Page, paired: ExtensionBrowser) -> None:
    """The list's page in a frame of the page's own gets no answers: it has no nonce, or one that was used."""
    answers = await open_by_click(hostile)
    await expect(answers.card(REFUND)).to_be_visible()
    used = answers.frame.url

    for address in (paired.address("overlay/overlay.html"), used):
        await hostile.evaluate("address => embed(address)", address)
        await asyncio.sleep(0.7)
        for frame in overlay_frames(hostile):
            if frame is not answers.frame:
                assert REFUND not in await frame.content()


async def test_one_letter_shortcuts_of_the_page_do_not_see_the_search(hostile: Page) -> None:
    answers = await open_by_click(hostile)
    box = answers.frame.get_by_role("searchbox")
    await box.click()
    await hostile.evaluate("loot.length = 0")

    await hostile.keyboard.type("rjk?")

    await expect(box).to_have_value("rjk?")
    heard = await hostile.evaluate("loot.filter((one) => one.includes('key'))")
    assert heard == []


async def test_the_right_answer_still_goes_in(hostile: Page) -> None:
    await pill(hostile)
    answers = await open_by_click(hostile)

    await answers.choose(REFUND)

    await expect(hostile.locator("#reply")).not_to_have_value("")
    assert "30 days" in await hostile.input_value("#reply")
