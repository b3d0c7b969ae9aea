"""The index follows the store, whatever happens to either."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from sidecar.knowledge.model import IndexableAnswer
from sidecar.search.errors import IndexFault
from sidecar.search.index import SearchIndex
from sidecar.search.protocol import Batch, Counts, Position
from tests.suggest.running import AGENT, Team, article, reply, team, titles

SHOP = tuple(reply(f"Answer {word}", f"All about {word}.") for word in ("apples", "pears", "plums"))


async def finds(shop: Team, word: str) -> list[str]:
    return titles(await shop.ask(f"tell me about {word}"))


async def test_changes_arrive_and_deletions_too(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await shop.store(reply("Answer apples", "Now about cherries."))
        await shop.delete("Answer pears")
        assert await finds(shop, "cherries") == ["Answer apples"]
        assert await finds(shop, "pears") == []
        assert shop.index.counts() == Counts(2, 0)


async def test_a_deleted_index_comes_back_from_the_store(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await shop.insert(await shop.ask("something round and red"), "Answer apples")
        await shop.indexer.caught_up()
    await asyncio.to_thread(shutil.rmtree, tmp_path / "index")
    async with team(tmp_path) as shop:
        await shop.indexer.caught_up()
        assert shop.index.counts() == Counts(3, 1)
        assert (await finds(shop, "plums"))[0] == "Answer plums"
        assert titles(await shop.ask("red and round"))[0] == "Answer apples"


async def test_what_changed_while_it_was_off_is_caught_up(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
    async with team(tmp_path) as shop:
        await shop.indexer.stop()
        await shop.delete("Answer plums", quietly=True)
    async with team(tmp_path) as shop:
        await shop.indexer.caught_up()
        assert shop.index.counts() == Counts(2, 0)


async def test_an_index_that_lost_rows_is_rebuilt_at_the_next_start(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
    index = await asyncio.to_thread(SearchIndex, tmp_path / "index")
    position = index.position
    await asyncio.to_thread(_lose_a_row, index, position)
    async with team(tmp_path) as shop:
        await shop.store(reply("Answer figs", "All about figs."))
        assert shop.index.counts() == Counts(4, 0)
        assert (await finds(shop, "apples"))[0] == "Answer apples"


async def test_a_store_older_than_the_index_makes_it_begin_anew(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await shop.store(reply("Answer apples", "Changed once more."))
    for name in ("knowledge.db", "knowledge.db-wal", "knowledge.db-shm"):
        await asyncio.to_thread((tmp_path / name).unlink, missing_ok=True)
    async with team(tmp_path) as shop:
        await shop.store(SHOP[0])
        assert shop.index.counts() == Counts(1, 0)


async def test_a_fault_while_following_leads_to_a_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        genuine, calls = SearchIndex.apply, []

        def faulty(index: SearchIndex, batch: Batch) -> None:
            calls.append(batch)
            if len(calls) == 1:
                raise IndexFault("The disk said no.")
            genuine(index, batch)

        monkeypatch.setattr(SearchIndex, "apply", faulty)
        await shop.store(article("Answer kiwis", "All about kiwis."))
        assert await finds(shop, "kiwis") == ["Answer kiwis"]
        assert shop.index.counts() == Counts(4, 0)
        assert shop.indexer.state.error is None


async def test_a_lasting_fault_is_said_and_the_old_index_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)

        def faulty(_index: SearchIndex, _batch: Batch) -> None:
            raise IndexFault("The disk is full: free some space.")

        monkeypatch.setattr(SearchIndex, "apply", faulty)
        with pytest.raises(IndexFault, match="free some space"):
            await shop.store(reply("Answer kiwis", "All about kiwis."))
        assert shop.indexer.state.error == "The disk is full: free some space."
        assert (await finds(shop, "apples"))[0] == "Answer apples"
        monkeypatch.undo()
        await shop.indexer.rebuild()
        assert await finds(shop, "kiwis") == ["Answer kiwis"]
        assert shop.indexer.state.error is None


async def test_bulk_is_taken_in_over_several_pages(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*(reply(f"Item {number}", f"word{number}") for number in range(700)))
        assert shop.index.counts() == Counts(700, 0)
        assert (await finds(shop, "word699"))[0] == "Item 699"


async def test_groups_that_change_hide_the_learned_questions_as_well(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(*SHOP)
        await shop.insert(await shop.ask("something round and red"), "Answer apples")
        await shop.store(reply("Answer apples", "All about apples.", groups=("growers",)))
        assert titles(await shop.ask("red and round", AGENT)) == []


def _lose_a_row(index: SearchIndex, position: Position) -> None:
    index.apply(Batch([IndexableAnswer(1, 1, gone=True)]))
    index.commit(position)
    index.close()
