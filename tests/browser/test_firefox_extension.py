"""The extension in Firefox: it loads, pairs, and one answer goes from the list into the reply box."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.harness.bidi import Firefox, FirefoxTab
from tests.browser.harness.editors import answer_case
from tests.browser.harness.extension import EXTENSION
from tests.browser.harness.firefox import firefox
from tests.browser.harness.sidecar import Sidecar
from tests.helpdesks.django_helpdesk.seed import AGENT

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANSWER = answer_case("formatted")
ADDON_ID = "cuecard@cuecard.example"
ASK = "message => browser.runtime.sendMessage(message)"
# What the background does for an insertion, run from a page of the extension.
INSERT = """async (address, text, html) => {
  const { insertAnswer } = await import(browser.runtime.getURL("main-world/insert.js"));
  const tabs = await browser.tabs.query({});
  const tab = tabs.find((each) => each.url.startsWith(address));
  const how = { target: { tabId: tab.id }, world: "MAIN", func: insertAnswer, args: [text, html] };
  const [run] = await browser.scripting.executeScript(how);
  return run.result;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Firefox]:
    """Firefox with the extension."""
    async with firefox(extension=EXTENSION, addon_id=ADDON_ID) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def options(browser: Firefox, sidecar: Sidecar, helpdesk: str) -> FirefoxTab:
    """The options page, paired, with the helpdesk turned on."""
    tab = await browser.options_tab()
    await tab.run(ASK, {"type": "set_port", "port": sidecar.port})
    paired = await tab.run(ASK, {"type": "pair", "code": await sidecar.pairing_code(), "port": sidecar.port})
    assert paired["ok"], paired
    await tab.run(ASK, {"type": "site_enable", "origin": helpdesk})
    return tab


@pytest.mark.parametrize("name", ["textarea", "contenteditable", "ckeditor5", "prosemirror"])
async def test_the_background_can_insert(
    browser: Firefox, options: FirefoxTab, editor_origin: str, name: str
) -> None:
    address = f"{editor_origin}/editors/{name}.html"
    tab = await browser.open(address)
    await tab.until("() => globalThis.editor !== undefined")
    await tab.click(await tab.run("() => editor.select"))
    await tab.press("Control", "End")

    outcome = await options.run(INSERT, address, ANSWER.text, ANSWER.html)

    assert outcome["ok"], outcome
    assert "We refund within 14 days." in await tab.run("() => editor.model()")
    await tab.close()


async def test_an_answer_goes_from_the_list_into_the_reply_box(
    browser: Firefox, options: FirefoxTab, helpdesk: str
) -> None:
    tab = await browser.open(f"{helpdesk}/login/")
    await tab.run(
        """(name, password) => {
            document.querySelector("[name=username]").value = name;
            document.querySelector("[name=password]").value = password;
            document.querySelector("[name=password]").form.submit();
        }""",
        AGENT["username"],
        AGENT["password"],
    )
    await tab.until("() => !location.pathname.startsWith('/login')")
    await tab.go(f"{helpdesk}/tickets/2/")
    await tab.click("#respond-tab")
    await tab.until("() => document.querySelector('#commentBox').checkVisibility()")
    await asyncio.sleep(0.4)
    await tab.click("#commentBox")
    await tab.type("Hello Tom, ")

    await tab.click_in_shadow("data-look", "answers")
    cards = await overlay(tab)
    await cards.until("() => document.querySelector('[data-answer] button') !== null")
    await asyncio.sleep(0.5)
    await tab.click_in_frame(cards, "Cuecard: suggested answers", "[data-answer] button")

    await tab.until("() => document.querySelector('#commentBox').value.includes('You may return every item')")
    assert (await tab.run("() => document.querySelector('#commentBox').value")).startswith("Hello Tom, Thank")
    await tab.press("Control", "z")
    assert await tab.run("() => document.querySelector('#commentBox').value") == "Hello Tom, "


async def overlay(tab: FirefoxTab) -> FirefoxTab:
    """The extension's own frame in a page."""
    for _ in range(100):
        for frame in await tab.frames():
            if (await frame.address()).startswith("moz-extension://"):
                return frame
        await asyncio.sleep(0.1)
    raise AssertionError("the list's frame is not in the page")
