"""Browsers, pages and servers that the browser tests share; each is started once for the whole run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Playwright, async_playwright

from tests.browser.harness.agent import enable_site, log_in, pair
from tests.browser.harness.bidi import Firefox, FirefoxTab
from tests.browser.harness.cases import HEADERS
from tests.browser.harness.chromium import chromium
from tests.browser.harness.editors import SERVED, build_pages
from tests.browser.harness.extension import ExtensionBrowser, extension_browser
from tests.browser.harness.firefox import firefox
from tests.browser.harness.firefox_agent import enable_site_in_firefox, extension_firefox, pair_firefox
from tests.browser.harness.hands import ChromiumHands, FirefoxHands, Hands
from tests.browser.harness.places import EDITORS
from tests.browser.harness.processes import ready_server
from tests.browser.harness.sidecar import Sidecar
from tests.browser.harness.sidecar import sidecar as running_sidecar
from tests.browser.harness.web_folder import pages, serve

KNOWLEDGE = Path(__file__).parent / "knowledge"


@pytest.fixture(scope="session")
def editor_pages() -> Path:
    """The bundled editor pages."""
    return build_pages()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def editor_origin(editor_pages: Path) -> AsyncIterator[str]:
    """Where the editor pages are served."""
    async with serve(pages(SERVED)) as origin:
        yield origin


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def case_origin() -> AsyncIterator[str]:
    """Where the hand-made editor pages are served."""
    async with serve(pages({"/cases/": EDITORS / "cases"}, HEADERS)) as origin:
        yield f"{origin}/cases"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """What drives Chromium; starting it blocks the event loop, so that happens outside the tests."""
    async with async_playwright() as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def plain_chromium(playwright: Playwright) -> AsyncIterator[BrowserContext]:
    """Chromium without the extension."""
    async with chromium(playwright) as context:
        yield context


@pytest_asyncio.fixture(loop_scope="session")
async def page(plain_chromium: BrowserContext) -> AsyncIterator[Page]:
    """A fresh tab of Chromium without the extension."""
    tab = await plain_chromium.new_page()
    yield tab
    await tab.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def plain_firefox() -> AsyncIterator[Firefox]:
    """Firefox without the extension."""
    async with firefox() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def both_hands(plain_chromium: BrowserContext, plain_firefox: Firefox) -> list[Hands]:
    """A tab of each browser, without the extension."""
    return [
        ChromiumHands(await plain_chromium.new_page()),
        FirefoxHands(await plain_firefox.open("about:blank")),
    ]


@pytest_asyncio.fixture(params=["chromium", "firefox"], loop_scope="session")
async def hands(request: pytest.FixtureRequest, both_hands: list[Hands]) -> Hands:
    """A tab of one browser after the other, without the extension."""
    return next(each for each in both_hands if each.browser == request.param)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def helpdesk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A django-helpdesk with seeded tickets."""
    folder = tmp_path_factory.mktemp("helpdesk")
    environment = {"HELPDESK_FOLDER": str(folder)}
    async with ready_server(["-m", "tests.helpdesks.django_helpdesk"], environment) as origin:
        yield origin


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sidecar(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sidecar]:
    """A running sidecar that knows the shop's saved replies."""
    async with running_sidecar(tmp_path_factory.mktemp("sidecar") / "data") as running:
        path = KNOWLEDGE / "replies.yaml"
        await running.cuecard("source", "add", "replies", "--name", "macros", "--set", f"path={path}")
        await running.cuecard("sync")
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def paired(playwright: Playwright, sidecar: Sidecar, helpdesk: str) -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension, paired with the sidecar, on for the helpdesk, the agent logged in."""
    async with extension_browser(playwright) as browser:
        await pair(browser, sidecar)
        await enable_site(browser, helpdesk)
        await log_in(browser.context.pages[0], helpdesk)
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def paired_firefox() -> AsyncIterator[Firefox]:
    """Firefox with the extension; `firefox_options` pairs it."""
    async with extension_firefox() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def firefox_options(paired_firefox: Firefox, sidecar: Sidecar, helpdesk: str) -> FirefoxTab:
    """The options page in Firefox, paired with the sidecar, the helpdesk turned on."""
    options = await pair_firefox(paired_firefox, sidecar)
    await enable_site_in_firefox(options, helpdesk)
    return options


@pytest_asyncio.fixture(loop_scope="session")
async def agent(paired: ExtensionBrowser) -> AsyncIterator[Page]:
    """A fresh tab of an agent who is logged in to the helpdesk."""
    tab = await paired.context.new_page()
    yield tab
    await tab.close()
