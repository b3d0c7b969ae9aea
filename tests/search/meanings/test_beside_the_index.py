"""The indexer gives the meanings their turn, and neither holds the other up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sidecar.search.errors import IndexFault
from sidecar.search.meanings.follower import MeaningsFollower
from sidecar.search.meanings.generation import Generation
from sidecar.search.protocol import Scope
from tests.search.meanings.world import build_vectors
from tests.suggest.running import Team, article, reply, team, titles


def near(shop: Team, text: str) -> list[int]:
    assert shop.meanings.vectors is not None
    queries = shop.meanings.vectors.encode([text], ["en"])
    return [found.answer for found in shop.meanings.near_titles(queries, Scope(), 5)[0]]


async def test_meanings_follow_the_index_and_survive_a_restart(tmp_path: Path) -> None:
    await asyncio.to_thread(build_vectors, tmp_path / "semantic")
    async with team(tmp_path) as shop:
        await shop.store(reply("card refund", "parcel"), article("violin", "winter"))
        await shop.indexer.settled()
        assert near(shop, "refund card")[0] == 1
        await shop.insert(await shop.ask("copper pillow"), "violin")
        await shop.indexer.settled()
        assert shop.meanings.view is not None
        assert shop.meanings.view.questions.count == 1
    async with team(tmp_path) as shop:
        await shop.delete("card refund")
        await shop.indexer.settled()
        assert near(shop, "refund card") in ([], [2])


async def test_vectors_that_were_built_meanwhile_are_taken_up(tmp_path: Path) -> None:
    async with team(tmp_path) as shop:
        await shop.store(reply("card refund", "parcel"))
        await shop.indexer.settled()
        assert shop.meanings.vectors is None
        await asyncio.to_thread(build_vectors, tmp_path / "semantic")
        await shop.indexer.settled()
        assert near(shop, "card") == [1]


async def test_reindexing_encodes_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await asyncio.to_thread(build_vectors, tmp_path / "semantic")
    async with team(tmp_path) as shop:
        await shop.store(reply("card refund", "parcel"))
        await shop.indexer.settled()
        encoded: list[int] = []
        genuine = Generation.take_answers

        def counted(generation: Generation, answers: list[object]) -> None:
            encoded.append(len(answers))
            genuine(generation, answers)  # type: ignore[arg-type]

        monkeypatch.setattr(Generation, "take_answers", counted)
        await shop.indexer.rebuild()
        await shop.indexer.settled()
        assert encoded == [1]
        assert near(shop, "card") == [1]


async def test_meanings_that_cannot_follow_say_so_and_the_index_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asyncio.to_thread(build_vectors, tmp_path / "semantic")
    async with team(tmp_path) as shop:
        with monkeypatch.context() as failing:
            failing.setattr(MeaningsFollower, "step", _full)
            await shop.store(reply("card refund", "parcel"))
            assert titles(await shop.ask("my parcel")) == ["card refund"]
            with pytest.raises(IndexFault, match="disk is full"):
                await shop.indexer.settled()
            assert shop.indexer.state.error is None
        await shop.store(reply("violin", "winter"))
        await shop.indexer.settled()
        assert near(shop, "violin")[0] == 2


def _full(*_: object) -> bool:
    raise OSError("The disk is full.")
