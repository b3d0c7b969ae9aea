"""The real extension in Chromium, driven as an agent drives it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Frame, Page, Playwright, Worker

from tests.browser.harness.chromium import chromium
from tests.browser.harness.processes import REPOSITORY

EXTENSION = REPOSITORY / "extension"


@dataclass(frozen=True)
class ExtensionBrowser:
    """Chromium with the extension loaded."""

    context: BrowserContext
    id: str

    def address(self, path: str) -> str:
        """The address of a page of the extension."""
        return f"chrome-extension://{self.id}/{path}"

    async def worker(self) -> Worker:
        """The background as it runs now; waits until it does."""
        workers = self.context.service_workers
        return workers[-1] if workers else await self.context.wait_for_event("serviceworker")

    async def command(self, name: str, page: Page) -> None:
        """What a keyboard shortcut does: keys that a test sends never reach the browser itself."""
        worker = await self.worker()
        await page.bring_to_front()
        await worker.evaluate(
            """async (name) => {
                const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
                chrome.commands.onCommand.dispatch(name, tab);
            }""",
            name,
        )

    async def stored(self, area: str) -> dict[str, Any]:
        """What the extension keeps in a storage area (`local`, `session`)."""
        worker = await self.worker()
        kept: dict[str, Any] = await worker.evaluate("(area) => chrome.storage[area].get(null)", area)
        return kept


def overlay_frames(page: Page) -> list[Frame]:
    """The extension's own frames in a page."""
    return [frame for frame in page.frames if frame.url.startswith("chrome-extension://")]


@asynccontextmanager
async def extension_browser(
    playwright: Playwright, *, desk: Mapping[str, str] | None = None, switches: Sequence[str] = ()
) -> AsyncIterator[ExtensionBrowser]:
    """Run Chromium with the extension from the repository.

    Args:
        playwright: what drives it.
        desk: the environment of a screen, for a browser with a window; without one it is headless.
        switches: further command line switches.

    Yields:
        The browser once the background runs.
    """
    async with chromium(playwright, extension=EXTENSION, desk=desk, switches=switches) as context:
        workers = context.service_workers
        worker = workers[0] if workers else await context.wait_for_event("serviceworker")
        browser = ExtensionBrowser(context, worker.url.split("/")[2])
        await first_run(browser)
        yield browser


async def first_run(browser: ExtensionBrowser) -> None:
    """Wait for the options page of a new extension: it takes the newest empty tab, whoever opened that."""
    for _ in range(200):
        pages = [
            page for page in browser.context.pages if page.url == browser.address("options/options.html")
        ]
        if pages:
            await pages[0].wait_for_load_state()
            return
        await asyncio.sleep(0.05)
    pytest.fail("The extension did not open its options page after it was installed.")
