"""An answer goes into every editor whole, at the caret, beside its draft, and one Ctrl+Z takes it out.

Checked in the editor's own model, never in what the inserter says of itself. A new editor is a new file in
`tests/editors/pages/`, a new kind of answer a new file in `tests/editors/answers/`.
"""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page

from tests.browser.harness.editors import (
    EDITORS,
    AnswerCase,
    EditorPage,
    answer_case,
    bare,
    check_formatting,
    open_editor,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMES = sorted(path.stem for path in (EDITORS / "pages").glob("*.js"))
assert {"textarea", "input", "contenteditable", "ckeditor5", "prosemirror"} <= set(NAMES), (
    "an editor page is gone"
)
ANSWERS = sorted(path.stem for path in (EDITORS / "answers").glob("*.json"))


@pytest.fixture(params=ANSWERS)
def answer(request: pytest.FixtureRequest) -> AnswerCase:
    """Each kind of answer."""
    return answer_case(request.param)


def expected_text(editor: EditorPage, name: str, answer: AnswerCase) -> str:
    """The inserted text as this editor can show it, without white space."""
    if editor.rich:
        return bare("\n".join(answer.lines))
    return bare(answer.text)


async def put_caret(editor: EditorPage, back: int, *, select: bool = False) -> None:
    """Move from the end of the draft, as a person does."""
    for _ in range(back):
        await editor.page.keyboard.press("Shift+ArrowLeft" if select else "ArrowLeft")
    await asyncio.sleep(0.05)


@pytest.mark.parametrize("name", NAMES)
class TestEditor:
    """Each editor, each kind of answer."""

    async def test_caret_in_the_middle(
        self, page: Page, editor_origin: str, name: str, answer: AnswerCase
    ) -> None:
        editor = await open_editor(page, editor_origin, name)
        before = await editor.raw()
        draft = bare("\n".join((await editor.model()).lines))
        await put_caret(editor, back=len("three"))
        await editor.end_undo_step()

        outcome = await editor.insert(answer)

        assert outcome["ok"], outcome
        model = await editor.model()
        text = expected_text(editor, name, answer)
        assert bare("\n".join(model.lines)) == draft.removesuffix("three") + text + "three"
        if editor.rich:
            check_formatting(model, answer)
        await page.keyboard.press("Control+z")
        await expect_raw(editor, before)

    async def test_over_a_selection(
        self, page: Page, editor_origin: str, name: str, answer: AnswerCase
    ) -> None:
        editor = await open_editor(page, editor_origin, name)
        before = await editor.raw()
        draft = bare("\n".join((await editor.model()).lines))
        await put_caret(editor, back=len("three"), select=True)
        await editor.end_undo_step()

        outcome = await editor.insert(answer)

        assert outcome["ok"], outcome
        model = await editor.model()
        text = expected_text(editor, name, answer)
        assert bare("\n".join(model.lines)) == draft.removesuffix("three") + text
        if editor.rich:
            check_formatting(model, answer)
        await page.keyboard.press("Control+z")
        await expect_raw(editor, before)

    async def test_between_typing(
        self, page: Page, editor_origin: str, name: str, answer: AnswerCase
    ) -> None:
        """What is typed right before and right after is not undone with the answer."""
        editor = await open_editor(page, editor_origin, name)
        await page.keyboard.type(" four")
        await editor.end_undo_step()
        typed = await editor.raw()

        outcome = await editor.insert(answer)

        assert outcome["ok"], outcome
        inserted = await editor.raw()
        await editor.end_undo_step()
        await page.keyboard.type(" five")
        await asyncio.sleep(0.1)
        assert await editor.raw() != inserted
        await page.keyboard.press("Control+z")
        await expect_raw(editor, inserted)
        await page.keyboard.press("Control+z")
        await expect_raw(editor, typed)

    async def test_empty_editor_and_typing_on(
        self, page: Page, editor_origin: str, name: str, answer: AnswerCase
    ) -> None:
        editor = await open_editor(page, editor_origin, name, empty=True)

        outcome = await editor.insert(answer)

        assert outcome["ok"], outcome
        text = expected_text(editor, name, answer)
        assert bare("\n".join((await editor.model()).lines)) == text
        await page.keyboard.type(" More.")
        await page.wait_for_timeout(50)
        assert bare("\n".join((await editor.model()).lines)) == text + "More."

    async def test_twice_in_a_row(
        self, page: Page, editor_origin: str, name: str, answer: AnswerCase
    ) -> None:
        editor = await open_editor(page, editor_origin, name)
        draft = bare("\n".join((await editor.model()).lines))
        await editor.end_undo_step()
        text = expected_text(editor, name, answer)

        first = await editor.insert(answer)
        after_first = await editor.raw()
        await editor.end_undo_step()
        second = await editor.insert(answer)

        assert first["ok"], first
        assert second["ok"], second
        model = await editor.model()
        assert bare("\n".join(model.lines)) == draft + text * 2
        if editor.rich:
            check_formatting(model, answer, times=2)
        await page.keyboard.press("Control+z")
        await expect_raw(editor, after_first)


async def expect_raw(editor: EditorPage, wanted: str) -> None:
    """The model is exactly this, at the latest after a moment."""
    for _ in range(20):
        if await editor.raw() == wanted:
            break
        await asyncio.sleep(0.025)
    assert await editor.raw() == wanted
