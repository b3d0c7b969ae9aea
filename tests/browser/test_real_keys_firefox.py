"""Firefox with a window, and keys as a keyboard sends them: shortcut, list, insertion, undo."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.browser.harness.bidi import BidiError, Firefox, FirefoxTab
from tests.browser.harness.firefox import ONE_FOCUS
from tests.browser.harness.firefox_agent import (
    SETTLED,
    enable_site_in_firefox,
    extension_firefox,
    overlay,
    pair_firefox,
)
from tests.browser.harness.hands import FirefoxHands
from tests.browser.harness.processes import installed, running
from tests.browser.harness.screen import Screen, screen
from tests.browser.harness.sidecar import Sidecar
from tests.browser.test_pill_place import CONVERSATION

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHORTCUT = "ctrl+shift+space"
ANSWER = "You may return every item"
FOCUS = "() => [document.hasFocus(), document.activeElement.outerHTML.slice(0, 200)]"
ON_A_CARD = "() => document.hasFocus() && document.activeElement.classList.contains('choose')"


@dataclass(frozen=True)
class Window:
    """Firefox on a screen, paired, the editor pages turned on."""

    browser: Firefox
    keyboard: Screen
    origin: str

    async def write_in(self, name: str, text: str) -> FirefoxTab:
        """Open the page of an editor with a conversation, and write at the end of the draft."""
        tab = await self.browser.open(f"{self.origin}/editors/{name}.html")
        await tab.until("() => globalThis.underTest !== undefined")
        await tab.run(CONVERSATION)
        select, frame = await tab.run("() => [underTest.select, underTest.frame ?? null]")
        hands = FirefoxHands(tab)
        if frame:
            await hands.enter(frame)
        await hands.click(select)
        await self.keyboard.press("ctrl+End")
        await self.keyboard.type(text)
        await pill_shown(tab)
        return tab


async def pill_shown(tab: FirefoxTab) -> None:
    """Wait for the pill with its answers."""
    for _ in range(200):
        if await tab._in_shadow("data-look", "answers"):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the pill never had answers")


async def said(tab: FirefoxTab, how: str) -> None:
    """Wait until the pill says how it went: `done` or `not`. An agent cannot undo what is not there yet."""
    for _ in range(200):
        if await tab._in_shadow("data-says", how):
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"the pill never said that it was {how}")


async def in_list(tab: FirefoxTab, condition: str) -> None:
    """Wait until something is true in the list's frame, which may be mounted anew meanwhile."""
    for _ in range(100):
        with suppress(BidiError):
            if await (await overlay(tab)).run(condition):
                return
        await asyncio.sleep(0.1)
    places = {"page": await tab.run(FOCUS), "list": await (await overlay(tab)).run(FOCUS)}
    pytest.fail(f"never became true: {condition}; the focus: {places}; the editor: {await model(tab)}")


async def model(tab: FirefoxTab) -> str:
    """What the editor holds, by its own account."""
    held: str = await tab.run("() => underTest.model()")
    return held


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def window(sidecar: Sidecar, editor_origin: str) -> AsyncIterator[Window]:
    """Firefox with a window, on a screen with a window manager."""
    await installed("openbox")
    async with (
        screen() as keyboard,
        running("openbox", env={**os.environ, **keyboard.environment}),
        extension_firefox(keyboard.environment, ONE_FOCUS) as browser,
    ):
        options = await pair_firefox(browser, sidecar)
        await enable_site_in_firefox(options, editor_origin)
        yield Window(browser, keyboard, editor_origin)


@pytest.mark.parametrize(
    "name", ["textarea", "contenteditable", "prosemirror", "lexical", "tinymce", "ckeditor4"]
)
async def test_the_keyboard_is_enough(window: Window, name: str) -> None:
    tab = await window.write_in(name, " Hello")
    await used_by_keyboard(window, tab)
    await tab.close()


async def used_by_keyboard(window: Window, tab: FirefoxTab) -> None:
    """Go the whole way from the shortcut to the undone insertion, and back into the editor."""

    await window.keyboard.press(SHORTCUT)
    await in_list(tab, ON_A_CARD)
    await window.keyboard.press("Up")
    await in_list(tab, "() => document.activeElement.type === 'search'")
    await window.keyboard.press("Down")
    await in_list(tab, ON_A_CARD)
    await asyncio.sleep(SETTLED)
    await window.keyboard.press("Return")
    await said(tab, "done")
    assert ANSWER in await model(tab)

    await window.keyboard.press("ctrl+z")
    await tab.until("answer => !underTest.model().includes(answer)", ANSWER)
    assert "Hello" in await model(tab)

    await window.keyboard.press("Left", "Left")
    await window.keyboard.press(SHORTCUT)
    await in_list(tab, ON_A_CARD)
    await window.keyboard.press("Escape")
    await goes_on_typing(window, tab)


async def goes_on_typing(window: Window, tab: FirefoxTab) -> None:
    """The editor has the focus again, and the caret stands between the letters where it stood."""
    await in_list(tab, "() => !document.hasFocus()")
    await asyncio.sleep(SETTLED)
    await window.keyboard.type("again")
    await tab.until("() => underTest.model().includes('Helagainlo')")


@pytest.mark.parametrize("name", ["textarea", "tinymce", "ckeditor4"])
async def test_after_copying_the_editor_has_the_focus_again(window: Window, name: str) -> None:
    tab = await window.write_in(name, " Hello")
    await window.keyboard.press("Left", "Left")
    await window.keyboard.press(SHORTCUT)
    await in_list(tab, ON_A_CARD)
    await window.keyboard.press("Tab", "Tab")
    await in_list(tab, "() => document.activeElement.dataset.focus.startsWith('copy:')")
    await asyncio.sleep(SETTLED)

    await window.keyboard.press("Return")

    await said(tab, "done")
    await goes_on_typing(window, tab)
    await tab.close()


async def test_a_click_on_the_pill_closes_the_list_and_the_editor_has_the_focus_again(window: Window) -> None:
    tab = await window.write_in("textarea", " Hello")
    await window.keyboard.press("Left", "Left")
    await window.keyboard.press(SHORTCUT)
    await in_list(tab, ON_A_CARD)

    await tab.click_in_shadow("data-look", "answers")

    await goes_on_typing(window, tab)
    await tab.close()
