"""Which saved answers a reply holds: precise rather than greedy, whatever was filled in, edited or quoted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.model import Document
from sidecar.suggest.recognising.known import KnownTexts, known_texts
from sidecar.suggest.recognising.recogniser import Recogniser
from tests.suggest import recognising
from tests.suggest.running import Team, article, reply, team

PARCEL = (
    "Hello {{customer.first_name}}, your parcel left our warehouse on {{date}}. It takes two to three working"
    " days to reach you. Should it not be there by then, answer this mail and we send another one at once."
)
REFUND = (
    "We have sent {{amount}} back to your card. Your bank shows it within five working days, sometimes"
    " sooner. You need not do anything for it, and the lamp is yours to keep or to give away."
)
GREETING = "Thank you very much for getting in touch with our friendly support team today."
FILLED = PARCEL.replace("{{customer.first_name}}", "Grace").replace(
    "{{date}}", "Monday, the 2nd of March 2026"
)


async def titles(shop: Team, *replies: str) -> list[str]:
    [found] = await Recogniser(shop.db).answers_in([replies])
    return [each.title for each in found]


async def stocked(shop: Team, *more: Document) -> None:
    await shop.store(reply("Parcel", PARCEL), reply("Refund", REFUND), reply("Greeting", GREETING), *more)


async def test_an_answer_is_known_whatever_was_filled_into_its_gaps(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await stocked(shop)
        assert await titles(shop, FILLED) == ["Parcel"]
        assert await titles(shop, f"Dear Grace,\n\n{FILLED.upper()}\n\nBest regards\nAda") == ["Parcel"]
        assert await titles(shop, FILLED.replace("two to three", "three to four")) == ["Parcel"]


async def test_both_answers_of_a_reply_are_known_and_a_greeting_above_is_not(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await stocked(shop)
        both = f"{GREETING}\n\n{FILLED}\n\n{REFUND.replace('{{amount}}', '20 EUR')}"
        assert await titles(shop, both) == ["Parcel", "Refund"]


async def test_a_greeting_above_words_of_ones_own_teaches_nothing(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await stocked(shop)
        own = "Your machine needs a new fuse: open the lid, take out the old one and put in ours. " * 3
        assert await titles(shop, f"{GREETING}\n\n{own}") == []


async def test_what_is_quoted_below_is_not_what_was_answered(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await stocked(shop)
        quoted = "\n".join(f"> {line}" for line in FILLED.split(". "))
        own = "Please send us the number that stands below the lid of your machine, then we can help you."
        assert await titles(shop, f"{own}\n\nOn Mon, Ada wrote:\n{quoted}") == []


async def test_the_first_reply_that_holds_an_answer_counts(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await stocked(shop)
        assert await titles(shop, "Which parcel is it?", FILLED, REFUND) == ["Parcel"]


async def test_a_linked_article_is_what_was_answered(tmp_path: Path) -> None:
    page = article("Returns", "How to send things back to us, step by step, with a label that you print.")
    page = page.model_copy(update={"url": "https://help.lamp.example/articles/12-returns"})
    async with team(tmp_path) as shop:
        await stocked(shop, page)
        assert await titles(shop, "See http://www.help.lamp.example/articles/12-returns?x=1.") == ["Returns"]
        assert await titles(shop, "See https://help.lamp.example/articles/12-returns/?utm=1, please.") == [
            "Returns"
        ]
        assert await titles(shop, "See https://help.lamp.example/articles/13.") == []


async def test_an_answer_that_is_gone_or_new_counts_at_once(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await stocked(shop)
        recogniser = Recogniser(shop.db)
        assert [each.title for each in (await recogniser.answers_in([[FILLED]]))[0]] == ["Parcel"]
        await shop.delete("Parcel")
        assert await recogniser.answers_in([[FILLED]]) == [[]]


async def known(shop: Team, answers: Sequence[str]) -> KnownTexts:
    await shop.store(*(reply(f"{at}", text) for at, text in enumerate(answers)))
    return await shop.db.read(known_texts)


async def test_replies_made_of_hundreds_of_answers_are_known_and_others_are_not(
    tmp_path: Path, test_data: Path
) -> None:
    """Five languages, scripts with and without spaces; edited, filled in, greeted, signed, quoted below."""
    chance = random.Random(1)  # noqa: S311 - no secret
    every = await asyncio.to_thread(recognising.texts, test_data)
    chance.shuffle(every)
    saved, others = every[: len(every) // 2], every[len(every) // 2 :]
    answers = [recognising.with_gaps(text, chance) for text in saved]
    async with team(tmp_path) as shop:
        texts = await known(shop, [*answers, *recognising.courtesies()])
        right = wrong = missed = 0
        for made in recognising.replies(answers, others, 1500, seed=2):
            found = {int(each.title) for each in texts.answers_in(made.text)}
            right += len(found & made.made_of)
            wrong += len(found - made.made_of)
            missed += len(made.made_of - found)
    print(f"\n{len(answers)} answers: {right} right, {wrong} wrong, {missed} missed")
    assert wrong <= 0.01 * right
    assert missed <= 0.1 * (right + missed)


@pytest.mark.parametrize("unsaid", ["", " ", "ok", "{{a}}{{b}}", "!" * 100])
async def test_an_answer_without_words_is_never_found(tmp_path: Path, unsaid: str) -> None:
    async with team(tmp_path) as shop:
        texts = await known(shop, [PARCEL, f"{unsaid} ok"])
        assert texts.answers_in(unsaid * 50) == []


@given(st.text(max_size=200))
def test_no_reply_however_odd_is_more_than_unknown(text: str) -> None:
    assert KnownTexts(0).answers_in(text) == []
