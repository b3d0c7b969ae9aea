"""Teach mode: the agent points at a message, the customer and the reply box, by pointer or keyboard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.harness.agent import enable_site, open_options, pill
from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.harness.shadow import ShadowElement, click_shadow, shadow_elements, wait_for_shadow
from tests.browser.harness.sidecar import Sidecar
from tests.browser.harness.web_folder import pages, serve
from tests.browser.ui.looks import take_picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGES = Path(__file__).parent / "pages"
TICKET = "/desk/in-house-desk.html?ticket=2041"
READING = """async (tabId) => Object.entries(await chrome.storage.session.get(null))
    .filter(([key]) => key.startsWith("tab:")).map(([, state]) => state.reading).filter(Boolean)"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(paired: ExtensionBrowser) -> AsyncIterator[str]:
    """A helpdesk that nobody described, on a site that is turned on."""
    async with serve(pages({"/desk/": PAGES})) as origin:
        await enable_site(paired, origin)
        yield origin


@pytest_asyncio.fixture(loop_scope="session")
async def ticket(paired: ExtensionBrowser, desk: str) -> AsyncIterator[Page]:
    """A ticket of it in a tab; what was taught is forgotten afterwards."""
    tab = await paired.context.new_page()
    await tab.goto(desk + TICKET)
    await tab.wait_for_timeout(600)
    yield tab
    await tab.close()
    worker = await paired.worker()
    await worker.evaluate("() => chrome.storage.local.remove('taught')")


async def begin(paired: ExtensionBrowser, desk: str, ticket: Page) -> Page:
    """Press "Teach" in the options page; the ticket's tab comes to the front."""
    options = await open_options(paired)
    await options.get_by_role("button", name=f"Teach: {desk}").click()
    await card(ticket, "Point at a message")
    return options


async def card(page: Page, text: str) -> ShadowElement:
    """The card of teach mode, once it says this."""
    return await wait_for_shadow(
        page, lambda one: one.attributes.get("role") == "dialog" and text in one.text, seconds=5
    )


async def press(page: Page, label: str) -> None:
    """Press a button of the card."""
    button = await wait_for_shadow(page, lambda one: one.name == "button" and one.text.strip() == label)
    await click_shadow(page, button)


async def point(page: Page, selector: str) -> None:
    """Point at a part of the page and click; the shield takes the click."""
    box = await page.locator(selector).first.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    await page.mouse.down()
    await page.mouse.up()


async def reading_of(paired: ExtensionBrowser, helpdesk: str) -> dict[str, Any]:
    """What the background was last told of a ticket of this helpdesk."""
    worker = await paired.worker()
    for _ in range(60):
        for reading in await worker.evaluate(READING):
            if reading["page"]["helpdesk"] == helpdesk:
                return dict(reading)
        await asyncio.sleep(0.05)
    raise AssertionError("no ticket was read with what was taught")


