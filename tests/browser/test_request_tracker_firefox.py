"""The real Request Tracker 5 in Firefox: its CKEditor is filled from the list, and the reply sent."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.harness.bidi import Firefox, FirefoxTab
from tests.browser.harness.firefox_agent import enable_site_in_firefox, insert_first_answer
from tests.browser.harness.processes import ready_server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EDITOR = "CKEDITOR.instances.UpdateContent"
SENT = "You may return every item"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tracker(
    firefox_options: FirefoxTab, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """A running Request Tracker of its own; the site is turned on."""
    environment = {"RT_FOLDER": str(tmp_path_factory.mktemp("request-tracker"))}
    async with ready_server(["-m", "tests.helpdesks.request_tracker"], environment) as origin:
        await enable_site_in_firefox(firefox_options, origin)
        yield origin


async def test_an_answer_goes_into_its_editor_and_is_sent(paired_firefox: Firefox, tracker: str) -> None:
    tab = await paired_firefox.open(tracker)
    await tab.until("() => document.querySelector('[name=pass]') !== null")
    await tab.run(
        """(name, password) => {
            document.querySelector("[name=user]").value = name;
            document.querySelector("[name=pass]").value = password;
            document.querySelector("[name=pass]").form.submit();
        }""",
        "root",
        "correct horse",
    )
    await tab.until("() => document.querySelector('.current-user, #li-logout') !== null")
    await tab.go(f"{tracker}/Ticket/Display.html?id=1")
    await tab.click_in_shadow("data-look", "answers", seconds=20)
    await tab.go(f"{tracker}/Ticket/Update.html?Action=Respond&id=1")
    await tab.until(f"() => globalThis.CKEDITOR && {EDITOR}?.status === 'ready'")
    await scrolled_to(tab, "iframe.cke_wysiwyg_frame")
    await tab.click("iframe.cke_wysiwyg_frame")
    await tab.type("Hello Tom, ")

    await insert_first_answer(tab)

    await tab.until(f"() => {EDITOR}.getData().includes('{SENT}')")
    written = await tab.run(f"() => {EDITOR}.getData()")
    assert written.index("Hello Tom") < written.index(SENT)
    await scrolled_to(tab, "input[name=SubmitTicket]")
    await tab.click("input[name=SubmitTicket]")
    await tab.until(
        "(said) => location.pathname.endsWith('Display.html')"
        " && [...document.querySelectorAll('.transaction.message')].at(-1)?.textContent.includes(said)",
        SENT,
    )
    await tab.close()


async def scrolled_to(tab: FirefoxTab, selector: str) -> None:
    """Bring what is to be clicked into view."""
    await tab.run("(what) => document.querySelector(what).scrollIntoView({ block: 'center' })", selector)
