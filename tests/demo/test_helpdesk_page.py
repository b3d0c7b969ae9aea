"""The sample helpdesk in a real browser: an agent opens tickets, writes, formats and sends."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Playwright, expect

from sidecar.demo.helpdesk.server import serving
from tests.browser.harness.chromium import chromium

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EDITOR = ".editor"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[BrowserContext]:
    """One Chromium for this module."""
    async with chromium(playwright) as context:
        yield context


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: BrowserContext) -> AsyncIterator[Page]:
    """A tab on a freshly started helpdesk; an error in the page or its console fails the test."""
    errors: list[str] = []
    async with serving() as address:
        page = await browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        await page.goto(f"{address}/tickets/48213")
        await expect(page.locator("h1")).to_have_text("Tracking stuck since Monday")
        yield page
        await page.close()
    assert errors == []


async def open_ticket(page: Page, number: str) -> None:
    await page.click(f'a[href="/tickets/{number}"]')
    await expect(page.locator(".ticket-number")).to_have_text(f"#{number}")


async def test_a_rich_reply_is_sent_with_its_formatting(desk: Page) -> None:
    await desk.click(EDITOR)
    await desk.click("button[title=Bold]")
    await desk.keyboard.type("Good news")
    await desk.click("button[title=Bold]")
    await desk.keyboard.type(", it is found.")
    await desk.click("button.send")
    last = desk.locator(".message").last
    await expect(last.locator(".message-author")).to_have_text("Mara Lindqvist")
    await expect(last.locator(".message-body")).to_have_text("Good news, it is found.")
    await expect(last.locator(".message-body b")).to_have_text("Good news")
    await expect(desk.locator(EDITOR)).to_have_text("")


async def test_a_plain_reply_keeps_its_lines(desk: Page) -> None:
    await open_ticket(desk, "48202")
    await expect(desk.locator("textarea.editor")).to_be_visible()
    await desk.fill(EDITOR, "Hi Tom,\n\nplease try the other cable.\n<b>Jonas</b>")
    await desk.click("button.send")
    body = desk.locator(".message").last.locator(".message-body")
    await expect(body.locator("p")).to_have_count(2)
    await expect(body).to_contain_text("<b>Jonas</b>")


async def test_a_note_is_marked_as_internal(desk: Page) -> None:
    await desk.click("text=Internal note")
    await desk.click(EDITOR)
    await desk.keyboard.type("Asked Tomasz.")
    await desk.click("button.send")
    await expect(desk.locator(".message").last).to_have_class("message message-note")
    await expect(desk.locator(".ticket-state")).to_have_text("Open")


async def test_tickets_follow_each_other_without_a_page_load(desk: Page) -> None:
    await desk.evaluate("window.stillHere = true")
    await open_ticket(desk, "48211")
    assert desk.url.endswith("/tickets/48211")
    await desk.go_back()
    await expect(desk.locator(".ticket-number")).to_have_text("#48213")
    assert await desk.evaluate("window.stillHere")
    assert "48213" in await desk.title()


async def test_a_draft_waits_while_another_ticket_is_read(desk: Page) -> None:
    await desk.click(EDITOR)
    await desk.keyboard.type("half a sent")
    await open_ticket(desk, "48211")
    await expect(desk.locator(EDITOR)).to_have_text("")
    await open_ticket(desk, "48213")
    await expect(desk.locator(EDITOR)).to_have_text("half a sent")


async def test_the_reply_box_can_be_switched_to_plain_and_back(desk: Page) -> None:
    await desk.click(EDITOR)
    await desk.keyboard.type("one")
    await desk.click("text=Plain")
    await expect(desk.locator("textarea.editor")).to_have_value("one")
    await desk.click("text=Rich")
    await expect(desk.locator("div.editor")).to_have_text("one")


async def test_a_list_and_a_link_are_made_with_the_toolbar(desk: Page) -> None:
    await desk.click(EDITOR)
    await desk.click("button[title='Bulleted list']")
    await desk.keyboard.type("first")
    await desk.keyboard.press("Shift+Home")
    await desk.click("button[title=Link]")
    await desk.fill(".link-address", "https://www.larkspoke.example/")
    await desk.press(".link-address", "Enter")
    await expect(desk.locator(f"{EDITOR} li a")).to_have_attribute("href", "https://www.larkspoke.example/")


async def test_an_empty_reply_is_not_sent(desk: Page) -> None:
    count = await desk.locator(".message").count()
    await desk.click("button.send")
    await expect(desk.locator(".composer-status")).to_have_text("Write something first.")
    assert await desk.locator(".message").count() == count


async def test_quoted_history_is_set_apart(desk: Page) -> None:
    await open_ticket(desk, "48198")
    await expect(desk.locator("blockquote")).to_contain_text("care@larkspoke.example")
    await expect(desk.locator("blockquote")).not_to_contain_text(">From")


async def test_right_to_left_tickets_run_right_to_left(desk: Page) -> None:
    await open_ticket(desk, "48204")
    direction = "element => getComputedStyle(element).direction"
    assert await desk.eval_on_selector("h1", direction) == "rtl"
    assert await desk.eval_on_selector(".message-body p", direction) == "rtl"
    assert await desk.eval_on_selector(".composer-head", direction) == "ltr"


@pytest.mark.parametrize("width", [320, 800, 1360])
async def test_nothing_is_wider_than_the_window(desk: Page, width: int) -> None:
    await desk.set_viewport_size({"width": width, "height": 700})
    assert await desk.evaluate("document.documentElement.scrollWidth") <= width
    await expect(desk.locator(".send")).to_be_in_viewport()