async def test_a_site_is_taught_by_pointing_three_times(
    paired: ExtensionBrowser, desk: str, ticket: Page, sidecar: Sidecar
) -> None:
    options = await begin(paired, desk, ticket)
    await point(ticket, ".k-cust .bd")
    await card(ticket, "name or e-mail")
    await take_picture(ticket, "light", "teach-pointing")
    await point(ticket, ".who")
    await card(ticket, "write your reply")
    await point(ticket, "textarea")

    result = await card(ticket, "This is what Cuecard reads now")
    await take_picture(ticket, "light", "teach-result")
    assert "4, of them from the customer: 2" in result.text
    assert "How do I return it?" in result.text
    assert "Olga Petrova" in result.text
    await press(ticket, "Save")
    await card(ticket, "Saved for this site")
    await press(ticket, "Close")

    reading = await reading_of(paired, "taught-127-0-0-1")
    assert [one["from"] for one in reading["messages"]] == ["customer", "agent", "customer", "agent"]
    assert reading["messages"][2]["text"] == "I want to send it back and get my money. How do I return it?"
    assert (reading["page"]["ticket_id"], reading["subject"]) == ("2041", "Jacket does not fit")
    assert reading["customer"] == {"name": "Olga Petrova", "email": "olga@petrova.example"}
    assert (await pill(ticket)).attributes["data-look"] == "answers"

    await options.bring_to_front()
    row = options.locator("#sites li").filter(has_text=desk)
    await expect(row).to_contain_text("Taught by you")
    href = await row.get_by_role("link", name="Export").get_attribute("href")
    file = json.loads(unquote((href or "").partition(",")[2]))
    assert file["messages"][0]["selector"] == ".tx7"
    await row.get_by_role("button", name="Send to the team").click()
    await expect(options.locator("#site-error")).to_contain_text("Only admins may change")
    async with as_admin(paired, sidecar):
        await row.get_by_role("button", name="Send to the team").click()
        await expect(options.locator("#site-error")).to_contain_text("the whole team has it now")
    assert (await sidecar.report("helpdesk", "list"))["helpdesks"] == [file]
    await sidecar.cuecard("helpdesk", "remove", "taught-127-0-0-1")
    await row.get_by_role("button", name="Forget").click()
    await expect(row).not_to_contain_text("Taught by you")
    await options.close()


@asynccontextmanager
async def as_admin(paired: ExtensionBrowser, sidecar: Sidecar) -> AsyncIterator[None]:
    """The browser with the token of an admin, for a while."""
    made = await sidecar.report("token", "create", "Admin who teaches", "--role", "admin")
    worker = await paired.worker()
    keep = "(pairing) => chrome.storage.local.set({ pairing })"
    before = (await paired.stored("local"))["pairing"]
    await worker.evaluate(keep, {"token": made["token"], "name": "Admin"})
    yield
    await worker.evaluate(keep, before)


async def test_the_keyboard_alone_is_enough(paired: ExtensionBrowser, desk: str, ticket: Page) -> None:
    options = await begin(paired, desk, ticket)
    await ticket.bring_to_front()
    for key in ("ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp"):
        await ticket.keyboard.press(key)
    await point_by_keys(ticket, "C-2")
    await ticket.keyboard.press("Enter")
    await card(ticket, "name or e-mail")
    await ticket.keyboard.press("Tab")
    await ticket.keyboard.press("Enter")
    await card(ticket, "write your reply")
    await ticket.keyboard.press("Enter")
    await card(ticket, "4, of them from the customer: 2")
    await ticket.keyboard.press("Tab")
    await ticket.keyboard.press("Enter")
    await card(ticket, "Saved for this site")
    await ticket.keyboard.press("Escape")
    await asyncio.sleep(0.2)
    assert not [one for one in await shadow_elements(ticket) if one.attributes.get("role") == "dialog"]
    await options.close()


async def point_by_keys(page: Page, text: str) -> None:
    """Walk until the live region says this part."""
    for _ in range(8):
        spoken = [one for one in await shadow_elements(page) if one.attributes.get("role") == "status"]
        if any(text in one.text for one in spoken):
            return
        await page.keyboard.press("ArrowDown")
        await asyncio.sleep(0.05)
    raise AssertionError(f"the arrow keys never came to {text}")


async def test_escape_ends_it_and_nothing_is_kept(paired: ExtensionBrowser, desk: str, ticket: Page) -> None:
    options = await begin(paired, desk, ticket)
    await ticket.bring_to_front()
    await ticket.keyboard.press("Escape")
    await asyncio.sleep(0.2)
    assert not [one for one in await shadow_elements(ticket) if one.attributes.get("role") == "dialog"]
    assert "taught" not in await paired.stored("local")
    await ticket.fill("textarea", "The page works as before")
    await options.close()


async def test_without_a_tab_of_the_site_it_says_what_to_do(paired: ExtensionBrowser, desk: str) -> None:
    options = await open_options(paired)
    await options.get_by_role("button", name=f"Teach: {desk}").click()
    await expect(options.locator("#site-error")).to_contain_text("Open a ticket of")
    await options.close()
