"""Takes the pictures that the README shows: the real extension on a real helpdesk, with the sample knowledge.

A test run takes them into `tests/output/pictures` and compares their size with the kept ones; `make pictures`
keeps them.
"""

from __future__ import annotations

import asyncio
import os
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, Playwright, expect

from sidecar.demo.sources import sample_sources
from tests.browser.admin.conftest import let_in
from tests.browser.harness.agent import (
    connection,
    enable_site,
    log_in,
    open_by_click,
    open_options,
    open_ticket,
    pair,
)
from tests.browser.harness.extension import ExtensionBrowser, extension_browser
from tests.browser.harness.processes import REPOSITORY
from tests.browser.harness.sidecar import Sidecar
from tests.browser.harness.sidecar import sidecar as running_sidecar

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

KEPT = REPOSITORY / "tests" / "browser" / "pictures"
TAKEN = REPOSITORY / "tests" / "output" / "pictures"
TRACKING_TICKET = 4


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sidecar]:
    """A sidecar with the sample knowledge."""
    async with running_sidecar(tmp_path_factory.mktemp("shop") / "data") as running:
        for sample in sample_sources():
            settings = [word for key, value in sample.config.items() for word in ("--set", f"{key}={value}")]
            await running.cuecard("source", "add", sample.type, "--name", sample.name, *settings)
        await running.cuecard("sync")
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser(playwright: Playwright, shop: Sidecar, helpdesk: str) -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension, paired and at work."""
    async with extension_browser(playwright) as running:
        await pair(running, shop)
        await enable_site(running, helpdesk)
        await log_in(running.context.pages[0], helpdesk)
        yield running


@pytest.fixture
def folder() -> Path:
    """Where the pictures go."""
    chosen = KEPT if os.environ.get("CUECARD_PICTURES") == "keep" else TAKEN
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk (https://www.w3.org/TR/png-3/#11IHDR)."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


async def take(page: Page, folder: Path, name: str) -> None:
    """Take a picture; it has the size of the kept one."""
    await page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")
    assert await asyncio.to_thread(size, folder / f"{name}.png") == await asyncio.to_thread(
        size, KEPT / f"{name}.png"
    )


async def test_the_list_beside_a_ticket(browser: ExtensionBrowser, helpdesk: str, folder: Path) -> None:
    page = await browser.context.new_page()
    await open_ticket(page, helpdesk, TRACKING_TICKET)
    await page.click("#commentBox")
    await page.keyboard.type("Hi Ada, ")
    answers = await open_by_click(page)
    await expect(answers.cards).not_to_have_count(0)
    await expect(answers.frame.get_by_role("main")).to_contain_text("parcel")

    await take(page, folder, "ticket")


async def test_the_options_page(browser: ExtensionBrowser, folder: Path) -> None:
    options = await open_options(browser)
    await expect(connection(options)).to_contain_text("Connected")

    await take(options, folder, "options")


async def test_the_admins_pages(browser: ExtensionBrowser, shop: Sidecar, folder: Path) -> None:
    await let_in(browser.context, shop)
    page = await browser.context.new_page()
    await page.goto(f"{shop.origin}/sources")
    await take(page, folder, "sources")
    await page.goto(f"{shop.origin}/answers?q=how+do+I+return+a+bike")
    await page.locator("ol.found a").first.click()
    await page.get_by_role("button", name="It is right: verify").click()
    await expect(page.get_by_text("Noted.")).to_be_visible()
    await take(page, folder, "answer")
