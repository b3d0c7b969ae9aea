"""Where the open list stands: at the reply editor, wherever that goes, and out of the way of the page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.browser.harness.agent import Answers, enable_site, open_by_click
from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.harness.web_folder import pages, serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLACES = Path(__file__).parent / "places"
EDITOR = "textarea"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(paired: ExtensionBrowser) -> AsyncIterator[str]:
    """A desk in one page, enabled."""
    async with serve(await asyncio.to_thread(pages, {"/places/": PLACES})) as origin:
        await enable_site(paired, origin)
        yield f"{origin}/places/desk.html"


@pytest_asyncio.fixture(loop_scope="session")
async def tab(paired: ExtensionBrowser) -> AsyncIterator[Page]:
    """A window of a usual size."""
    page = await paired.context.new_page()
    await page.set_viewport_size({"width": 1100, "height": 800})
    yield page
    await page.close()


async def editor_box(page: Page) -> dict[str, float]:
    """Where the editor stands."""
    box = await page.locator(EDITOR).bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


async def frame_box(answers: Answers) -> dict[str, float]:
    """Where the frame stands."""
    box = await (await answers.frame.frame_element()).bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


async def is_shown(answers: Answers) -> bool:
    """Whether the list is seen."""
    return await (await answers.frame.frame_element()).is_visible()


async def soon(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds, for three seconds at most."""
    for _ in range(60):
        if await holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come to hold")


def distance(frame: dict[str, float], editor: dict[str, float]) -> float:
    """How far the frame is from the editor in px; negative if it covers some of it."""
    above = editor["y"] - frame["y"] - frame["height"]
    below = frame["y"] - editor["y"] - editor["height"]
    beside = max(frame["x"] - editor["x"] - editor["width"], editor["x"] - frame["x"] - frame["width"])
    return max(above, below, beside)


async def test_after_a_change_of_ticket_it_stands_at_the_editor_again(tab: Page, place: str) -> None:
    await tab.goto(f"{place}?ticket=1")
    await tab.click(EDITOR)
    answers = await open_by_click(tab)
    await tab.evaluate("() => { document.querySelector('form').style.marginTop = '20px'; }")
    await tab.click("#second")
    await answers.frame.get_by_role("button", name="Password reset link has expired", exact=True).wait_for()
    await tab.evaluate("() => { document.querySelector('form').style.marginTop = '340px'; }")
    await tab.click("#first")
    await answers.frame.get_by_role("button", name="Return an item that does not fit", exact=True).wait_for()
    await asyncio.sleep(0.5)
    frame, editor = await frame_box(answers), await editor_box(tab)
    assert 0 <= distance(frame, editor) <= 12, (frame, editor)


async def test_it_moves_with_the_editor(tab: Page, place: str) -> None:
    await tab.goto(f"{place}?ticket=1")
    await tab.click(EDITOR)
    answers = await open_by_click(tab)
    before = await frame_box(answers)
    await tab.mouse.move(30, 300)
    await tab.mouse.wheel(0, 60)

    async def moved() -> bool:
        return abs((await frame_box(answers))["y"] - (before["y"] - 60)) < 2

    await soon(moved)


async def test_it_steps_aside_for_a_dialog_and_comes_back(tab: Page, place: str) -> None:
    await tab.goto(f"{place}?ticket=1")
    await tab.click(EDITOR)
    answers = await open_by_click(tab)
    await tab.evaluate("() => document.querySelector('dialog').showModal()")

    async def hidden() -> bool:
        return not await is_shown(answers)

    await soon(hidden)
    await tab.click("#yes")
    await soon(lambda: is_shown(answers))


async def test_it_covers_no_menu(tab: Page, place: str) -> None:
    await tab.goto(f"{place}?ticket=1")
    await tab.click(EDITOR)
    answers = await open_by_click(tab)
    await tab.press("#menu", "Enter")  # the list may lie over the button, not over what it opens
    await tab.get_by_role("menuitem").wait_for()

    async def clear() -> bool:
        menu, frame = await tab.locator(".menu").bounding_box(), await frame_box(answers)
        assert menu is not None
        apart = (
            frame["x"] >= menu["x"] + menu["width"]
            or frame["x"] + frame["width"] <= menu["x"]
            or frame["y"] >= menu["y"] + menu["height"]
            or frame["y"] + frame["height"] <= menu["y"]
        )
        return apart or not await is_shown(answers)

    await soon(clear)
    await tab.press("#menu", "Enter")  # the list may lie over the button, not over what it opens
    await soon(lambda: is_shown(answers))


@pytest.mark.parametrize(("mark", "scheme"), [("", "light"), ("#dark", "dark")])
async def test_it_is_as_dark_as_the_page(tab: Page, place: str, mark: str, scheme: str) -> None:
    await tab.goto(f"{place}?ticket=1{mark}")
    await tab.click(EDITOR)
    answers = await open_by_click(tab)

    async def alike() -> bool:
        look = await answers.frame.evaluate("() => getComputedStyle(document.documentElement).colorScheme")
        return bool(look == scheme)

    await soon(alike)
    await tab.screenshot(path=PLACES.parents[1] / "output" / "places" / f"list-{scheme}.png")
