"""When an editor does not take an answer, the inserter says so, says why, and never makes it worse."""

from __future__ import annotations

import pytest

from tests.browser.harness.cases import DRAFT, FORMATTED, content, focus_end, insert
from tests.browser.harness.editors import open_editor
from tests.browser.harness.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


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
async def test_refusals_leave_everything_as_it_was(
    hands: Hands, case_origin: str, selector: str, code: str
) -> None:
    await hands.open(f"{case_origin}/refusing.html")
    before = await content(hands, selector)
    await focus_end(hands, selector)

    outcome = await insert(hands)

    assert (outcome["ok"], outcome["code"]) == (False, code), outcome
    assert await content(hands, selector) == before


async def test_a_part_is_reported_and_not_tried_again(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/refusing.html")
    await focus_end(hands, "#greedy")

    outcome = await insert(hands)

    assert (outcome["ok"], outcome["code"]) == (False, "partial"), outcome
    half = FORMATTED.text[: len(FORMATTED.text) // 2]
    assert "".join((await content(hands, "#greedy")).split()) == "".join((DRAFT + half).split())


async def test_a_lost_draft_is_reported(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/refusing.html")
    await focus_end(hands, "#careless")

    outcome = await insert(hands)

    assert (outcome["ok"], outcome["code"]) == (False, "draft_changed"), outcome


async def test_an_editor_that_takes_its_time_gets_the_answer_once(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/refusing.html")
    await focus_end(hands, "#late")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    assert (await content(hands, "#late")).count("Print the label") == 1


async def test_an_editor_that_swallows_events_gets_it_another_way(hands: Hands, case_origin: str) -> None:
    """Its own handlers do nothing; the browser's command still gets through, once."""
    await hands.open(f"{case_origin}/refusing.html")
    await focus_end(hands, "#deaf")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    assert (await content(hands, "#deaf")).count("Print the label") == 1


async def test_a_field_that_the_page_controls(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/controlled.html")
    await focus_end(hands, "#editor")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    assert await hands.run("() => model()") == DRAFT + FORMATTED.text
    await hands.press("Control+z")
    assert await hands.run("() => model()") == DRAFT


async def test_an_editor_inside_shadow_roots(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/places.html")
    await hands.run("() => focusShadow()")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    assert await hands.run("() => shadowValue()") == DRAFT + FORMATTED.text


async def test_a_plain_text_element_shows_list_marks_and_addresses(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/places.html")
    await focus_end(hands, "#plaintext")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    shown = await content(hands, "#plaintext")
    assert "- Print the label" in shown
    assert "https://shop.example/returns?a=1&b=2" in shown
    await hands.press("Control+z")
    assert await content(hands, "#plaintext") == DRAFT


async def test_trusted_types_do_not_stop_it(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/strict.html")
    await focus_end(hands, "#editor")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    shown = await content(hands, "#editor")
    assert shown.startswith(DRAFT)
    assert "We refund within 14 days." in shown


@pytest.mark.parametrize("name", ["ckeditor5", "prosemirror", "tiptap"])
async def test_a_shift_key_from_our_own_shortcut_does_not_cost_the_formatting(
    hands: Hands, editor_origin: str, name: str
) -> None:
    """These editors paste without formatting while Shift is down, or while they believe it is."""
    editor = await open_editor(hands, editor_origin, name)
    await hands.hold("Alt", "Shift")

    outcome = await editor.insert(FORMATTED)

    await hands.release()

    assert outcome["ok"], outcome
    model = await editor.model()
    assert model.bold == FORMATTED.bold
    assert model.links == FORMATTED.links
