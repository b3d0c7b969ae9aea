"""With word vectors, answers are found that share no word with the ticket; without, nothing changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sidecar.knowledge.model import Role, Viewer
from sidecar.search.meanings.view import View
from sidecar.search.semantic.building import build
from sidecar.search.semantic.teacher import open_teacher
from sidecar.search.semantic.vocabulary import Sample
from tests.semantic.conftest import MEANINGS, write_static
from tests.suggest.running import Team, reply, team, titles

SAID = [f"{one} {other}" for one in MEANINGS for other in MEANINGS if one < other]
SHOP = (
    reply("Late package", "It comes by ship."),
    reply("Refunded cards", "We pay by Friday."),
    reply("Error E-1042", "Turn it off and on."),
    reply("Slow package for members", "It flies.", groups=["members"]),
)


@asynccontextmanager
async def shop(folder: Path, *, vectors: bool = True) -> AsyncIterator[Team]:
    if vectors:
        await asyncio.to_thread(_build, folder)
    async with team(folder) as house:
        await house.store(*SHOP)
        await house.indexer.settled()
        yield house


def _build(folder: Path) -> None:
    model = folder / "model"
    model.mkdir(parents=True)
    write_static(model, MEANINGS)
    samples = [Sample(text, "en") for text in SAID]
    build(folder / "semantic", open_teacher(model, threads=1), samples, lambda *_: None)


async def test_what_means_the_same_is_found_without_a_shared_word(tmp_path: Path) -> None:
    async with shop(tmp_path) as house:
        result = await house.ask("my plastic", explain=True)
        assert titles(result)[0] == "Refunded cards"
        assert result.suggestions[0].explanation is not None
    async with shop(tmp_path / "plain", vectors=False) as house:
        assert "Refunded cards" not in titles(await house.ask("my plastic"))


async def test_a_code_says_more_than_meaning(tmp_path: Path) -> None:
    async with shop(tmp_path) as house:
        assert titles(await house.ask("my plastic says E-1042"))[0] == "Error E-1042"


async def test_a_text_that_has_all_the_words_is_not_buried_by_meaning(tmp_path: Path) -> None:
    async with shop(tmp_path) as house:
        await house.store(reply("Opening hours", "A plastic parcel reimbursed: slow, late, slow, late."))
        await house.indexer.settled()
        assert titles(await house.ask("plastic parcel reimbursed"))[0] == "Opening hours"


async def test_meaning_opens_no_group(tmp_path: Path) -> None:
    async with shop(tmp_path) as house:
        stranger = Viewer("Ben", Role.AGENT, frozenset())
        assert "Slow package for members" not in titles(await house.ask("my parcel is slow", stranger))
        member = Viewer("Mia", Role.AGENT, frozenset({"members"}))
        assert "Slow package for members" in titles(await house.ask("my parcel is slow", member))


async def test_what_was_learned_is_found_by_its_meaning(tmp_path: Path) -> None:
    async with shop(tmp_path) as house:
        result = await house.ask("plastic reimbursed")
        await house.insert(result, "Error E-1042")
        await house.indexer.caught_up()
        await house.indexer.settled()
        assert "Error E-1042" in titles(await house.ask("card refund"))[:2]


async def test_nothing_is_gone_through_that_weighs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    for kind in ("near_titles", "near_passages"):
        monkeypatch.setattr(View, kind, _noting(looked_at, kind, getattr(View, kind)))
    async with shop(tmp_path) as house:
        result = await house.ask("plastic reimbursed")
        assert looked_at == ["near_titles", "near_passages"]
        await house.insert(result, "Error E-1042")
        await house.indexer.settled()
        looked_at.clear()
        assert titles(await house.ask("plastic reimbursed"))[0] == "Error E-1042"
        assert looked_at == []
        await house.ask("plastic reimbursed parcel")
        assert looked_at == ["near_titles"]
        looked_at.clear()
        await house.ask("parcel")
        assert looked_at == ["near_titles", "near_passages"]


def _noting(noted: list[str], name: str, method: Callable[..., object]) -> Callable[..., object]:
    def noting(*given: object) -> object:
        noted.append(name)
        return method(*given)

    return noting
