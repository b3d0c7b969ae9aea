"""Suggestions follow the visible ticket: several in one page, new addresses, chats, virtual lists."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page

from tests.browser.harness.agent import enable_site, open_by_click, pill
from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.harness.web_folder import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGES = Path(__file__).parent / "pages"
REFUND = "Return an item that does not fit"
RESET = "Password reset link has expired"
#: What the pill may take to show another ticket's answers, in ms: the median of all; a single one three times
#: of it, as the machine may be busy.
FOLLOWS = 300
took: list[float] = []
# Every state that the background gave the pill, with its time; run in the content scripts' own world.
WATCH = """() => {
    const log = (globalThis.shownLog = []);
    const show = cuecard.pill.show;
    if (cuecard.pill.watched) return;
    cuecard.pill.watched = true;
    cuecard.pill.show = (state) => {
        show(state);
        const { phase, count } = state;
        requestAnimationFrame(() => globalThis.shownLog.push({ at: performance.now(), phase, count }));
    };
}"""
STATES = """async () => Object.entries(await chrome.storage.session.get(null))
    .filter(([key]) => key.startsWith("tab:"))
    .map(([, { ticket_key, phase, response, reading }]) => ({
        ticket_key, phase, subject: reading?.subject ?? null,
        titles: (response?.suggestions ?? []).map(({ title }) => title),
    }))"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def workspace(paired: ExtensionBrowser) -> AsyncIterator[str]:
    """A helpdesk that keeps its tickets in one page; every address answers with it."""
    app = web.Application()

    async def page(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGES / "many-tickets.html")

    async def script(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGES / "many-tickets.js")

    app.router.add_get("/many-tickets.js", script)
    app.router.add_get("/tickets/many-tickets.js", script)
    app.router.add_get("/{path:.*}", page)
    async with serve(app) as origin:
        await enable_site(paired, origin)
        yield origin


@pytest_asyncio.fixture(loop_scope="session")
async def desk(paired: ExtensionBrowser, workspace: str) -> AsyncIterator[Page]:
    """The workspace with no ticket open, its pill being watched."""
    tab = await paired.context.new_page()
    await tab.goto(f"{workspace}/tickets/")
    await tab.wait_for_timeout(500)
    await in_our_world(paired, tab, WATCH)
    yield tab
    await tab.close()


async def in_our_world(paired: ExtensionBrowser, tab: Page, func: str) -> Any:
    """Run a function where the content scripts run."""
    worker = await paired.worker()
    return await worker.evaluate(
        f"""async (address) => {{
            const tab = (await chrome.tabs.query({{}})).find(({{ url }}) => url === address);
            const target = {{ tabId: tab.id }};
            const [run] = await chrome.scripting.executeScript({{ target, func: {func} }});
            return run.result;
        }}""",
        tab.url,
    )


async def states(paired: ExtensionBrowser) -> list[dict[str, Any]]:
    """What the background knows of each tab."""
    worker = await paired.worker()
    found: list[dict[str, Any]] = await worker.evaluate(STATES)
    return found


async def follows(paired: ExtensionBrowser, tab: Page) -> float:
    """Milliseconds from the newest message to the first frame in which the pill shows its answers."""
    at = await tab.evaluate("desk.at()")
    for _ in range(60):
        # Asking keeps browser and background busy: not while they are being measured.
        await asyncio.sleep(0.25)
        shown = await in_our_world(paired, tab, "() => globalThis.shownLog")
        ready = [one for one in shown if one["at"] > at and one["phase"] == "ready"]
        if ready:
            took.append(float(ready[0]["at"] - at))
            return took[-1]
    raise AssertionError("the pill never showed the new ticket's answers")


async def titles(paired: ExtensionBrowser, key: str) -> list[str]:
    """The titles suggested for the ticket whose key ends so, as soon as there are any."""
    for _ in range(60):
        found = [one for one in await states(paired) if one["ticket_key"].endswith(key) and one["titles"]]
        if found:
            return list(found[0]["titles"])
        await asyncio.sleep(0.03)
    raise AssertionError(f"nothing is suggested for {key}: {await states(paired)}")


