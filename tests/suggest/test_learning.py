"""Learning from what agents do: at once, once, scrubbed, and only where it is allowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sidecar.knowledge import answers, asked, settings, usage
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.model import AskedQuestion, EventType, Origin
from sidecar.knowledge.schema import asked as asked_table
from sidecar.knowledge.schema import queries
from sidecar.search.asking import words_of
from sidecar.search.index import SearchIndex
from sidecar.search.protocol import Batch, Position, Scope
from sidecar.suggest.engine import EngineSettings
from sidecar.suggest.model import Person
from sidecar.suggest.operators import SearchFilters
from sidecar.suggest.recents import Recents
from tests.suggest.running import ADMIN, AGENT, Team, reply, team, ticket, titles

SHOP = (reply("Late parcel", "The parcel is delayed."), reply("Refund", "Your money is on its way."))


async def learned(shop: Team) -> list[str]:
    rows = (
        select(asked_table.c.text).where(asked_table.c.withdrawn_at.is_(None)).order_by(asked_table.c.number)
    )
    return await shop.db.read(lambda conn: list(conn.execute(rows).scalars()))


async def test_the_same_event_counts_once(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        result = await shop.ask("The courier never rang")
        first = await shop.insert(result, "Late parcel")
        second = await shop.insert(result, "Late parcel")
        assert (first.recorded, first.taught, second.recorded, second.taught) == (True, True, False, False)
        assert await learned(shop) == ["The courier never rang"]
        assert (await shop.ask("parcel")).suggestions[0].answer.inserted == 1


async def test_the_very_next_request_has_it_first_although_another_answer_shares_a_piece_of_a_word(
    tmp_path: Path,
) -> None:
    async with team(tmp_path) as shop:
        await shop.store(
            reply("Reset link", "Here is the reset link."), reply("Refund delayed", "Five days.")
        )
        asking = "My account refuses my passphrase and I am locked out."
        before = await shop.ask(asking)
        await shop.insert(before, "Reset link")
        after = await shop.ask(asking)
        assert titles(after)[0] == "Reset link"
        assert after.confident


async def test_undone_and_inserted_again_teaches_again(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        result = await shop.ask("The courier never rang")
        await shop.insert(result, "Late parcel")
        await shop.event(EventType.UNDONE, result.query_id, "Late parcel")
        assert await learned(shop) == []
        await shop.insert(result, "Late parcel")
        assert await learned(shop) == ["The courier never rang"]
        assert titles(await shop.ask("courier rang")) == ["Late parcel"]


async def test_an_answer_that_was_not_suggested_can_be_taught(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        result = await shop.ask("qwertz asdf yxcv")
        assert result.suggestions == ()
        await shop.insert(result, "Refund")
        assert titles(await shop.ask("qwertz asdf yxcv")) == ["Refund"]


async def test_a_search_can_teach_as_well(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        found = await shop.engine.search("cash back", SearchFilters(), ADMIN)
        outcome = await shop.event(EventType.INSERTED, found.query_id, "Refund")
        assert outcome.taught
        assert titles(await shop.ask("cash back")) == ["Refund"]


@pytest.mark.parametrize("event", [EventType.OPENED])
async def test_looking_teaches_nothing(tmp_path: Path, event: EventType) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        result = await shop.ask("The courier never rang")
        outcome = await shop.event(event, result.query_id, "Late parcel")
        assert (outcome.recorded, outcome.taught) == (True, False)
        assert await learned(shop) == []


async def test_an_unknown_or_expired_query_is_counted_and_teaches_nothing(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        unknown = await shop.event(EventType.INSERTED, "q_unknown", "Refund")
        assert (unknown.recorded, unknown.taught, unknown.known_query) == (True, False, False)
        yesterday = datetime.now(UTC) - timedelta(hours=25)
        await shop.db.write(usage.remember_query, "q_old", ["where is it"], "en", "Ada", yesterday)
        old = await shop.event(EventType.INSERTED, "q_old", "Refund")
        assert (old.recorded, old.taught, old.known_query) == (True, False, False)
        assert (await shop.ask("refund")).suggestions[0].answer.inserted == 2


async def test_an_answer_that_is_not_there_is_refused(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP, reply("Secret", "For the board.", groups=("board",)))
        result = await shop.ask("parcel", AGENT)
        for external_id in ("Nothing", "Secret"):
            with pytest.raises(NotFound, match="Search again"):
                await shop.insert(result, external_id, AGENT)


async def test_personal_data_is_not_stored(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        text = (
            "My parcel for Anna Nguyen never came. Order number 4711-99, mail a@example.com, +49 170 1234567."
        )
        await shop.insert(await shop.ask(ticket(text, customer=Person(name="Nguyen, Anna"))), "Late parcel")
        [question] = await learned(shop)
        for private in ("Anna", "Nguyen", "4711", "a@example.com", "170"):
            assert private not in question
        assert "parcel" in question


async def test_of_a_long_ticket_the_fitting_part_is_learned(tmp_path: Path) -> None:
    aside = "We moved our office to another floor last month and everybody likes the view. " * 5
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await shop.insert(
            await shop.ask(f"{aside} When will my money be back on the card? {aside}"), "Refund"
        )
        [question] = await learned(shop)
        assert "money be back" in question
        assert len(question.split()) <= 40


async def test_learning_can_be_turned_off(tmp_path: Path) -> None:
    async with team(tmp_path / "a", EngineSettings(learning=False)) as shop:
        await shop.store(*SHOP)
        outcome = await shop.insert(await shop.ask("The courier never rang"), "Refund")
        assert (outcome.recorded, outcome.taught, await learned(shop)) == (True, False, [])
        assert await shop.db.read(lambda conn: conn.execute(select(queries)).all()) == []
    async with team(tmp_path / "b") as shop:
        await shop.store(*SHOP)
        await shop.db.write(settings.write, settings.LEARNING, value=False)
        outcome = await shop.insert(await shop.ask("The courier never rang"), "Refund")
        assert (outcome.taught, await learned(shop)) == (False, [])


async def test_queries_are_written_down_by_the_end(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        result = await shop.ask("The courier never rang")
    async with team(tmp_path) as shop:
        assert (await shop.insert(result, "Refund")).taught


async def test_past_tickets_are_a_warm_start(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        [number] = (await shop.db.read(answers.numbers_of, [await shop.answer_id("Refund")])).values()
        await shop.engine.learn("I want my cash, says a@example.com", number, "Ada")
        assert titles(await shop.ask("give me cash"))[0] == "Refund"
        assert await shop.db.read(asked.count, Origin.LEARNED) == 1
        with pytest.raises(NotFound):
            await shop.engine.learn("x", 999, "Ada")


def test_a_question_in_memory_scores_like_one_in_the_index(tmp_path: Path) -> None:
    index, texts = (
        SearchIndex(tmp_path),
        ("where is my parcel", "parcel lost in the post", "refund my money please"),
    )
    questions = [AskedQuestion(n, n, n, text, "en", Origin.LEARNED) for n, text in enumerate(texts, 1)]
    index.apply(Batch(asked=questions[:2]))
    index.commit(Position(0, 2))
    recents, words = Recents(), words_of("my parcel and my refund", "en")
    recents.add(questions[2])
    early = recents.since(2).merge(index.find_asked(words, Scope(), 9), words, index, None, 9)
    index.apply(Batch(asked=questions[2:]))
    index.commit(Position(0, 3))
    # Found already, and the profile that tells of it may come a moment later.
    both = recents.since(2).merge(index.find_asked(words, Scope(), 9), words, index, None, 9)
    assert [hit.fresh for hit in both] == [hit.question == 3 for hit in both]
    late = index.find_asked(words, Scope(), 9)
    assert [hit.question for hit in early] == [hit.question for hit in late]
    early_score = next(hit.score for hit in early if hit.question == 3)
    assert early_score == pytest.approx(next(hit.score for hit in late if hit.question == 3), rel=0.25)
    before = recents.since(2)
    assert recents.since(3).merge([], words, index, None, 9) == []
    # Whoever began to ask before the commit does not miss what others no longer keep in memory.
    assert [hit.question for hit in before.merge([], words, index, None, 9)] == [3]
    recents.withdraw([3], answer=3, seq=4)
    assert [hit.question for hit in recents.since(3).merge(late, words, index, None, 9)] == [
        hit.question for hit in late if hit.question != 3
    ]
    index.close()
