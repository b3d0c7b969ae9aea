"""Wherever the reply editor stands, the answer that the agent clicks is in it, and can be undone.

The whole way: the pill, the list, the click, the background, the page. A new place is a new file in
`tests/editors/places/` and an entry in `places.json`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page

from tests.browser.harness.agent import enable_site, is_pill, open_by_click
from tests.browser.harness.bidi import Firefox, FirefoxTab
from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.harness.firefox_agent import enable_site_in_firefox, insert_first_answer
from tests.browser.harness.hands import ChromiumHands, FirefoxHands, Hands
from tests.browser.harness.places import EDITORS, read_json
from tests.browser.harness.shadow import wait_for_shadow
from tests.browser.harness.web_folder import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLACES = EDITORS / "places"
DRAFT = "Hello Tom, "
REFUND = "Return an item that does not fit"
FIRST, LAST = "Thank you for your message.", "after the parcel has reached us."
CASES = read_json(EDITORS / "places.json")


def tickets() -> web.Application:
    """Serves `/ticket/CASE` and what such a page consists of."""
    frame = (PLACES / "ticket.html").read_text("utf-8")

    async def ticket(request: web.Request) -> web.Response:
        case = CASES.get(request.match_info["case"], {"page": request.match_info["case"]})
        text = frame.replace("PLACE", case["page"])
        return web.Response(text=text, content_type="text/html", headers=case.get("headers"))

    async def allow_embedding(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    app = web.Application()
    app.router.add_get("/ticket/{case}", ticket)
    app.router.add_static("/places/", PLACES)
    app.on_response_prepare.append(allow_embedding)
    return app


@dataclass(frozen=True)
class Site:
    """The helpdesk whose reply editors stand in odd places, and another server for its frames."""

    origin: str
    other: str

    def ticket(self, case: str) -> str:
        """The address of a ticket."""
        return f"{self.origin}/ticket/{case}?other={self.other}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site() -> AsyncIterator[Site]:
    """Both servers."""
    async with serve(tickets()) as origin, serve(tickets()) as other:
        yield Site(origin, other)


@dataclass(frozen=True)
class Agent:
    """An agent in one of the browsers, on a fresh tab of the site."""

    hands: Hands
    tab: Page | FirefoxTab

    async def insert(self) -> None:
        """Click the pill, then the answer."""
        if isinstance(self.tab, FirefoxTab):
            await insert_first_answer(self.tab)
        else:
            answers = await open_by_click(self.tab)
            await answers.choose(REFUND)

    async def value(self) -> str:
        """What stands in the editor."""
        text: str = await self.hands.run("() => underTest.value()")
        return text.replace("\xa0", " ").strip("\n")

    async def has(self, *parts: str) -> str:
        """What stands in the editor, once all of this is in it."""
        for _ in range(60):
            text = await self.value()
            if all(part in text for part in parts):
                return text
            await asyncio.sleep(0.05)
        raise AssertionError(f"{parts} never came: {await self.value()!r}")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def enabled(site: Site, paired: ExtensionBrowser, firefox_options: FirefoxTab) -> None:
    """Cuecard is on for the helpdesk, not for the other site."""
    await enable_site(paired, site.origin)
    await enable_site_in_firefox(firefox_options, site.origin)


@pytest_asyncio.fixture(loop_scope="session", params=["chromium", "firefox"])
async def agent_of_site(
    request: pytest.FixtureRequest, enabled: None, paired: ExtensionBrowser, paired_firefox: Firefox
) -> AsyncIterator[Agent]:
    """An agent in each browser, on a fresh tab."""
    if request.param == "chromium":
        page = await paired.context.new_page()
        yield Agent(ChromiumHands(page), page)
        await page.close()
    else:
        tab = await paired_firefox.open("about:blank")
        yield Agent(FirefoxHands(tab), tab)
        await tab.close()


async def begin(agent: Agent, address: str) -> None:
    """Open a ticket and begin the reply."""
    await agent.hands.open(address)
    await agent.hands.until("globalThis.underTest !== undefined")
    await asyncio.sleep(0.3)
    await agent.hands.click_at(*await agent.hands.run("() => underTest.spot()"))
    await asyncio.sleep(0.2)
    await agent.hands.type(DRAFT)


@pytest.mark.parametrize("case", CASES)
async def test_place(agent_of_site: Agent, site: Site, case: str) -> None:
    agent = agent_of_site
    await begin(agent, site.ticket(case))
    await agent.has(DRAFT.strip())

    await agent.insert()

    text = await agent.has(FIRST, LAST)
    assert text.startswith(DRAFT.strip())
    assert text.count(FIRST) == 1
    if CASES[case].get("plain"):
        assert "- Print the label from our returns page (https://shop.example/returns)" in text
    else:
        html = await agent.hands.run("() => underTest.html()")
        assert "<strong>30 days</strong>" in html
        assert html.count("<li>") == 2
    await agent.hands.press("Control+z")
    await agent.hands.until(f"!underTest.value().includes({FIRST!r})")
    assert (await agent.value()).strip() == DRAFT.strip()


@pytest_asyncio.fixture(loop_scope="session")
async def chromium_agent(enabled: None, paired: ExtensionBrowser) -> AsyncIterator[Agent]:
    """An agent in Chromium, on a fresh tab."""
    page = await paired.context.new_page()
    yield Agent(ChromiumHands(page), page)
    await page.close()


async def notice(agent: Agent) -> str:
    """What the pill says after an insertion."""
    assert isinstance(agent.tab, Page)
    said = await wait_for_shadow(
        agent.tab, lambda element: is_pill(element) and "data-says" in element.attributes
    )
    return said.text


@pytest.mark.parametrize(
    "case", ["right-to-left", "field-in-closed-shadow-root", "trusted-types-design-mode"]
)
async def test_an_input_method_in_the_middle_of_a_word_keeps_it(
    chromium_agent: Agent, site: Site, case: str
) -> None:
    """What was composed stays, the answer stands behind it once, and one Ctrl+Z takes the answer alone."""
    agent = chromium_agent
    assert isinstance(agent.tab, Page)
    await begin(agent, site.ticket(case))
    session = await agent.tab.context.new_cdp_session(agent.tab)
    await session.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    await agent.has("にほん")

    await agent.insert()

    text = await agent.has(FIRST, LAST)
    assert text.startswith(DRAFT + "にほん")
    assert text.count("にほん") == text.count(FIRST) == 1
    await agent.hands.press("Control+z")
    await agent.hands.until(f"!underTest.value().includes({FIRST!r})")
    assert (await agent.value()).strip() == DRAFT + "にほん"


async def test_a_field_that_is_too_short_stays_as_it_is_and_the_agent_is_told(
    chromium_agent: Agent, site: Site
) -> None:
    await begin(chromium_agent, site.ticket("limited"))

    await chromium_agent.insert()

    assert "copied instead" in await notice(chromium_agent)
    assert (await chromium_agent.value()).strip() == DRAFT.strip()


async def test_an_editor_of_a_site_that_was_not_allowed(chromium_agent: Agent, site: Site) -> None:
    """The agent is told whose it is and what to do; nothing goes into another editor of the page."""
    other = site.other.replace("127.0.0.1", "localhost")
    await begin(chromium_agent, f"{site.origin}/ticket/frame-of-another-origin?other={other}")

    await chromium_agent.insert()

    assert "belongs to another site" in await notice(chromium_agent)
    assert (await chromium_agent.value()).strip() == DRAFT.strip()
