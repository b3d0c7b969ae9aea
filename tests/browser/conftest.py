"""Browsers, pages and servers that the browser tests share; each is started once for the whole run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.browser.harness.chromium import chromium
from tests.browser.harness.editors import build_pages
from tests.browser.harness.web_folder import pages, serve

OUTPUT = Path(__file__).resolve().parents[1] / "output"


@pytest.fixture(scope="session")
def editor_pages() -> Path:
    """The bundled editor pages."""
    return build_pages()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def editor_origin(editor_pages: Path) -> AsyncIterator[str]:
    """Where the editor pages are served."""
    async with serve(pages({"/editors/": editor_pages})) as origin:
        yield origin


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def plain_chromium() -> AsyncIterator[BrowserContext]:
    """Chromium without the extension."""
    async with chromium() as context:
        yield context


@pytest_asyncio.fixture(loop_scope="session")
async def page(plain_chromium: BrowserContext) -> AsyncIterator[Page]:
    """A fresh tab of Chromium without the extension."""
    tab = await plain_chromium.new_page()
    yield tab
    await tab.close()
