"""One Chromium per language of the interface, for all tests of the extension's own pages."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.browser.harness.extension import ExtensionBrowser, extension_browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ui_browser() -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension, in English."""
    async with extension_browser() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def german_browser() -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension, in German."""
    async with extension_browser(switches=["--lang=de"]) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def fresh_browser() -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension as it is after its installation."""
    async with extension_browser() as browser:
        yield browser