async def test_of_several_tickets_in_one_page_the_visible_one_counts(
    paired: ExtensionBrowser, desk: Page
) -> None:
    await desk.evaluate("desk.open(11, 'refund')")
    assert await follows(paired, desk) < FOLLOWS * 3
    assert (await titles(paired, " 11"))[0] == REFUND
    await desk.evaluate("desk.open(12, 'reset')")
    assert await follows(paired, desk) < FOLLOWS * 3
    assert (await titles(paired, " 12"))[0] == RESET
    for ticket, title in ((11, REFUND), (12, RESET), (11, REFUND)):
        await desk.evaluate(f"desk.open({ticket})")
        assert await follows(paired, desk) < FOLLOWS * 3
        assert (await titles(paired, f" {ticket}"))[0] == title
    answers = await open_by_click(desk)
    assert REFUND in await answers.cards.first.inner_text()


async def test_tickets_are_followed_where_the_address_stays(paired: ExtensionBrowser, desk: Page) -> None:
    await desk.evaluate("desk.open(21, 'refund', '')")
    await follows(paired, desk)
    await desk.evaluate("desk.open(22, 'reset', '')")
    assert await follows(paired, desk) < FOLLOWS * 3
    mine = [one for one in await states(paired) if one["subject"] == "Cannot sign in"]
    assert mine[0]["titles"][0] == RESET


async def test_while_the_page_still_shows_the_old_ticket_nothing_of_it_is_offered(
    paired: ExtensionBrowser, desk: Page
) -> None:
    """From the change of the address on the old ticket's answers are gone, before the new ones are there."""
    await desk.evaluate("desk.open(31, 'refund')")
    await follows(paired, desk)
    going = asyncio.create_task(desk.evaluate("desk.go(32, 'reset', 900)"))
    await asyncio.sleep(0.3)
    between = [one for one in await states(paired) if one["ticket_key"].endswith(" 32")]
    assert [one["titles"] for one in between] == [[]]
    await going
    await follows(paired, desk)
    assert (await titles(paired, " 32"))[0] == RESET


async def test_a_message_that_arrives_in_a_chat_changes_the_answers(
    paired: ExtensionBrowser, desk: Page
) -> None:
    await desk.evaluate("desk.open(41, 'chess')")
    await follows(paired, desk)
    await desk.evaluate("desk.say(41, 'agent', 'I do not know that, sorry. Anything else?')")
    await asyncio.sleep(0.5)
    await desk.evaluate("desk.say(41, 'customer', 'Yes. My password reset link has expired, what now?')")
    assert await follows(paired, desk) < FOLLOWS * 3
    for _ in range(40):
        if RESET in (await titles(paired, " 41"))[:1]:
            break
        await asyncio.sleep(0.05)
    assert (await titles(paired, " 41"))[0] == RESET


async def test_scrolling_a_list_that_keeps_a_part_in_the_page_mixes_nothing_up(
    paired: ExtensionBrowser, desk: Page
) -> None:
    await desk.evaluate("desk.open(51, 'refund')")
    await follows(paired, desk)
    texts = ["The jacket does not fit, how do I send it back?"] + [f"One more detail, {n}." for n in range(9)]
    for start in (0, 3, 6):
        await desk.evaluate("([texts, start]) => desk.scroll(51, texts, start)", [texts, start])
        await asyncio.sleep(0.4)
    keys = [one["ticket_key"] for one in await states(paired)]
    assert any(key.endswith(" 51") for key in keys)
    await desk.evaluate("desk.open(52, 'reset')")
    await follows(paired, desk)
    assert (await titles(paired, " 52"))[0] == RESET


async def test_each_tab_has_its_own_ticket(paired: ExtensionBrowser, desk: Page, workspace: str) -> None:
    await desk.evaluate("desk.open(61, 'refund')")
    await follows(paired, desk)
    other = await paired.context.new_page()
    await other.goto(f"{workspace}/tickets/")
    await other.evaluate("desk.open(62, 'reset')")
    await pill(other)
    assert (await titles(paired, " 62"))[0] == RESET
    assert (await titles(paired, " 61"))[0] == REFUND
    await other.close()


async def test_leaving_the_ticket_takes_its_answers_away(paired: ExtensionBrowser, desk: Page) -> None:
    await desk.evaluate("desk.open(71, 'refund')")
    await follows(paired, desk)
    await desk.evaluate(
        "() => { history.pushState({}, '', '/reports'); document.getElementById('panes').replaceChildren(); }"
    )
    await asyncio.sleep(0.5)
    assert not [one for one in await states(paired) if one["ticket_key"].endswith(" 71")]


async def test_it_followed_in_time(desk: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """All that the tests above measured, in this run."""
    assert len(took) > 10
    with capsys.disabled():
        print(f"\nfollows the visible ticket: median {median(took):.0f} ms, slowest {max(took):.0f} ms")
    assert median(took) < FOLLOWS
