"""Every state of the overlay, drawn for real in every look, found accessible, and kept as a picture."""

from __future__ import annotations

import pytest

from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.ui.looks import LOOKS, check_accessibility, check_look, mirror, take_picture
from tests.browser.ui.stage import STATES, Stage, open_overlay

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NEEDED = {
    "blocked", "empty_search", "error", "first_run", "foreign_server", "idle", "internal", "loading",
    "long_words", "many", "missing_placeholder", "not_paired", "not_running", "nothing_fits", "old_extension",
    "old_sidecar", "one", "right_to_left_answer", "search_results", "starting", "weak",
}  # fmt: skip
assert set(STATES) >= NEEDED, f"states without a file: {sorted(NEEDED - set(STATES))}"
SPARSE = {"many", "long_words", "missing_placeholder", "not_running", "search_results"}
CASES = [(look, state) for look in LOOKS for state in STATES if look in ("light", "dark") or state in SPARSE]


@pytest.mark.parametrize(("look", "state"), CASES)
async def test_state_is_drawn_readable_and_accessible(
    ui_browser: ExtensionBrowser, look: str, state: str
) -> None:
    async with open_overlay(ui_browser, **LOOKS[look]) as stage:
        if look == "right_to_left":
            await mirror(stage.page)
        await stage.show(state, settle=False)
        await stage.fit()
        await check_look(stage.page)
        if look in ("light", "dark"):
            await check_accessibility(stage.page)
        await take_picture(stage.page, look, state)


PREVIEWS = {
    "missing_placeholder": 0,
    "internal": 0,
    "right_to_left_answer": 0,
    "many": 3,
    "hostile_content": 0,
}
PREVIEW_CASES = [
    *[(look, state) for look in ("light", "dark") for state in PREVIEWS],
    *[(look, "missing_placeholder") for look in ("right_to_left", "narrow", "forced_colours")],
    ("right_to_left", "right_to_left_answer"),
]


@pytest.mark.parametrize(("look", "state"), PREVIEW_CASES)
async def test_preview_is_readable_and_accessible(
    ui_browser: ExtensionBrowser, look: str, state: str
) -> None:
    async with open_overlay(ui_browser, **LOOKS[look]) as stage:
        if look == "right_to_left":
            await mirror(stage.page)
        await stage.show(state)
        await stage.cards.nth(PREVIEWS[state]).click()
        await stage.page.locator(".preview").wait_for()
        await stage.fit()
        await check_look(stage.page)
        await check_accessibility(stage.page)
        await take_picture(stage.page, look, f"preview_{state}")


async def test_long_german_words_fit(german_browser: ExtensionBrowser) -> None:
    for state in ("long_words", "many", "not_running", "not_paired", "weak", "no_editor"):
        async with open_overlay(german_browser) as stage:
            await stage.show(state)
            await stage.fit()
            await check_look(stage.page)
            await take_picture(stage.page, "german", state)
            assert await stage.page.locator("html").get_attribute("lang") == "de"


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
