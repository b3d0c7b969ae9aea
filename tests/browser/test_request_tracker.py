"""The real Request Tracker 5: its ticket is read, its CKEditor filled, and the reply sent."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.harness.agent import enable_site, open_by_click, pill
from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.harness.processes import ready_server
from tests.browser.harness.shadow import wait_for_shadow

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REFUND = "Return an item that does not fit"
READINGS = """async () => Object.entries(await chrome.storage.session.get(null))
    .filter(([key]) => key.startsWith("tab:")).map(([, state]) => state.reading).filter(Boolean)"""
EDITOR = "CKEDITOR.instances.UpdateContent"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tracker(paired: ExtensionBrowser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A running Request Tracker; the agent is logged in and the site turned on."""
    environment = {"RT_FOLDER": str(tmp_path_factory.mktemp("request-tracker"))}
    async with ready_server(["-m", "tests.helpdesks.request_tracker"], environment) as origin:
        await enable_site(paired, origin)
        page = await paired.context.new_page()
        await page.goto(origin)
        await page.fill("[name=user]", "root")
        await page.fill("[name=pass]", "correct horse")
        await page.press("[name=pass]", "Enter")
        await page.wait_for_selector(".current-user, #li-logout", state="attached")
        await page.close()
        yield origin


@pytest_asyncio.fixture(loop_scope="session")
async def tab(paired: ExtensionBrowser, tracker: str) -> AsyncIterator[Page]:
    """The ticket, opened."""
    page = await paired.context.new_page()
    await page.goto(f"{tracker}/Ticket/Display.html?id=1")
    yield page
    await page.close()


async def test_the_ticket_is_read_with_who_wrote_what(paired: ExtensionBrowser, tab: Page) -> None:
    await pill(tab, seconds=20)
    worker = await paired.worker()
    readings = await worker.evaluate(READINGS)
    reading = next(one for one in readings if one["page"]["helpdesk"] == "request-tracker")
    assert reading["page"]["ticket_id"] == "1"
    assert reading["subject"] == "Wrong size"
    assert reading["customer"] == {"name": "Tom Reed", "email": "tom@customer.example"}
    told = [(one["from"], one["text"].splitlines()[-1]) for one in reading["messages"]]
    assert told == [
        ("customer", "Tom"),
        ("agent", "Hello Tom, which size did you order?"),
        ("customer", "Size M. I want to send it back."),
    ]


async def test_an_answer_goes_into_its_editor_and_is_sent(tab: Page, tracker: str) -> None:
    """The reply page shows no conversation. Its CKEditor drops pasted links: then the agent is told."""
    await pill(tab, seconds=20)
    await tab.goto(f"{tracker}/Ticket/Update.html?Action=Respond&id=1")
    await tab.wait_for_function(f"globalThis.CKEDITOR && {EDITOR}?.status === 'ready'")
    frame = tab.frame_locator("iframe.cke_wysiwyg_frame")
    await frame.locator("body").click()
    await tab.keyboard.type("Hello Tom, ")

    answers = await open_by_click(tab)
    await answers.choose(REFUND)

    await tab.wait_for_function(f"{EDITOR}.getData().includes('You may return every item')")
    written = await tab.evaluate(f"{EDITOR}.getData()")
    assert written.index("Hello Tom") < written.index("You may return every item")
    if "https://shop.example/returns" not in written:
        await wait_for_shadow(tab, lambda one: "dropped a link" in one.text, seconds=3)
    await tab.locator("input[name=SubmitTicket]").first.click()
    await tab.wait_for_url("**/Ticket/Display.html*")
    await expect(tab.locator(".transaction.message").last).to_contain_text("You may return every item")
