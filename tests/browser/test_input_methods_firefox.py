"""Writing with an input method in Firefox: real IBus, real keys, Chinese by syllable and tone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.harness.bidi import FirefoxTab
from tests.browser.harness.firefox import ONE_FOCUS
from tests.browser.harness.firefox_agent import (
    ASK,
    CARD,
    FRAME,
    SETTLED,
    enable_site_in_firefox,
    extension_firefox,
    overlay,
    pair_firefox,
)
from tests.browser.harness.input_method import input_method
from tests.browser.harness.processes import installed, running
from tests.browser.harness.screen import screen
from tests.browser.harness.sidecar import Sidecar
from tests.browser.test_real_keys_firefox import (
    ANSWER,
    ON_A_CARD,
    SHORTCUT,
    Window,
    in_list,
    model,
    said,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SYLLABLE = "ni3"
YOU = "你"
# No letter: those would begin a word.
DRAFT = " 42 "
IN_THE_SEARCH_BOX = "() => document.hasFocus() && document.activeElement.type === 'search'"
SEARCHED = "() => document.querySelector('input[type=search]').value"
ANOTHER_MESSAGE = """() => {
    const last = document.querySelector(".message:last-of-type").cloneNode(true);
    last.querySelector("p").textContent = "The jacket is brown. Where do I send it to?";
    document.querySelector(".conversation").append(last);
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def window(sidecar: Sidecar, editor_origin: str) -> AsyncIterator[Window]:
    """Firefox with a window and an input method; saved replies are offered in place."""
    await installed("openbox")
    async with (
        screen() as keyboard,
        running("openbox", env={**os.environ, **keyboard.environment}),
        input_method(keyboard) as desk,
        extension_firefox(desk, ONE_FOCUS) as browser,
    ):
        options = await pair_firefox(browser, sidecar)
        await enable_site_in_firefox(options, editor_origin)
        await options.run(ASK, {"type": "site_slash", "origin": editor_origin, "on": True})
        yield Window(browser, keyboard, editor_origin)


async def has(tab: FirefoxTab, *signs: str) -> str:
    """What the editor holds, as soon as these signs are in it."""
    for _ in range(200):
        held = await model(tab)
        if all(sign in held for sign in signs):
            return held.replace("&nbsp;", " ").replace("\xa0", " ")
        await asyncio.sleep(0.05)
    pytest.fail(f"{signs} never came: {await model(tab)!r}")


@pytest.mark.parametrize("name", ["textarea", "contenteditable", "prosemirror", "tinymce"])
async def test_a_word_that_is_being_composed_stays_beside_the_answer(window: Window, name: str) -> None:
    """A newer message and its answers do not disturb it, and one Ctrl+Z takes the answer alone."""
    tab = await window.write_in(name, DRAFT)
    await window.keyboard.type(SYLLABLE)
    await has(tab, YOU)
    await tab.run(ANOTHER_MESSAGE)
    await asyncio.sleep(1)
    await window.keyboard.press("2")
    await asyncio.sleep(SETTLED)
    chosen = await has(tab)
    assert "42 " in chosen
    assert SYLLABLE not in chosen
    assert "2" not in chosen.replace("42", "")
    await window.keyboard.type(SYLLABLE)
    await has(tab, YOU)

    await window.keyboard.press(SHORTCUT)
    await in_list(tab, ON_A_CARD)
    composed = await has(tab)
    await asyncio.sleep(SETTLED)
    await window.keyboard.press("Return")

    await inserted_and_undone(window, tab, composed)


@pytest.mark.parametrize("name", ["textarea", "contenteditable", "prosemirror", "tinymce"])
async def test_a_click_inserts_behind_a_word_that_is_being_composed(window: Window, name: str) -> None:
    """The first click ends the composition; the editor has the focus all the while."""
    tab = await window.write_in(name, DRAFT)
    await window.keyboard.type(SYLLABLE)
    composed = await has(tab, YOU)

    await click_first_answer(window, tab)

    await inserted_and_undone(window, tab, composed)


async def click_first_answer(window: Window, tab: FirefoxTab) -> None:
    """Click the pill, then the first card, with the mouse itself: else the input method would not notice."""
    await asyncio.sleep(SETTLED)
    await window.keyboard.click(await tab.screen_box("data-look", "answers"))
    cards = await overlay(tab)
    await cards.until(f"() => document.querySelector('{CARD}') !== null")
    await asyncio.sleep(SETTLED)
    frame = await tab.screen_box("title", FRAME)
    card = await cards.run(f"() => document.querySelector('{CARD}').getBoundingClientRect()")
    await window.keyboard.click({**card, "x": frame["x"] + card["x"], "y": frame["y"] + card["y"]})


async def inserted_and_undone(window: Window, tab: FirefoxTab, composed: str) -> None:
    """The answer stands behind the word, which is there once, and one Ctrl+Z takes the answer alone."""
    await said(tab, "done")
    assert (await has(tab, ANSWER, YOU)).count(YOU) == 1
    await window.keyboard.press("ctrl+z")
    await tab.until("answer => !underTest.model().includes(answer)", ANSWER)
    assert await has(tab) == composed
    await tab.close()


async def test_keys_that_choose_a_sign_do_nothing_in_the_list(window: Window) -> None:
    tab = await window.write_in("textarea", DRAFT)
    await window.keyboard.press(SHORTCUT)
    await in_list(tab, ON_A_CARD)
    await window.keyboard.press("Up")
    await in_list(tab, IN_THE_SEARCH_BOX)
    await window.keyboard.type(SYLLABLE)
    await in_list(tab, f"() => ({SEARCHED})() === '{YOU}'")

    await window.keyboard.press("Right", "Down")
    await in_list(tab, f"() => !['', '{YOU}'].includes(({SEARCHED})())")
    await in_list(tab, IN_THE_SEARCH_BOX)
    await window.keyboard.press("2")
    await asyncio.sleep(SETTLED)
    assert len(await (await overlay(tab)).run(SEARCHED)) == 1
    await in_list(tab, IN_THE_SEARCH_BOX)
    assert ANSWER not in await model(tab)

    await window.keyboard.press("Escape")
    await in_list(tab, f"() => ({SEARCHED})() === ''")
    await tab.close()


async def test_keys_that_choose_a_sign_do_not_choose_a_saved_reply(window: Window) -> None:
    tab = await window.write_in("textarea", DRAFT)
    await window.keyboard.type("/")
    await in_list(tab, "() => document.querySelectorAll('.choose').length > 1")
    await window.keyboard.type(SYLLABLE)
    await has(tab, f"/{YOU}")

    await window.keyboard.press("Down")
    await asyncio.sleep(SETTLED)
    other = await model(tab)
    assert YOU not in other
    assert len(other.partition("/")[2]) == 1
    await window.keyboard.press("space")
    assert (await has(tab, "/")).startswith(other)
    await tab.close()
