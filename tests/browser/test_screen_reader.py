"""What an agent hears who works with a screen reader: real Orca, real keys, both browsers with a window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright

from tests.browser.harness.agent import enable_site, pair
from tests.browser.harness.desk import Desk, desk
from tests.browser.harness.extension import extension_browser
from tests.browser.harness.firefox_agent import enable_site_in_firefox, extension_firefox, pair_firefox
from tests.browser.harness.hands import ChromiumHands, FirefoxHands, Hands
from tests.browser.harness.sidecar import Sidecar
from tests.browser.harness.sidecar import sidecar as running_sidecar
from tests.helpdesks.django_helpdesk.seed import AGENT

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

KNOWLEDGE = Path(__file__).parent / "knowledge" / "heard.yaml"
LOG_IN = """(name, password) => {
    document.querySelector("[name=username]").value = name;
    document.querySelector("[name=password]").value = password;
    document.querySelector("[name=password]").form.submit();
}"""
REPLY = "#commentBox"
RETURN = "Return an item that does not fit"
LABEL = "Return label for a jacket"
EXCEPTION = "Money back for a jacket after 30 days"
TITLES = (RETURN, LABEL, EXCEPTION)
# A press within this time after something appeared does not count: nobody reads that fast.
SETTLED = 0.4
SHORTCUT = "ctrl+shift+space"


@dataclass(frozen=True)
class BlindAgent:
    """An agent at the desk, in one of the browsers, logged in to the helpdesk."""

    desk: Desk
    hands: Hands
    helpdesk: str

    async def press(self, *keys: str, until: str = "") -> str:
        """Press keys; returns what is then said, the utterances joined by ` | `."""
        await self.desk.keyboard.press(*keys)
        return await self.desk.reader.hear(until)

    async def type(self, text: str, *, until: str = "") -> str:
        """Type; returns what is then said."""
        await self.desk.keyboard.type(text)
        return await self.desk.reader.hear(until)

    async def open_ticket(self, number: int, *, until: str = "") -> str:
        """Open a ticket; returns what is then said."""
        await self.hands.open(f"{self.helpdesk}/tickets/{number}/")
        await self.hands.until("document.readyState === 'complete'")
        return await self.desk.reader.hear(until)

    async def write_reply(self, text: str) -> None:
        """Go to the reply editor, and write."""
        await self.hands.run(
            """selector => {
                document.querySelector("#respond-tab").click();
                document.querySelector(selector).focus();
            }""",
            REPLY,
        )
        await self.desk.reader.hear("Comment / Resolution")
        await self.type(text)

    async def go_to(self, title: str) -> None:
        """Open the list, and go down to an answer; which one is first depends on what was inserted before."""
        said = await self.press(SHORTCUT, until="1 of 3")
        while title not in said:
            said = await self.press("Down", until="of 3")
        await asyncio.sleep(SETTLED)

    async def reply(self) -> str:
        """What stands in the reply editor."""
        written: str = await self.hands.run("selector => document.querySelector(selector).value", REPLY)
        return written


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def at_desk() -> AsyncIterator[Desk]:
    """A desk with a screen reader."""
    async with desk() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sidecar]:
    """A sidecar that knows answers of every kind."""
    async with running_sidecar(tmp_path_factory.mktemp("heard") / "data") as running:
        await running.cuecard("source", "add", "replies", "--name", "macros", "--set", f"path={KNOWLEDGE}")
        await running.cuecard("sync")
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def agent(
    request: pytest.FixtureRequest, playwright: Playwright, at_desk: Desk, shop: Sidecar, helpdesk: str
) -> AsyncIterator[BlindAgent]:
    """One agent after the other: in Chromium, in Firefox."""
    start = in_chromium(playwright, at_desk, shop, helpdesk)
    if request.param == "firefox":
        start = in_firefox(at_desk, shop, helpdesk)
    async with start as hands:
        await hands.open(f"{helpdesk}/login/")
        await hands.run(LOG_IN, AGENT["username"], AGENT["password"])
        await hands.until("!location.pathname.startsWith('/login')")
        await at_desk.reader.hear()
        yield BlindAgent(at_desk, hands, helpdesk)


@asynccontextmanager
async def in_chromium(
    playwright: Playwright, at_desk: Desk, shop: Sidecar, helpdesk: str
) -> AsyncIterator[Hands]:
    """Chromium at the desk; it heeds this switch, not the settings of the desktop."""
    switches = ["--force-renderer-accessibility"]
    async with extension_browser(playwright, desk=at_desk.environment, switches=switches) as browser:
        await pair(browser, shop)
        await enable_site(browser, helpdesk)
        page = await browser.context.new_page()
        await page.bring_to_front()
        yield ChromiumHands(page)


@asynccontextmanager
async def in_firefox(at_desk: Desk, shop: Sidecar, helpdesk: str) -> AsyncIterator[Hands]:
    """Firefox at the desk."""
    async with extension_firefox(at_desk.environment) as browser:
        await enable_site_in_firefox(await pair_firefox(browser, shop), helpdesk)
        yield FirefoxHands(await browser.open("about:blank"))


async def test_answers_are_told_once_and_the_list_is_walked_by_arrows(agent: BlindAgent) -> None:
    """The answers are announced politely; each is its title, its place, its trust and what it says."""
    said = await agent.open_ticket(2, until="answers found: 3. Shortcut: Ctrl+Shift+Space")
    assert said.count("answers found: 3. Shortcut") == 1
    await agent.write_reply("Hello ")

    first = await agent.press(SHORTCUT, until="1 of 3. Not verified.")
    second = await agent.press("Down", until="2 of 3. Not verified.")
    third = await agent.press("Down", until="3 of 3. Not verified.")

    heard = {title: card for title in TITLES for card in (first, second, third) if title in card}
    assert set(heard) == set(TITLES), (first, second, third)
    assert "You may return every item within 30 days." in heard[RETURN]
    assert "asks for 1 detail" in heard[LABEL]
    assert "Internal" in heard[EXCEPTION]
    assert first.count("push button") == 1, first
    assert "More: " in await agent.press("Tab", "Tab", "Tab", until="collapsed")
    await agent.press("Home", until="1 of 3")
    await agent.press("Escape", until="Comment / Resolution")
    await agent.type("Tom")
    assert await agent.reply() == "Hello Tom"


async def test_an_answer_is_heard_before_it_is_inserted_and_then_that_it_was(agent: BlindAgent) -> None:
    await agent.open_ticket(2, until="answers found")
    await agent.write_reply("Hello ")
    await agent.go_to(RETURN)

    preview = await agent.press("Right", until="The money is back on your account")
    assert "Insert push button" in preview
    await agent.press("Escape", until=RETURN)
    inserted = await agent.press("Return", until="Inserted. Undo: Ctrl+Z")

    assert "Comment / Resolution entry" in inserted
    assert inserted.count("Inserted.") == 1, inserted
    assert (await agent.reply()).startswith("Hello You may return every item")
    await agent.press("ctrl+z")
    assert await agent.reply() == "Hello "
    assert "Inserted. Undo" not in await agent.press(SHORTCUT, until="1 of 3")
    await agent.press("Escape", until="Comment / Resolution")


async def test_what_is_missing_is_asked_for_by_its_name(agent: BlindAgent) -> None:
    await agent.open_ticket(2, until="answers found")
    await agent.write_reply("Hello ")
    await agent.go_to(LABEL)

    asked = await agent.press("Return", until="Fill in what the page does not say.")
    assert "Return number entry required" in asked
    assert "invalid" not in asked
    await agent.type("R-12")
    await agent.press("Return", until="Inserted. Undo: Ctrl+Z")

    assert "Its number is R-12." in await agent.reply()


async def test_internal_words_are_told_to_be_so_before_the_second_yes(agent: BlindAgent) -> None:
    await agent.open_ticket(2, until="answers found")
    await agent.write_reply("Hello ")
    await agent.go_to(EXCEPTION)

    await agent.press("Return", until="This reply goes to a customer.")
    await asyncio.sleep(SETTLED)
    asked = await agent.press("Return", until="Insert anyway")
    assert "Internal: not written for customers." in asked
    assert asked.count("Insert anyway") == 1, asked
    assert await agent.reply() == "Hello "
    await agent.press("Escape", until="Insert push button")
    await agent.press("Escape", until=EXCEPTION)
    await agent.press("Escape", until="Comment / Resolution")


async def test_a_search_tells_its_results_when_the_typing_pauses(agent: BlindAgent) -> None:
    await agent.open_ticket(2, until="answers found")
    await agent.write_reply("Hello ")
    await agent.press(SHORTCUT, until="1 of 3")
    await agent.press("slash", until="Search all answers entry")

    said = await agent.type("gift card", until="1 result. Gift card does not work")
    assert said.count("result") == 1, said
    assert "Looking" not in said
    await agent.press("Down", until="1 of 1. Not verified. Please type the code without spaces")
    await agent.press("Escape", until="1 of 3. Not verified.")
    await agent.press("Escape", until="Comment / Resolution")


async def test_after_a_search_the_answers_to_the_ticket_are_told_again(agent: BlindAgent) -> None:
    """The list is opened before anything else is done in the page: its frame has only just come in."""
    await agent.open_ticket(2, until="answers found")
    await agent.press(SHORTCUT, until="1 of 3")
    await agent.press("slash", until="Search all answers entry")
    await agent.type("gift card", until="1 result.")

    said = await agent.press("Escape", until="3 answers. First: ")
    assert said.count("3 answers.") == 1, said
    assert any(title in said for title in TITLES), said
    await agent.press("Down", until="1 of 3. Not verified.")
    await agent.press("Escape")


async def test_that_nothing_fits_is_said_and_an_answer_is_asked_for(agent: BlindAgent) -> None:
    await agent.open_ticket(3)
    await agent.write_reply("Hello ")

    said = await agent.press(SHORTCUT, until="No answer fits this ticket.")
    assert said.count("No answer fits") == 1, said
    await agent.press("Tab", "Tab", until="Ask for this answer push button")
    asked = await agent.press("Return", until="Which answer would help? entry")
    assert "Your team gets these words" in asked
    await agent.type("When the tournament takes place")
    back = await agent.press("Escape", until="Ask for this answer push button")
    assert "No answer fits this ticket." in back
    await agent.press("Escape", until="Comment / Resolution")


async def test_what_a_search_does_not_find_is_said_and_can_be_asked_for(agent: BlindAgent) -> None:
    await agent.open_ticket(2, until="answers found")
    await agent.write_reply("Hello ")
    await agent.press(SHORTCUT, until="1 of 3")
    await agent.press("slash", until="Search all answers entry")

    said = await agent.type("qqqq zzzz", until="Nothing found for “qqqq zzzz”.")
    assert said.count("Nothing found") == 1, said
    await agent.press("Tab", "Tab", until="Ask for this answer push button")
    await agent.press("Return", until="Which answer would help? entry qqqq zzzz")
    await agent.press("ctrl+a")
    await agent.type("A gift card for two")
    sent = await agent.press("Tab", "Return", until="Asked. Your team sees it in Cuecard.")
    assert sent.count("Asked.") == 1, sent
    await agent.press("Escape")
    await agent.press("Escape", until="Comment / Resolution")
