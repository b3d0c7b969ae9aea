"""What breaks ties, what is one and the same, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.model import Audience, Kind
from sidecar.knowledge.model import Answer, SourceRef, Trust, TrustState
from sidecar.suggest.reasons import reasons
from sidecar.suggest.similar import group_similar
from sidecar.suggest.weights import weight
from tests.suggest.running import reply, team, ticket, titles

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PLAIN = Answer(
    number=1, id="a_1", source=SourceRef("s_1", "macros", "replies"), external_id="1", kind=Kind.REPLY,
    title="T",
    html="<p>x</p>", text="x", placeholders=(), questions=(), url=None, audience=Audience.UNKNOWN,
    groups=frozenset(),
    language="en", translation_of=None, tags=(), folder=None, shortcut=None, created_at=None,
    updated_at=None, owner=None, seen_at=NOW, not_seen_since=None, trust=Trust(TrustState.UNVERIFIED),
)  # fmt: skip


def of(answer: Answer, language: str = "en", *, public: bool | None = True) -> float:
    return weight(answer, language, public, NOW)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"trust": Trust(TrustState.VERIFIED)}, {}),
        ({}, {"trust": Trust(TrustState.DUE)}),
        ({"trust": Trust(TrustState.DUE)}, {"trust": Trust(TrustState.CHANGED)}),
        ({"trust": Trust(TrustState.CHANGED)}, {"trust": Trust(TrustState.FLAGGED)}),
        ({"inserted": 5}, {}),
        ({"updated_at": NOW - timedelta(days=9)}, {"updated_at": NOW - timedelta(days=900)}),
        ({}, {"language": "de"}),
        ({"language": "en-GB"}, {"language": "fr"}),
        ({"audience": Audience.PUBLIC}, {"audience": Audience.INTERNAL}),
        ({}, {"not_seen_since": NOW}),
    ],
)
def test_what_speaks_for_an_answer_counts(better: dict[str, object], worse: dict[str, object]) -> None:
    assert of(replace(PLAIN, **better)) > of(replace(PLAIN, **worse))  # type: ignore[arg-type]  # fields by name


def test_the_factor_is_bounded() -> None:
    best = replace(PLAIN, trust=Trust(TrustState.VERIFIED), inserted=10**9, updated_at=NOW)
    worst = replace(
        PLAIN, trust=Trust(TrustState.FLAGGED), language="de", audience=Audience.INTERNAL, not_seen_since=NOW
    )
    assert of(best) < 1.11
    assert of(worst) > 0.64
    assert of(replace(PLAIN, audience=Audience.INTERNAL), public=None) == of(PLAIN)


async def test_a_clearly_better_match_is_not_buried(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(
            reply(
                "Reset the router password", "Hold the button for ten seconds.", audience=Audience.INTERNAL
            ),
            reply(
                "Password rules",
                "Use twelve letters.",
                audience=Audience.PUBLIC,
                verified_at=NOW,
                verified_by="Ada",
            ),
        )
        asked = ticket("How can I reset the password of my router?", reply_public=True)
        result = await shop.ask(asked)
    assert titles(result)[0] == "Reset the router password"
    assert "Internal only: not for customers" in result.suggestions[0].reasons


_DRAIN = (
    "E-21: the pump cannot drain the water. Switch the machine off, clean the filter behind the flap at the "
    "bottom, check that the hose is not bent, and start the programme again after ten minutes."
)


@pytest.mark.parametrize("title", ["Error E-21 while draining", "The machine stops while it drains"])
@pytest.mark.parametrize(
    "asked", ["Hello, our washing machine says E-21. What can I do?", "I only see E-21 there"]
)
async def test_a_code_finds_the_answer_in_the_language_of_the_customer_first(
    tmp_path: Path, title: str, asked: str
) -> None:
    async with team(tmp_path) as shop:
        await shop.store(
            reply("Fehler E-21", "E-21: Sieb reinigen.", language="de"),
            reply(title, _DRAIN, language="en"),
            reply("Change the address", "You can change it in your account within 21 days.", language="en"),
        )
        assert titles(await shop.ask(asked))[:2] == [title, "Fehler E-21"]
        assert titles(await shop.ask("Guten Tag, ich sehe nur E-21"))[0] == "Fehler E-21"


async def test_an_answer_in_another_language_that_alone_fits_comes_first(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(
            reply("Fehler E-21", "E-21: Sieb reinigen.", language="de"),
            reply("Error E-30", "Close the door.", language="en"),
        )
        assert titles(await shop.ask("I only see error E-21 there"))[0] == "Fehler E-21"


async def test_near_identical_answers_are_one_with_the_other_under_it(tmp_path: Path) -> None:
    text = "Please open the settings, choose security and click on reset password to get a new one by mail"
    async with team(tmp_path) as shop:
        await shop.store(
            reply("Reset", f"{text}."), reply("Reset (old)", f"{text} today."), reply("Other", "Reset it.")
        )
        result = await shop.ask("reset password")
        [first, second] = result.suggestions
    assert {first.answer.title, second.answer.title} >= {"Other"}
    best = first if first.similar else second
    assert len(best.similar) == 1


async def test_a_translation_is_named_with_the_answer(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(
            reply("Refund", "Your money is on its way back to you."),
            reply("Rückerstattung", "Ihr Geld ist unterwegs.", language="de", translation_of="Refund"),
        )
        best = (await shop.ask("I want my money back, please, as soon as possible")).suggestions[0]
        assert best.translations == (await shop.answer_id("Rückerstattung"),)


def test_short_texts_and_other_languages_are_never_called_the_same() -> None:
    short = [replace(PLAIN, number=n, text=text) for n, text in enumerate(("yes it is", "yes it was"))]
    assert group_similar(short, 5) == {0: [], 1: []}
    same = [replace(PLAIN, number=n, language=language) for n, language in enumerate(("en", "de", "en-US"))]
    assert {
        number: [other.number for other in group] for number, group in group_similar(same, 5).items()
    } == {0: [2], 1: []}


SENTENCE = "请您打开设置页面，选择安全选项，然后点击重置密码，我们会把新的链接发送到您的邮箱"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"{SENTENCE}。", f"{SENTENCE}里。", True),
        (f"{SENTENCE}。", "".join(reversed(SENTENCE)), False),
        (" ".join(map(str, range(2000))), " ".join(map(str, range(2010))), True),
        (" ".join(map(str, range(2000))), " ".join(map(str, range(900, 2900))), False),
        ("one " * 400, "one " * 900, False),
    ],
)
def test_near_identical_is_told_in_every_script_and_length(one: str, other: str, same: bool) -> None:
    pair = [replace(PLAIN, number=n, text=text) for n, text in enumerate((one, other))]
    assert (len(group_similar(pair, 5)) == 1) is same


def test_reasons_are_short_and_true() -> None:
    day = datetime(2026, 1, 31, tzinfo=UTC)
    verified = replace(PLAIN, trust=Trust(TrustState.VERIFIED, "Ada", day))
    assert reasons(verified, ("reset", "password"), 4, None) == (
        "Matches: reset, password",
        "Inserted 4 times for similar tickets",
        "Verified by Ada on 2026-01-31",
    )
    flagged = replace(
        PLAIN, trust=Trust(TrustState.FLAGGED, "Ben", day, reason="wrong price"), not_seen_since=day
    )
    assert reasons(flagged, (), 0, None) == (
        "Flagged by Ben: wrong price",
        "Not seen at its source since 2026-01-31",
    )
    assert reasons(PLAIN, (), 1, None) == ("Inserted once for similar tickets",)
