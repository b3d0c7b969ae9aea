"""The search box as an agent uses it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.model import Audience, Kind
from sidecar.knowledge import answers, judging
from sidecar.knowledge.model import EventType, TrustState
from sidecar.suggest.operators import SearchFilters
from tests.suggest.running import ADMIN, AGENT, Team, article, reply, team, titles

HOUSE = (
    reply(
        "Refund",
        "We send {{customer.first_name}} the money.",
        tags=("Billing",),
        audience=Audience.PUBLIC,
        shortcut="/rf",
    ),
    reply("Rückerstattung", "Wir senden das Geld.", language="de"),
    article(
        "Refund policy",
        "Refunds take five days.\n\n## Fees\n\nThere are no fees for a refund.",
        audience=Audience.INTERNAL,
    ),
    reply("Board only", "A refund for the board.", groups=("board",)),
)


async def search(house: Team, query: str, viewer: Any = ADMIN, **filters: Any) -> list[str]:
    return titles(await house.engine.search(query, SearchFilters(**filters), viewer))


async def test_a_search_finds_forms_prefixes_and_typing_errors(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        assert (await search(house, "refund"))[0] == "Refund"
        assert set(await search(house, "refunds")) == {"Refund", "Refund policy", "Board only"}
        assert "Rückerstattung" in await search(house, "rückerst")
        assert (await search(house, "refnud polcy"))[0] == "Refund policy"
        assert (await search(house, "/rf"))[0] == "Refund"
        assert await search(house, '"no fees"') == ["Refund policy"]
        assert await search(house, "xyzzy") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": Kind.ARTICLE}, {"Refund policy"}),
        ({"tag": "billing"}, {"Refund"}),
        ({"language": "de"}, set()),
        ({"audience": Audience.INTERNAL}, {"Refund policy"}),
        ({"source": "macros"}, {"Refund", "Refund policy", "Board only"}),
        ({"source": "nowhere"}, set()),
        ({"trust": TrustState.VERIFIED}, {"Refund"}),
        ({"trust": TrustState.FLAGGED}, set()),
    ],
)
async def test_filters_narrow_a_search(tmp_path: Path, filters: dict[str, Any], expected: set[str]) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        await _verify(house, "Refund")
        assert set(await search(house, "refund", **filters)) == expected
        listed = set(await search(house, "", **filters))
        assert expected <= listed


async def test_an_answer_of_another_group_is_in_no_list_and_no_count(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*HOUSE)
        for query in ("refund", ""):
            result = await house.engine.search(query, SearchFilters(), AGENT)
            assert "Board only" not in titles(result)
            assert result.total == len(result.results)


async def test_an_empty_search_lists_the_most_used_then_the_newest(tmp_path: Path) -> None:
    def at(day: int) -> datetime:
        return datetime(2026, 1, day, tzinfo=UTC)

    async with team(tmp_path) as house:
        await house.store(
            reply("Old", "a", updated_at=at(1)),
            reply("New", "b", updated_at=at(3)),
            reply("Used", "c", updated_at=at(2)),
        )
        await house.event(EventType.INSERTED, "q_x", "Used")
        assert await search(house, "") == ["Used", "New", "Old"]


async def test_pages_do_not_overlap_and_the_total_is_that_of_all(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await house.store(*(reply(f"Refund {n}", f"About case {n}.") for n in range(25)))
        pages = [
            await house.engine.search("refund", SearchFilters(), ADMIN, 10, offset) for offset in (0, 10, 20)
        ]
        found = [title for page in pages for title in titles(page)]
        assert [page.total for page in pages] == [25, 25, 25]
        assert len(set(found)) == len(found) == 25


async def test_an_article_with_many_passages_is_one_result(tmp_path: Path) -> None:
    body = "\n\n".join(f"## Part {n}\n\n" + f"The refund of part {n} is special. " * 30 for n in range(8))
    async with team(tmp_path) as house:
        await house.store(article("Handbook", body))
        result = await house.engine.search("refund", SearchFilters(), ADMIN)
        assert (result.total, titles(result)) == (1, ["Handbook"])


async def _verify(house: Team, external_id: str) -> None:
    answer_id = await house.answer_id(external_id)
    numbers = await house.db.read(answers.numbers_of, [answer_id])
    await house.db.write(judging.verify, numbers[answer_id], "Ada")
