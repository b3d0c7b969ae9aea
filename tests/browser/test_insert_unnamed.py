"""Editors that nobody named: the answer arrives once and whole, or it is said that it did not."""

from __future__ import annotations

import pytest

from tests.browser.harness.cases import DRAFT, FORMATTED, content, focus_end, insert
from tests.browser.harness.editors import INSERT_ANSWER, bare
from tests.browser.harness.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHOWN = bare("\n".join(FORMATTED.lines))
TEXT = bare(FORMATTED.text)
NICER = TEXT.replace("-Print", "•Print").replace("-Drop", "•Drop")


@pytest.mark.parametrize(
    ("selector", "arrives", "code"),
    [
        ("#own-model", TEXT, None),
        ("#slow", SHOWN, None),
        ("#smart", NICER, None),
        ("#text-only", TEXT, None),
        ("#distrustful", SHOWN, None),
        ("#unlinking", SHOWN, "links_lost"),
        ("#asking", SHOWN, None),
        ("#typographic", TEXT.replace("-Print", "–Print").replace("-Drop", "–Drop"), None),
        ("#islands", SHOWN, None),
        ("#nested section", SHOWN, None),
    ],
)
async def test_the_answer_arrives_once_beside_the_draft(
    hands: Hands, case_origin: str, selector: str, arrives: str, code: str | None
) -> None:
    await hands.open(f"{case_origin}/unnamed.html")
    await focus_end(hands, selector)
    draft = bare(await content(hands, selector))

    outcome = await insert(hands)

    assert (outcome["ok"], outcome.get("code")) == (True, code), outcome
    assert bare(await content(hands, selector)) == draft + arrives


async def test_paragraphs_that_are_editors_of_their_own(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/unnamed.html")
    await focus_end(hands, "#blocks p")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    assert bare(await content(hands, "#blocks")) == bare(DRAFT) + SHOWN


async def test_a_page_that_sends_a_copy_has_the_answer_in_it(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/unnamed.html")
    await focus_end(hands, "#copying")

    outcome = await insert(hands)

    assert outcome["ok"], outcome
    assert bare(await content(hands, "#copy")) == bare(DRAFT) + SHOWN


async def test_an_editor_that_puts_everything_back_is_reported(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/unnamed.html")
    await focus_end(hands, "#stubborn")

    outcome = await insert(hands)

    assert outcome["ok"] is False, outcome
    assert await content(hands, "#stubborn") == "one two three"


async def test_a_link_that_is_only_written_otherwise_is_not_lost(hands: Hands, case_origin: str) -> None:
    await hands.open(f"{case_origin}/unnamed.html")
    await focus_end(hands, "#tidying")
    html = '<p>See <a href="https://shop.example">our shop</a>.</p>'

    outcome = await hands.run(INSERT_ANSWER, "See our shop (https://shop.example).", html)

    assert outcome["ok"], outcome
    assert "code" not in outcome


async def test_an_editor_that_draws_its_text_gets_it_once_and_is_not_believed(
    hands: Hands, case_origin: str
) -> None:
    await hands.open(f"{case_origin}/unnamed.html")
    await focus_end(hands, "#drawing textarea")

    outcome = await insert(hands)

    assert (outcome["ok"], outcome["code"]) == (False, "partial"), outcome
    assert await hands.run("() => globalThis.drawn.join('')") == FORMATTED.text
