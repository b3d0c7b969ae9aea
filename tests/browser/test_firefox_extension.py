"""The extension in Firefox: it loads, pairs, and one answer goes from the list into the reply box."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.harness.bidi import Firefox, FirefoxTab
from tests.browser.harness.editors import answer_case
from tests.browser.harness.firefox_agent import insert_first_answer
from tests.helpdesks.django_helpdesk.seed import AGENT

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANSWER = answer_case("formatted")
# What the background does for an insertion, run from a page of the extension.
INSERT = """async (address, text, html) => {
  const { insertAnswer } = await import(browser.runtime.getURL("main-world/insert.js"));
  const { fitted } = await import(browser.runtime.getURL("shared/fitting.js"));
  const tabs = await browser.tabs.query({});
  const tab = tabs.find((each) => each.url.startsWith(address));
  const args = [fitted(text, html, null)];
  const how = { target: { tabId: tab.id }, world: "MAIN", func: insertAnswer, args };
  const [run] = await browser.scripting.executeScript(how);
  return run.result;
}"""


@pytest.mark.parametrize("name", ["textarea", "contenteditable", "ckeditor5", "prosemirror"])
async def test_the_background_can_insert(
    paired_firefox: Firefox, firefox_options: FirefoxTab, editor_origin: str, name: str
) -> None:
    address = f"{editor_origin}/editors/{name}.html"
    tab = await paired_firefox.open(address)
    await tab.until("() => globalThis.underTest !== undefined")
    await tab.click(await tab.run("() => underTest.select"))
    await tab.press("Control", "End")

    outcome = await firefox_options.run(INSERT, address, ANSWER.text, ANSWER.html)

    assert outcome["ok"], outcome
    assert "We refund within 14 days." in await tab.run("() => underTest.model()")
    await tab.close()


async def test_an_answer_goes_from_the_list_into_the_reply_box(
    paired_firefox: Firefox, firefox_options: FirefoxTab, helpdesk: str
) -> None:
    tab = await write_to_tom(paired_firefox, helpdesk)

    await insert_first_answer(tab)

    await tab.until("() => document.querySelector('#commentBox').value.includes('You may return every item')")
    assert (await tab.run("() => document.querySelector('#commentBox').value")).startswith("Hello Tom, Thank")
    await tab.press("Control", "z")
    assert await tab.run("() => document.querySelector('#commentBox').value") == "Hello Tom, "
    await tab.close()


async def test_an_answer_goes_from_the_sidebar_into_the_reply_box(
    paired_firefox: Firefox, firefox_options: FirefoxTab, helpdesk: str
) -> None:
    tab = await write_to_tom(paired_firefox, helpdesk)
    shown = await firefox_options.run(
        "async () => (await browser.tabs.query({})).find((tab) => tab.url.includes('/tickets/2')).id"
    )
    beside = await paired_firefox.open("about:blank")
    panel = await paired_firefox.extension_page(beside.context, f"sidepanel/sidepanel.html?tab={shown}")
    await panel.until("() => document.querySelector('[data-answer] button') !== null")
    await asyncio.sleep(0.5)
    await panel.click("[data-answer] button")

    await tab.until("() => document.querySelector('#commentBox').value.includes('You may return every item')")
    assert (await tab.run("() => document.querySelector('#commentBox').value")).startswith("Hello Tom, Thank")
    await panel.close()
    await tab.close()


async def write_to_tom(browser: Firefox, helpdesk: str) -> FirefoxTab:
    """The ticket of Tom, with the first words of a reply."""
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
    return tab
