"""Saved replies in place: `/words` typed in the reply editor, where the agent turned it on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.harness.agent import Answers, enable_site, open_options, open_ticket, pill, shown_answers
from tests.browser.harness.extension import ExtensionBrowser, overlay_frames
from tests.browser.harness.web_folder import pages, serve
from tests.browser.test_pill_place import CONVERSATION

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REFUND_TICKET = 2
REPLY = "#commentBox"
REFUND = "Return an item that does not fit"


async def turn_on(browser: ExtensionBrowser, origin: str, *, on: bool = True) -> None:
    """Set the switch of a site on the options page."""
    options = await open_options(browser)
    listed = options.locator("#sites").get_by_role("listitem").filter(has_text=origin)
    await listed.get_by_role("checkbox", name="Offer answers when I type /").set_checked(on)
    await options.close()


@pytest_asyncio.fixture(loop_scope="session")
async def offering(paired: ExtensionBrowser, helpdesk: str) -> AsyncIterator[None]:
    """The helpdesk with it turned on, for one test."""
    await turn_on(paired, helpdesk)
    yield
    await turn_on(paired, helpdesk, on=False)


async def offered(page: Page, title: str) -> Answers:
    """The list that came by itself, with this answer in it."""
    answers = await shown_answers(page)
    await expect(answers.card(title)).to_be_visible()
    await asyncio.sleep(0.4)
    return answers


@pytest.mark.usefixtures("offering")
async def test_enter_puts_the_answer_in_the_place_of_what_was_typed(agent: Page, helpdesk: str) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await agent.click(REPLY)
    await pill(agent)
    await agent.keyboard.type("Hello Tom, /return")
    answers = await offered(agent, REFUND)
    await expect(answers.frame.locator(".card.current")).to_contain_text(REFUND)
    assert await agent.evaluate("() => document.activeElement.id") == "commentBox"
    await agent.keyboard.press("Enter")
    await expect(agent.locator(REPLY)).to_have_value(re.compile("^Hello Tom, Thank you for your message"))
    assert " /return" not in await agent.input_value(REPLY)
    await agent.keyboard.press("Control+z")
    await expect(agent.locator(REPLY)).to_have_value("Hello Tom, /return")


@pytest.mark.usefixtures("offering")
async def test_it_is_offered_to_whoever_types_before_the_list_is_in_the_page(
    agent: Page, helpdesk: str
) -> None:
    await agent.goto(f"{helpdesk}/tickets/{REFUND_TICKET}/")
    # Nothing of this is the agent's doing, so nothing announces that the list will be wanted.
    await agent.get_by_role("tab", name="Respond").evaluate("(tab) => tab.click()")
    await agent.evaluate("document.querySelector('#commentBox').focus()")
    await pill(agent)
    assert overlay_frames(agent) == []
    await agent.keyboard.type("/return")
    answers = await offered(agent, REFUND)
    await expect(answers.frame.locator(".card.current")).to_contain_text(REFUND)


@pytest.mark.usefixtures("offering")
async def test_escape_leaves_what_was_typed_and_a_slash_within_words_means_nothing(
    agent: Page, helpdesk: str
) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await agent.click(REPLY)
    await pill(agent)
    await agent.keyboard.type("and/return")
    await asyncio.sleep(0.5)
    assert [
        frame for frame in overlay_frames(agent) if await (await frame.frame_element()).is_visible()
    ] == []
    await agent.keyboard.type(" /return")
    answers = await offered(agent, REFUND)
    await agent.keyboard.press("Escape")
    await expect(agent.locator(REPLY)).to_have_value("and/return /return")
    for _ in range(40):
        if not await (await answers.frame.frame_element()).is_visible():
            break
        await asyncio.sleep(0.05)
    assert not await (await answers.frame.frame_element()).is_visible()
    await agent.keyboard.press("Enter")
    await expect(agent.locator(REPLY)).to_have_value("and/return /return\n")


@pytest.mark.parametrize(
    ("name", "inside"),
    [("quill", ".ql-editor"), ("prosemirror", ".ProseMirror"), ("tinymce", "body#tinymce")],
)
async def test_in_editors_of_every_kind(
    paired: ExtensionBrowser, editor_pages: Path, name: str, inside: str
) -> None:
    async with serve(await asyncio.to_thread(pages, {"/editors/": editor_pages})) as origin:
        await enable_site(paired, origin)
        await turn_on(paired, origin)
        page = await paired.context.new_page()
        await page.goto(f"{origin}/editors/{name}.html")
        await page.wait_for_function("globalThis.underTest !== undefined")
        await page.evaluate(CONVERSATION)
        editor = page.frame_locator("iframe").locator(inside) if name == "tinymce" else page.locator(inside)
        await editor.click()
        await pill(page)
        await page.keyboard.press("Control+End")
        await page.keyboard.type(" /return")
        await offered(page, REFUND)
        # Quill takes what happens within a second for one step of undo.
        await asyncio.sleep(1.1)
        await page.keyboard.press("Enter")
        await expect(editor).to_contain_text("Thank you for your message")
        assert " /return" not in await editor.inner_text()
        await page.keyboard.press("Control+z")
        await expect(editor).not_to_contain_text("Thank you for your message")
        await expect(editor).to_contain_text(" /return")
        await page.close()


async def test_it_is_off_unless_the_agent_turns_it_on(agent: Page, helpdesk: str) -> None:
    await open_ticket(agent, helpdesk, REFUND_TICKET)
    await agent.click(REPLY)
    await pill(agent)
    await agent.keyboard.type("/return")
    await asyncio.sleep(0.8)
    assert [
        frame for frame in overlay_frames(agent) if await (await frame.frame_element()).is_visible()
    ] == []
