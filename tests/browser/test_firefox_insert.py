"""The same insertion in Firefox: it handles pasted data, HTML commands and undo in ways of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.browser.harness.bidi import Firefox, FirefoxTab
from tests.browser.harness.editors import (
    EDITORS,
    INSERT_ANSWER,
    AnswerCase,
    Model,
    answer_case,
    bare,
    check_formatting,
    model_of_html,
    model_of_value,
)
from tests.browser.harness.firefox import firefox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMES = sorted(path.stem for path in (EDITORS / "pages").glob("*.js"))
ANSWERS = sorted(path.stem for path in (EDITORS / "answers").glob("*.json"))


@dataclass(frozen=True)
class FirefoxEditor:
    """An open editor page in Firefox."""

    tab: FirefoxTab
    frame: FirefoxTab
    rich: bool
    undo_step: float

    async def raw(self) -> str:
        """What the editor's own model holds."""
        value: str = await self.tab.run("() => editor.model()")
        return value

    async def model(self) -> Model:
        """The same in comparable form."""
        return model_of_html(await self.raw()) if self.rich else model_of_value(await self.raw())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def plain_firefox() -> AsyncIterator[Firefox]:
    """Firefox without the extension."""
    async with firefox() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(plain_firefox: Firefox) -> FirefoxTab:
    """One window with the focus."""
    return await plain_firefox.open("about:blank")


async def open_editor(tab: FirefoxTab, origin: str, name: str) -> FirefoxEditor:
    """Open an editor page and put the caret at the end of its draft."""
    await tab.go(f"{origin}/editors/{name}.html")
    await tab.until("() => globalThis.editor !== undefined")
    about = await tab.run("() => ({ ...editor, step: editor.undoStep ?? 50 })")
    frame = (await tab.frames())[0] if about.get("frame") else tab
    await frame.click(about["select"])
    await frame.press("Control", "End")
    return FirefoxEditor(tab, frame, about["rich"], about["step"] / 1000)


@pytest.mark.parametrize("selected", [False, True], ids=["caret", "selection"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer", [answer_case(name) for name in ANSWERS], ids=ANSWERS)
async def test_insertion_in_firefox(
    tab: FirefoxTab, editor_origin: str, name: str, answer: AnswerCase, selected: bool
) -> None:
    editor = await open_editor(tab, editor_origin, name)
    before = await editor.raw()
    draft = bare("\n".join((await editor.model()).lines))
    for _ in "three":
        await editor.frame.press(*(("Shift", "ArrowLeft") if selected else ("ArrowLeft",)))
    await asyncio.sleep(editor.undo_step)

    outcome = await editor.frame.run(INSERT_ANSWER, answer.text, answer.html)

    assert outcome["ok"], outcome
    model = await editor.model()
    text = bare("\n".join(answer.lines) if editor.rich else answer.text)
    assert bare("\n".join(model.lines)) == draft.removesuffix("three") + text + ("" if selected else "three")
    if editor.rich:
        check_formatting(model, answer)
    await editor.frame.press("Control", "z")
    await tab.until("wanted => editor.model() === wanted", before, seconds=2)
