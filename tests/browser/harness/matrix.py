"""How the matrix of editors is found out: every case, in one editor, in one browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from tests.browser.harness.editors import AnswerCase, Model, OpenEditor, answer_case, open_editor
from tests.browser.harness.hands import Hands

ANSWERS = {name: answer_case(name) for name in ("plain", "formatted", "picture")}
LAST_WORD = "three"

Miss = tuple[str, str]


async def misses(hands: Hands, origin: str, name: str) -> dict[str, str]:
    """Try every case.

    Args:
        hands: a tab of the browser.
        origin: where the editor pages are served.
        name: the editor's page.

    Returns:
        By column, what did not come true the first time; empty if everything did.
    """
    found: dict[str, str] = {}
    for cases in (_beside_a_draft, _between_typing, _twice, _into_an_empty_editor):
        async for column, what in cases(hands, origin, name):
            found.setdefault(column, what)
    return found


async def _beside_a_draft(hands: Hands, origin: str, name: str) -> AsyncIterator[Miss]:
    """Each answer at the caret and over a selection, each taken back again by one Ctrl+Z."""
    editor = await open_editor(hands, origin, name)
    for answer_name, answer in ANSWERS.items():
        for place in ("caret", "selection"):
            before, draft = await editor.raw(), (await editor.model()).bare
            if place == "caret":
                await editor.put_caret(len(LAST_WORD))
            else:
                await editor.select_last(LAST_WORD)
            wanted = draft.removesuffix(LAST_WORD) + editor.shown(answer)
            wanted += LAST_WORD if place == "caret" else ""
            outcome = await editor.insert(answer)
            model = await editor.model()
            where = f"{answer_name} at the {place}"
            if model.bare != wanted or not outcome["ok"]:
                yield place, f"{where}: {outcome}, {model.lines}"
                editor = await open_editor(hands, origin, name)
                continue
            for column in _unformatted(editor, model, answer, outcome):
                yield column, f"{where}: {outcome}, {await editor.raw()}"
            await editor.undo()
            if not await editor.becomes(before):
                yield "undo", f"{where}: {await editor.raw()!r} instead of {before!r}"
                editor = await open_editor(hands, origin, name)


async def _between_typing(hands: Hands, origin: str, name: str) -> AsyncIterator[Miss]:
    """What is typed right before and right after is not undone with the answer."""
    editor = await open_editor(hands, origin, name)
    await hands.type(" four")
    await editor.end_undo_step()
    typed = await editor.raw()
    await editor.insert(ANSWERS["formatted"])
    inserted = await editor.raw()
    await editor.end_undo_step()
    await hands.type(" five")
    await editor.end_undo_step()
    await editor.undo()
    if not await editor.becomes(inserted):
        yield "typing", f"after: {await editor.raw()!r} instead of {inserted!r}"
        return
    await editor.undo()
    if not await editor.becomes(typed):
        yield "typing", f"before: {await editor.raw()!r} instead of {typed!r}"


async def _twice(hands: Hands, origin: str, name: str) -> AsyncIterator[Miss]:
    """The same answer behind itself; one Ctrl+Z takes the second out and leaves the first."""
    editor = await open_editor(hands, origin, name)
    answer, draft = ANSWERS["formatted"], (await editor.model()).bare
    first = await editor.insert(answer)
    once = await editor.raw()
    await editor.end_undo_step()
    second = await editor.insert(answer)
    model = await editor.model()
    if not first["ok"] or not second["ok"] or model.bare != draft + editor.shown(answer) * 2:
        yield "twice", f"{first}, {second}, {model.lines}"
        return
    await editor.undo()
    if not await editor.becomes(once):
        yield "undo", f"the second: {await editor.raw()!r} instead of {once!r}"


async def _into_an_empty_editor(hands: Hands, origin: str, name: str) -> AsyncIterator[Miss]:
    """An answer is all there is, and typing goes on behind it."""
    for answer_name in ("plain", "formatted"):
        editor = await open_editor(hands, origin, name, empty=True)
        answer = ANSWERS[answer_name]
        outcome = await editor.insert(answer)
        await hands.type(" More.")
        if not outcome["ok"] or not await editor.reads(editor.shown(answer) + "More."):
            yield "empty", f"{answer_name}: {outcome}, {(await editor.model()).lines}"


def _unformatted(editor: OpenEditor, model: Model, answer: AnswerCase, outcome: dict[str, Any]) -> list[str]:
    """The columns of formatting that did not come true for this answer."""
    if not editor.rich:
        return []
    inner = answer.lines[1:-1]
    fused = any(answer.lines[0] in line and answer.lines[1] in line for line in model.lines)
    kept = {
        "paragraphs": not fused and [line for line in model.lines if line in inner] == inner,
        "bold": model.bold == answer.bold,
        "link": model.links == answer.links,
        "list": model.items == answer.items,
        "image": model.images == answer.images,
    }
    return [column for column, well in kept.items() if not well]
