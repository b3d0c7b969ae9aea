"""The explanation of a place is complete and true: the score can be computed from it again."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.model import Audience
from sidecar.knowledge.model import EventType, Role, Viewer
from sidecar.knowledge.rules import Action
from sidecar.suggest.bounds import Signal
from sidecar.suggest.model import Explanation, Suggestion
from sidecar.suggest.operators import SearchFilters
from tests.suggest.running import ADMIN, reply, team, ticket
from tests.suggest.test_rules import rule

EXPERT = Viewer("Eve", Role.EXPERT, frozenset())
AGENT = Viewer("Ben", Role.AGENT, frozenset())
SAME = "Please open the settings, choose security and click on reset password to get a new one by mail"
HOUSE = (
    reply("Reset", f"{SAME}.", questions=("How do I get a new password?",), tags=("account",)),
    reply("Reset (old)", f"{SAME} today.", audience=Audience.INTERNAL),
    reply("Passwort", "Öffnen Sie die Einstellungen.", language="de"),
    reply(
        "Password rules", "A password has twelve letters.", verified_by="Ada", verified_at=datetime.now(UTC)
    ),
    reply("Other passwords", "Passwords of other shops are no business of ours."),
)
ASKED = ticket("How do I get a new password?", subject="Account", reply_public=True)


def explained(suggestion: Suggestion) -> Explanation:
    assert suggestion.explanation is not None
    return suggestion.explanation


async def test_every_score_can_be_computed_from_its_parts(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        await house.insert(await house.ask(ASKED), "Password rules")
        await house.event(EventType.NOT_HELPFUL, (await house.ask(ASKED)).query_id, "Reset")
        result = await house.ask(ASKED, explain=True)
    assert len(result.suggestions) >= 3
    for each in result.suggestions:
        told = explained(each)
        weighed = sum(told.parts.values()) * math.prod(told.factors.values())
        assert weighed == pytest.approx(told.weighed)
        assert told.highest is not None
        assert each.score == pytest.approx(weighed / told.highest, abs=1e-4)
        assert set(told.factors) == {"helped", *Signal}
    by_title = {each.answer.title: explained(each) for each in result.suggestions}
    assert by_title["Password rules"].factors[Signal.OWN_USE] > 1
    assert by_title["Reset"].factors["helped"] < 1
    assert "password" in by_title["Reset"].words
    assert [each.text for each in by_title["Reset"].questions] == ["How do I get a new password?"]
    assert by_title["Reset"].factors[Signal.TOPIC] > 1


async def test_a_score_that_was_raised_is_that_of_the_one_below(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        await rule(house, Action.PIN, "Other passwords", contains=("password",))
        first, second, *_ = (await house.ask(ASKED, explain=True)).suggestions
    told = explained(first)
    assert told.lifted == "pinned"
    assert [each.action for each in told.rules] == [Action.PIN]
    assert first.score == second.score > told.weighed / (told.highest or 1)


async def test_it_tells_what_was_left_out_and_why(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        made = await rule(house, Action.MUTE, "Password rules", languages=("en",))
        told = (await house.ask(ASKED, explain=True)).left_out or ()
        quiet = (await house.ask(ASKED)).left_out or ()
    assert {(each.answer.title, each.why) for each in told} == {
        ("Password rules", "muted"),
        ("Reset (old)", "repeats"),
    }
    [repeats] = [each for each in told if each.why == "repeats"]
    assert repeats.of is not None
    assert repeats.of.title == "Reset"
    assert [(each.why, each.rule) for each in quiet] == [("muted", made)]


async def test_questions_of_other_agents_are_told_to_experts_alone(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        await house.insert(await house.ask("Where do I get my new password from?", AGENT), "Reset")
        asked = ticket("Where do I get a new password from?")
        seen = {}
        for viewer in (ADMIN, EXPERT, AGENT):
            result = await house.ask(asked, viewer, explain=True)
            [reset] = [each for each in result.suggestions if each.answer.title == "Reset"]
            seen[viewer] = [each.text for each in explained(reset).questions]
    assert seen[ADMIN] == seen[EXPERT]
    assert set(seen[ADMIN]) == {"How do I get a new password?", "Where do I get my new password from?"}
    assert set(seen[AGENT]) == {"How do I get a new password?", None}


async def test_a_search_is_explained_too(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        result = await house.engine.search("password rules", SearchFilters(), ADMIN, explain=True)
        plain = await house.engine.search("password rules", SearchFilters(), ADMIN)
    assert plain.results[0].explanation is None
    for each in result.results:
        told = explained(each)
        assert told.half is not None
        weighed = sum(told.parts.values()) * math.prod(told.factors.values())
        low, high = told.between
        share = weighed / (weighed + told.half)
        assert each.score == pytest.approx(low + (high - low) * share, abs=1e-4)
    assert explained(result.results[0]).parts["exact"] > 0


async def test_the_most_reliable_of_answers_that_say_the_same_stands_for_them(tmp_path: Path) -> None:
    verified = {"verified_by": "Ada", "verified_at": datetime.now(UTC)}
    async with team(tmp_path) as house:
        await house.store(
            reply("Reset the password", f"{SAME}."),
            reply("Checked", f"{SAME} today.", **verified),
            reply("For us", f"{SAME} now.", audience=Audience.INTERNAL, **verified),
        )
        [first] = (await house.ask(ticket("reset password", reply_public=True), explain=True)).suggestions
        told = explained(first)
        assert first.answer.title == "Checked"
        assert told.found_as == await house.answer_id("Reset the password")
        assert len(first.similar) == 2
