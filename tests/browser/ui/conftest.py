"""One Chromium per language of the interface, for all tests of the extension's own pages."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Playwright

from tests.browser.harness.extension import ExtensionBrowser, extension_browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ui_browser(playwright: Playwright) -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension, in English."""
    async with extension_browser(playwright) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def german_browser(playwright: Playwright) -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension, in German."""
    async with extension_browser(playwright, switches=["--lang=de"]) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def fresh_browser(playwright: Playwright) -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension as it is after its installation."""
    async with extension_browser(playwright) as browser:
        yield browser
