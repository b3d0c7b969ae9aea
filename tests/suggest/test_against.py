"""What agents find unhelpful counts against an answer: near that question, bounded, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sidecar.knowledge import asked, settings, usage
from sidecar.knowledge.model import EventType, Role, Viewer
from sidecar.knowledge.schema import asked as asked_table
from sidecar.knowledge.schema import queries
from tests.suggest.running import Team, reply, team, titles

ASKING = "The courier never rang the bell"
TWO = (
    reply("Courier rang no bell again", "Please choose another day."),
    reply("Courier rang no bell", "We send the parcel anew."),
)
FIRST, SECOND = TWO[0].external_id, TWO[1].external_id


async def weights(shop: Team) -> list[float]:
    rows = select(asked_table.c.weight).where(asked_table.c.withdrawn_at.is_(None))
    return await shop.db.read(lambda conn: list(conn.execute(rows.order_by(asked_table.c.number)).scalars()))


@pytest.mark.parametrize("known_to_the_index", [False, True])
async def test_what_did_not_help_falls_behind_another_that_fits(
    tmp_path: Path, known_to_the_index: bool
) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        before = await shop.ask(ASKING)
        first, second = titles(before)
        await shop.event(EventType.NOT_HELPFUL, before.query_id, first)
        if known_to_the_index:
            await shop.indexer.caught_up()
        assert titles(await shop.ask(ASKING)) == [second, first]  # no longer first, and still there


async def test_it_counts_only_near_the_question_it_was_said_of(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(reply("Refund", "Your money is on its way."), *TWO)
        result = await shop.ask(ASKING)
        before = (await shop.ask("Where is my refund")).suggestions[0]
        await shop.event(EventType.NOT_HELPFUL, result.query_id, "Refund")
        after = (await shop.ask("Where is my refund")).suggestions[0]
        assert (after.answer.id, after.score) == (before.answer.id, before.score)


async def test_a_dismissal_does_not_outweigh_insertions_of_others(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        for _ in range(3):
            await shop.insert(await shop.ask(ASKING), FIRST)
        await shop.event(EventType.DISMISSED, (await shop.ask(ASKING)).query_id, FIRST)
        assert titles(await shop.ask(ASKING))[0] == TWO[0].title


async def test_dismissals_without_end_leave_it_findable(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(TWO[0])
        before = (await shop.ask(ASKING)).suggestions[0].score
        for _ in range(12):
            await shop.event(EventType.NOT_HELPFUL, (await shop.ask(ASKING)).query_id, FIRST)
        [left] = (await shop.ask(ASKING)).suggestions
        assert 0.39 * before <= left.score < before


AGENTS = [Viewer(name, Role.AGENT, frozenset()) for name in ("Ben", "Cleo", "Dora", "Emil")]


@pytest.mark.parametrize("known_to_the_index", [False, True])
async def test_one_agent_has_one_voice_however_often_they_click(
    tmp_path: Path, known_to_the_index: bool
) -> None:
    async with team(tmp_path) as shop:
        await shop.store(TWO[0])
        before = (await shop.ask(ASKING)).suggestions[0].score
        left = []
        for asked_for in (ASKING, ASKING, "The courier rang no bell", "A courier never rings", ASKING):
            for event in (EventType.DISMISSED, EventType.NOT_HELPFUL):
                result = await shop.ask(asked_for, AGENTS[0])
                await shop.event(event, result.query_id, FIRST, AGENTS[0])
            if known_to_the_index:
                await shop.indexer.caught_up()
            left.append((await shop.ask(ASKING, AGENTS[1])).suggestions[0].score / before)
        assert left == pytest.approx([left[0]] * len(left), abs=0.02)
        assert left[0] >= 0.63  # one agent takes no more than 36 of a hundred


async def test_several_agents_say_more_than_one_and_never_bury(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(TWO[0])
        scores = [(await shop.ask(ASKING)).suggestions[0].score]
        for agent in AGENTS:
            result = await shop.ask(ASKING, agent)
            await shop.event(EventType.NOT_HELPFUL, result.query_id, FIRST, agent)
            scores.append((await shop.ask(ASKING)).suggestions[0].score)
    assert scores == sorted(scores, reverse=True)
    assert scores[2] < 0.95 * scores[1]
    assert scores[-1] >= 0.39 * scores[0]


async def test_one_agent_cannot_outweigh_what_the_others_insert(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        for agent in AGENTS[1:]:
            await shop.insert(await shop.ask(ASKING, agent), FIRST, agent)
        for _ in range(10):
            result = await shop.ask(ASKING, AGENTS[0])
            await shop.event(EventType.NOT_HELPFUL, result.query_id, FIRST, AGENTS[0])
        assert titles(await shop.ask(ASKING, AGENTS[1]))[0] == TWO[0].title


async def test_several_events_of_one_query_are_one_voice(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        result = await shop.ask(ASKING)
        for event, expected in (
            (EventType.DISMISSED, [-0.3]),
            (EventType.COPIED, [0.6]),
            (EventType.HELPFUL, [0.6]),
            (EventType.INSERTED, [1.0]),
            (EventType.COPIED, [1.0]),
            (EventType.UNDONE, [0.6]),
            (EventType.NOT_HELPFUL, [-0.6]),
        ):
            await shop.event(event, result.query_id, FIRST)
            assert await weights(shop) == expected, event


async def test_copied_is_no_insertion_in_the_reasons(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        await shop.event(EventType.COPIED, (await shop.ask(ASKING)).query_id, FIRST)
        reasons = (await shop.ask(ASKING)).suggestions[0].reasons
        assert not [each for each in reasons if "Inserted" in each]


async def test_no_more_is_kept_than_the_limit_and_doubles_go_first(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        await shop.db.write(settings.write, settings.LEARNED_MOST, 3)
        said = ["My parcel is lost", "My parcel is lost", "Nobody rang the bell", "The van drove past me"]
        for text in said:
            await shop.insert(await shop.ask(text), FIRST)
        rows = select(asked_table.c.text).where(asked_table.c.withdrawn_at.is_(None))
        kept = await shop.db.read(lambda conn: set(conn.execute(rows).scalars()))
        assert kept == set(said)
        await shop.insert(await shop.ask("The door was open"), FIRST)
        kept = await shop.db.read(lambda conn: set(conn.execute(rows).scalars()))
        assert kept == {*said[2:], "The door was open"}


async def test_erased_is_gone_from_store_and_suggestions(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        await shop.insert(await shop.ask("qwertz asdf yxcv"), FIRST)
        await shop.indexer.caught_up()
        assert titles(await shop.ask("qwertz asdf yxcv")) == [TWO[0].title]
        assert await shop.engine.erase_learned() == 1
        assert titles(await shop.ask("qwertz asdf yxcv")) == []
        await shop.indexer.caught_up()
        assert titles(await shop.ask("qwertz asdf yxcv")) == []
        texts = await shop.db.read(lambda conn: list(conn.execute(select(asked_table.c.text)).scalars()))
        assert texts == [""]


async def test_erasing_one_answer_or_the_old_leaves_the_rest(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        await shop.insert(await shop.ask("My parcel is lost"), FIRST)
        await shop.insert(await shop.ask("Nobody rang the bell"), SECOND)
        long_ago = datetime.now(UTC) - timedelta(days=1)
        assert await shop.engine.erase_learned(before=long_ago) == 0
        assert await shop.engine.erase_learned(await shop.answer_id(FIRST)) == 1
        assert await shop.db.read(asked.count) == 1


async def test_queries_are_forgotten_when_learning_ends_and_after_their_day(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*TWO)
        yesterday = datetime.now(UTC) - timedelta(hours=25)
        await shop.db.write(usage.remember_query, "q_old", ["where is it"], "en", "Ada", yesterday)
        await shop.engine.forget_old_queries()
        shop.engine.switch_learning(learns=False)
        await shop.ask(ASKING)
        await shop.engine.close()
        assert await shop.db.read(lambda conn: list(conn.execute(select(queries.c.id)).scalars())) == []
