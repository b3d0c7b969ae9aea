"""When the list comes into the page: once, whatever asks for it first."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.harness.agent import open_by_click, pill
from tests.browser.harness.extension import ExtensionBrowser, overlay_frames
from tests.browser.test_following import REFUND, in_our_world, workspace

__all__ = ["workspace"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# A page that is busy for so long that the agent's first click is over before it is idle.
NEVER_IDLE = """() => {
    globalThis.waiting = [];
    cuecard.whenIdle = (act) => waiting.push(act);
    globalThis.mounts = 0;
    const { mount } = cuecard.frame;
    cuecard.frame.mount = (nonce) => { mounts += 1; mount(nonce); };
}"""
IDLE_AT_LAST = "() => { const acts = waiting.splice(0); for (const act of acts) act(); return acts.length; }"


async def test_a_list_that_is_opened_by_the_first_click_is_not_replaced_by_what_the_first_move_asked_for(
    paired: ExtensionBrowser, workspace: str
) -> None:
    tab = await paired.context.new_page()
    await tab.goto(f"{workspace}/tickets/")
    await tab.evaluate("desk.open(1, 'refund')")
    await pill(tab)
    assert overlay_frames(tab) == [], "nobody has moved the mouse"
    await in_our_world(paired, tab, NEVER_IDLE)

    answers = await open_by_click(tab)
    assert await in_our_world(paired, tab, IDLE_AT_LAST) > 0
    await asyncio.sleep(1)

    assert await in_our_world(paired, tab, "() => mounts") == 1
    assert overlay_frames(tab) == [answers.frame]
    await expect(answers.cards.first).to_contain_text(REFUND)
    await tab.close()
