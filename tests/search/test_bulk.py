"""Many changes in a row: the first is followed at once, the others in few rounds, and none is forgotten."""

from __future__ import annotations

import asyncio

import pytest

from sidecar.search import bulk
from sidecar.search.bulk import Bulk


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("_FIRST", 0.05), ("_LONGEST", 0.2), ("_QUIET", 1.0)):
        monkeypatch.setattr(bulk, name, seconds)


async def test_the_first_change_is_followed_at_once_and_many_more_in_few_rounds() -> None:
    rounds: list[float] = []
    loop = asyncio.get_running_loop()
    began = loop.time()

    def follow() -> None:
        rounds.append(loop.time() - began)
        changes.taken_in()

    changes = Bulk(follow)
    changes.more()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(rounds) == 1
    told = 1
    while loop.time() - began < 0.6:
        changes.more()
        told += 1
        await asyncio.sleep(0.005)
    last = loop.time() - began
    await asyncio.sleep(0.3)
    assert 3 <= len(rounds) <= 8
    assert len(rounds) < told / 3
    assert rounds[-1] >= last - 0.01, "the last change is followed, too"


async def test_after_a_quiet_time_a_change_is_a_first_one_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_QUIET", 0.1)
    monkeypatch.setattr(bulk, "_LONGEST", 60.0)
    monkeypatch.setattr(bulk, "_FIRST", 60.0)
    rounds: list[int] = []
    changes = Bulk(lambda: rounds.append(1))
    changes.more()
    await asyncio.sleep(0.02)
    changes.taken_in()
    changes.more()
    await asyncio.sleep(0.02)
    assert len(rounds) == 1, "the second waits for its pause"
    changes.stop()
    await asyncio.sleep(0.15)
    changes.more()
    await asyncio.sleep(0.02)
    assert len(rounds) == 2


async def test_once_stopped_nothing_is_followed() -> None:
    rounds: list[int] = []
    changes = Bulk(lambda: rounds.append(1))
    changes.more()
    changes.stop()
    await asyncio.sleep(0.05)
    assert rounds == []
