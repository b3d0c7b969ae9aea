"""When an editor does not take an answer, the inserter says so, says why, and never makes it worse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.browser.harness.editors import EDITORS, INSERT_ANSWER, answer_case, open_editor
from tests.browser.harness.web_folder import pages, serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DRAFT = "one two three"
ANSWER = answer_case("formatted")
STRICT = {"Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types 'none'"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cases() -> AsyncIterator[str]:
    """Where the hand-made pages are served."""
    headers = {"/cases/strict.html": STRICT}
    async with serve(pages({"/cases/": EDITORS / "cases"}, headers)) as origin:
        yield f"{origin}/cases"


async def insert(page: Page) -> dict[str, Any]:
    """Insert the formatted answer where the focus is."""
    outcome: dict[str, Any] = await page.evaluate(
        f"([text, html]) => ({INSERT_ANSWER})(text, html)", [ANSWER.text, ANSWER.html]
    )
    return outcome


async def focus_end(page: Page, selector: str) -> None:
    """Focus an editor, the caret at its end."""
    await page.evaluate("selector => document.querySelector(selector).focus()", selector)
    await page.keyboard.press("Control+End")


async def content(page: Page, selector: str) -> str:
    """The value or text of an element."""
    text: str = await page.eval_on_selector(selector, "element => element.value ?? element.innerText")
    return text


@pytest.mark.parametrize(
    ("selector", "code"),
    [
        ("#read-only", "read_only"),
        ("#short", "too_long"),
        ("#password", "no_editor"),
        ("#locked", "read_only"),
        ("#button", "no_editor"),
        ("#disabled", "no_editor"),
        ("#reverting", "reverted"),
    ],
)
async def test_refusals_leave_everything_as_it_was(page: Page, cases: str, selector: str, code: str) -> None:
    await page.goto(f"{cases}/refusing.html")
    before = await content(page, selector)
    await focus_end(page, selector)

    outcome = await insert(page)

    assert (outcome["ok"], outcome["code"]) == (False, code), outcome
    assert await content(page, selector) == before


async def test_a_part_is_reported_and_not_tried_again(page: Page, cases: str) -> None:
    await page.goto(f"{cases}/refusing.html")
    await focus_end(page, "#greedy")

    outcome = await insert(page)

    assert (outcome["ok"], outcome["code"]) == (False, "partial"), outcome
    half = ANSWER.text[: len(ANSWER.text) // 2]
    assert "".join((await content(page, "#greedy")).split()) == "".join((DRAFT + half).split())


async def test_a_lost_draft_is_reported(page: Page, cases: str) -> None:
    await page.goto(f"{cases}/refusing.html")
    await focus_end(page, "#careless")

    outcome = await insert(page)

    assert (outcome["ok"], outcome["code"]) == (False, "draft_changed"), outcome


async def test_an_editor_that_takes_its_time_gets_the_answer_once(page: Page, cases: str) -> None:
    await page.goto(f"{cases}/refusing.html")
    await focus_end(page, "#late")

    outcome = await insert(page)

    assert outcome["ok"], outcome
    assert (await content(page, "#late")).count("Print the label") == 1


async def test_an_editor_that_swallows_events_gets_it_another_way(page: Page, cases: str) -> None:
    """Its own handlers do nothing; the browser's command still gets through, once."""
    await page.goto(f"{cases}/refusing.html")
    await focus_end(page, "#deaf")

    outcome = await insert(page)

    assert outcome["ok"], outcome
    assert (await content(page, "#deaf")).count("Print the label") == 1


async def test_a_field_that_the_page_controls(page: Page, cases: str) -> None:
    await page.goto(f"{cases}/controlled.html")
    await focus_end(page, "#editor")

    outcome = await insert(page)

    assert outcome["ok"], outcome
    assert await page.evaluate("model()") == DRAFT + ANSWER.text
    await page.keyboard.press("Control+z")
    assert await page.evaluate("model()") == DRAFT


async def test_an_editor_inside_shadow_roots(page: Page, cases: str) -> None:
    await page.goto(f"{cases}/places.html")
    await page.evaluate("focusShadow()")

    outcome = await insert(page)

    assert outcome["ok"], outcome
    assert await page.evaluate("shadowValue()") == DRAFT + ANSWER.text


async def test_a_plain_text_element_shows_list_marks_and_addresses(page: Page, cases: str) -> None:
    await page.goto(f"{cases}/places.html")
    await focus_end(page, "#plaintext")

    outcome = await insert(page)

    assert outcome["ok"], outcome
    shown = await content(page, "#plaintext")
    assert "- Print the label" in shown
    assert "https://shop.example/returns?a=1&b=2" in shown
    await page.keyboard.press("Control+z")
    assert await content(page, "#plaintext") == DRAFT


async def test_trusted_types_do_not_stop_it(page: Page, cases: str) -> None:
    await page.goto(f"{cases}/strict.html")
    await focus_end(page, "#editor")

    outcome = await insert(page)

    assert outcome["ok"], outcome
    shown = await content(page, "#editor")
    assert shown.startswith(DRAFT)
    assert "We refund within 14 days." in shown


@pytest.mark.parametrize("name", ["ckeditor5", "prosemirror", "tiptap"])
async def test_a_shift_key_from_our_own_shortcut_does_not_cost_the_formatting(
    page: Page, editor_origin: str, name: str
) -> None:
    """These editors paste without formatting while Shift is down, or while they believe it is."""
    editor = await open_editor(page, editor_origin, name)
    await page.keyboard.down("Alt")
    await page.keyboard.down("Shift")

    outcome = await editor.insert(ANSWER)

    assert outcome["ok"], outcome
    model = await editor.model()
    assert model.bold == ANSWER.bold
    assert model.links == ANSWER.links
