"""What an agent does: pair, turn a site on, log in to the helpdesk, open a ticket, look at the answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from playwright.async_api import Frame, Locator, Page, expect

from tests.browser.harness.extension import ExtensionBrowser, overlay_frames
from tests.browser.harness.shadow import ShadowElement, click_shadow, wait_for_shadow
from tests.browser.harness.sidecar import Sidecar
from tests.helpdesks.django_helpdesk.seed import AGENT

# A press within this time after something appeared does not count: nobody reads that fast.
SETTLED = 0.4


async def open_options(browser: ExtensionBrowser) -> Page:
    """The options page in a tab of its own."""
    page = await browser.context.new_page()
    await page.goto(browser.address("options/options.html"))
    return page


async def pair(browser: ExtensionBrowser, sidecar: Sidecar) -> None:
    """Pair through the options page, with the sidecar's port and a code it shows."""
    options = await open_options(browser)
    await set_port(options, sidecar.port)
    await enter_code(options, await sidecar.pairing_code())
    await expect(connection(options)).to_contain_text("Connected")
    await options.close()


def connection(options: Page) -> Locator:
    """Where the options page says how the connection stands."""
    return options.locator("#connection")


async def set_port(options: Page, port: int) -> None:
    """Say on the options page where the sidecar listens."""
    await options.get_by_label("Port on this computer").fill(str(port))
    await options.get_by_role("button", name="Save and check").click()


async def enter_code(options: Page, code: str) -> None:
    """Type a pairing code on the options page."""
    await options.get_by_label("Six-digit code").fill(code)
    await options.get_by_role("button", name="Pair", exact=True).click()


async def enable_site(browser: ExtensionBrowser, origin: str) -> None:
    """Turn a site on through the options page."""
    options = await open_options(browser)
    await options.get_by_label("Address of your helpdesk").fill(origin)
    await options.get_by_role("button", name="Add", exact=True).click()
    listed = options.locator("#sites").get_by_role("listitem").filter(has_text=origin)
    await expect(listed).to_have_count(1)
    await options.close()


async def log_in(page: Page, helpdesk: str) -> None:
    """Log in to django-helpdesk; the other tabs of the browser are logged in with it."""
    await page.goto(f"{helpdesk}/login/")
    await page.fill("[name=username]", AGENT["username"])
    await page.fill("[name=password]", AGENT["password"])
    await page.press("[name=password]", "Enter")
    await page.wait_for_url(lambda address: "/login" not in address)


async def open_ticket(page: Page, helpdesk: str, number: int) -> None:
    """Open a ticket and its reply form."""
    await page.goto(f"{helpdesk}/tickets/{number}/")
    await page.get_by_role("tab", name="Respond").click()
    await expect(page.locator("#commentBox")).to_be_visible()


@dataclass(frozen=True)
class Answers:
    """The open list of answers in a page."""

    page: Page
    frame: Frame

    @property
    def cards(self) -> Locator:
        """The cards, best first."""
        return self.frame.locator("[data-answer]")

    def card(self, title: str) -> Locator:
        """The button of a card."""
        return self.frame.get_by_role("button", name=title, exact=True)

    async def choose(self, title: str) -> None:
        """Click a card."""
        await asyncio.sleep(SETTLED)
        await self.card(title).click()


def is_pill(element: ShadowElement) -> bool:
    """Whether this is the pill's button."""
    return element.attributes.get("part") == "pill"


async def pill(page: Page, look: str = "answers", *, seconds: float = 10) -> ShadowElement:
    """The pill beside the reply editor, once it looks like this (`answers`, `weak`, `none`, `off`)."""
    return await wait_for_shadow(
        page,
        lambda element: is_pill(element) and element.attributes.get("data-look") == look,
        seconds=seconds,
    )


async def open_by_click(page: Page, look: str = "answers") -> Answers:
    """Click the pill once it looks like this; returns the open list."""
    shown = await pill(page, look)
    await asyncio.sleep(SETTLED)
    await click_shadow(page, shown)
    return await shown_answers(page)


async def shown_answers(page: Page) -> Answers:
    """The list, once its frame is there and visible."""
    for _ in range(200):
        for frame in overlay_frames(page):
            host = await frame.frame_element()
            if await host.is_visible():
                return Answers(page, frame)
        await asyncio.sleep(0.05)
    raise AssertionError("the list did not open")
