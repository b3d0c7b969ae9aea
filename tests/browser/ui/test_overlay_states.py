"""Every state of the overlay, drawn for real in every look, found accessible, and kept as a picture."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.ui.looks import (
    LOOKS,
    check_accessibility,
    check_look,
    check_one_scroller,
    mirror,
    take_picture,
)
from tests.browser.ui.stage import STATES, Stage, load_state, open_overlay

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NEEDED = {
    "blocked", "corrected_search", "empty_search", "error", "first_run", "foreign_server", "form", "idle",
    "internal", "left_out", "loading", "long_words", "macro", "many", "missing_placeholder", "not_paired",
    "not_running", "nothing_fits", "off", "old_extension", "old_sidecar", "one", "right_to_left_answer",
    "search_results", "start", "starting", "weak",
}  # fmt: skip
assert set(STATES) >= NEEDED, f"states without a file: {sorted(NEEDED - set(STATES))}"
SPARSE = {"many", "long_words", "missing_placeholder", "not_running", "search_results"}
CASES = [(look, state) for look in LOOKS for state in STATES if look in ("light", "dark") or state in SPARSE]


# Colours are all that differs between light and dark.
RULE = {"dark": "color-contrast"}


class OneLook:
    """The overlay in one look at a time; opening it anew for each state would take longer than the checks."""

    def __init__(self, browser: ExtensionBrowser) -> None:
        """Open nothing yet."""
        self._browser = browser
        self._open = AsyncExitStack()
        self._look = ""
        self._stage: Stage | None = None

    async def show(self, look: str, state: str, *, settle: bool = False) -> Stage:
        """The overlay in this look, with this state of another ticket than before."""
        if self._stage is None or look != self._look:
            await self.close()
            self._stage = await self._open.enter_async_context(open_overlay(self._browser, **LOOKS[look]))
            self._look = look
            if look == "right_to_left":
                await mirror(self._stage.page)
        stage = self._stage
        size = {name: LOOKS[look][name] for name in ("width", "height") if name in LOOKS[look]}
        await stage.open_another_ticket(**size)
        await stage.show(state, settle=settle)
        return stage

    async def close(self) -> None:
        """Close the page that is open."""
        self._stage = None
        await self._open.aclose()
        self._open = AsyncExitStack()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def looks(ui_browser: ExtensionBrowser) -> AsyncIterator[OneLook]:
    """The overlay, one look at a time."""
    opened = OneLook(ui_browser)
    yield opened
    await opened.close()


@pytest.mark.parametrize(("look", "state"), CASES)
async def test_state_is_drawn_readable_and_accessible(looks: OneLook, look: str, state: str) -> None:
    stage = await looks.show(look, state)
    await stage.fit()
    await check_look(stage.page)
    await check_one_scroller(stage.page)
    if look in ("light", "dark"):
        await check_accessibility(stage.page, only=RULE.get(look))
    await take_picture(stage.page, look, state)
    assert stage.faults == []


PREVIEWS = {
    "missing_placeholder": 0,
    "internal": 0,
    "right_to_left_answer": 0,
    "many": 3,
    "hostile_content": 0,
    "form": 0,
    "macro": 0,
}
PREVIEW_CASES = [
    *[(look, state) for look in ("light", "dark") for state in PREVIEWS],
    *[(look, "missing_placeholder") for look in ("right_to_left", "narrow", "forced_colours")],
    *[(look, "form") for look in ("narrow", "forced_colours")],
    *[(look, "macro") for look in ("right_to_left", "narrow")],
    ("right_to_left", "right_to_left_answer"),
]


@pytest.mark.parametrize(("look", "state"), PREVIEW_CASES)
async def test_preview_is_readable_and_accessible(looks: OneLook, look: str, state: str) -> None:
    stage = await looks.show(look, state, settle=True)
    await stage.cards.nth(PREVIEWS[state]).click()
    await stage.page.locator(".preview").wait_for()
    await stage.fit()
    await check_look(stage.page)
    await check_one_scroller(stage.page)
    await check_accessibility(stage.page, only=RULE.get(look))
    await take_picture(stage.page, look, f"preview_{state}")
    assert stage.faults == []


async def test_long_german_words_fit(german_browser: ExtensionBrowser) -> None:
    async with open_overlay(german_browser) as stage:
        assert await stage.page.locator("html").get_attribute("lang") == "de"
        for state in ("long_words", "many", "not_running", "not_paired", "weak", "no_editor"):
            await stage.open_another_ticket()
            await stage.show(state, settle=False)
            await stage.fit()
            await check_look(stage.page)
            await take_picture(stage.page, "german", state)


@pytest.mark.parametrize("look", ["light", "dark", "right_to_left", "narrow", "forced_colours"])
async def test_what_else_can_be_done_is_readable_and_accessible(looks: OneLook, look: str) -> None:
    stage = await looks.show(look, "many", settle=True)
    connection = load_state("many")["connection"] | {"role": "expert"}
    await stage.show("many", connection=connection)
    await stage.cards.nth(1).get_by_role("button", name="More:").click()
    await stage.cards.nth(1).get_by_role("button", name="Outdated").click()
    await _look_at(stage, look, "more")
    await stage.cards.nth(1).get_by_role("button", name="Add to reply").click()
    await stage.cards.nth(0).get_by_role("button", name="More:").click()
    await stage.cards.nth(0).get_by_role("button", name="Add to reply").click()
    await _look_at(stage, look, "picked")
    await stage.page.get_by_role("button", name="Preview").click()
    await _look_at(stage, look, "preview_picked")
    await stage.page.wait_for_timeout(320)
    await stage.page.get_by_role("button", name="Quote").click()
    await _look_at(stage, look, "preview_quote")
    await stage.open_another_ticket()
    await stage.show("nothing_fits")
    await stage.page.get_by_role("button", name="Ask for this answer").click()
    await _look_at(stage, look, "asking")
    assert stage.faults == []


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_what_the_foot_says_is_accessible(ui_browser: ExtensionBrowser, look: str) -> None:
    async with open_overlay(ui_browser, **LOOKS[look]) as stage:
        await stage.show("many")
        await stage.cards.nth(4).hover()
        await _look_at(stage, look, "reasons")
        await stage.page.mouse.move(10, 10)
        await stage.cards.first.click()
        await stage.answer_last("insert", ok=True, how="inserted")
        await _look_at(stage, look, "inserted")
        await stage.cards.first.click()
        await stage.answer_last("insert", ok=False, how="copied", code="not_taken")
        await _look_at(stage, look, "could_not_insert")


async def _look_at(stage: Stage, look: str, name: str) -> None:
    await stage.page.wait_for_timeout(150)
    await check_look(stage.page)
    await check_accessibility(stage.page)
    await take_picture(stage.page, look, name)
