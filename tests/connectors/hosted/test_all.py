"""What holds for every hosted helpdesk, whatever its API is like: over the worlds of the conformance kit."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Outcome, Unchanged, Upsert
from sidecar.conformance.running import Stored, check, sync
from tests.conformance.hosted import HostedWorld
from tests.conformance.hosted.worlds import HOSTED
from tests.connectors.context import PlainContext
from tests.connectors.hosted.pulling import Ticking, pull

_MANY = 10_000
_MINUTE = 60.0


@pytest.fixture(params=sorted(HOSTED))
def world(request: pytest.FixtureRequest) -> Iterator[HostedWorld]:
    world = HOSTED[request.param]()
    yield world
    world.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "cuecard.sqlite3"


def some(number: int, text: str = "One thing.") -> dict[str, str]:
    """So many documents, of all kinds."""
    names = ("".join(letters) for letters in product("hgfedcba", *[string.ascii_lowercase] * 3))
    steps = islice(names, 0, None, 8 * 26**3 // (number + 1))
    return dict.fromkeys(islice(steps, number), text)


def run(store: Path, world: HostedWorld, *steps: Any) -> Stored:
    return sync(store, world.config(), world.connector, *steps)


def test_wrong_token(world: HostedWorld, store: Path) -> None:
    world.write(some(4))
    config = {key: "wrong" if value == world.secret else value for key, value in world.config().items()}
    report = check(store, world.connector, config)
    assert not report.ok
    assert "valid key" in report.checks[0].remedy
    stored = sync(store, config, world.connector)
    assert stored.answers == {}
    assert "valid key" in (stored.last.error or "")


@pytest.mark.parametrize("requests", [1, 3, 6])
def test_token_that_expires_in_the_middle(world: HostedWorld, store: Path, requests: int) -> None:
    """What was read stays, the rest keeps its old text, and with a new token everything comes in."""
    old, new = some(12), some(12, "Two things.")
    ids = {world.external_id(name) for name in old}

    def change() -> None:
        world.write(new)
        world.expires_after = len(world.asked) + requests

    world.write(old)
    stored = run(store, world, change, world.connector)
    assert set(stored.texts) == ids
    assert "valid key" in (stored.last.error or "")
    assert {text.strip() for text in stored.texts.values()} <= {"One thing.", "Two things."}
    world.expires_after = None
    stored = run(store, world)
    assert {key: text.strip() for key, text in stored.texts.items()} == dict.fromkeys(ids, "Two things.")


def test_kinds_that_the_account_may_not_read(world: HostedWorld, store: Path) -> None:
    """The other kinds come in, what was stored stays, and the admin is told which right is missing."""
    if len(world.kinds) == 1:
        pytest.skip("This service has content of one kind.")
    old, new = some(12), some(12, "Two things.")
    kind = min(world.kinds)

    def change() -> None:
        world.write(new)
        world.forbidden = frozenset({kind})

    world.write(old)
    stored = run(store, world, change, world.connector)
    texts = {name: stored.texts[world.external_id(name)].strip() for name in new}
    expected = {name: "One thing." if world.kind_of(name) == kind else "Two things." for name in new}
    assert texts == expected
    assert set(expected.values()) == {"One thing.", "Two things."}
    assert kind in (stored.last.error or "")
    found = {item.name: item for item in check(store, world.connector, world.config()).checks}
    assert found[kind].outcome is Outcome.FAILED
    assert found[kind].remedy
    assert {item.outcome for name, item in found.items() if name != kind} == {Outcome.PASSED}


def test_clock_that_is_put_back(world: HostedWorld, store: Path) -> None:
    """What was edited comes in though its date is older than that of the last run."""
    names = some(6)
    (first, *_) = names

    def change() -> None:
        world.shift = timedelta(hours=-3)
        world.write({**names, first: "Two things."})

    world.write(names)
    stored = run(store, world, change, world.connector)
    assert stored.texts[world.external_id(first)].strip() == "Two things."
    assert (stored.last.error, len(stored.texts)) == (None, len(names))


def test_ten_thousand(world: HostedWorld) -> None:
    """Ten thousand answers cost no more requests each than a few, and unchanged ones still fewer."""
    world.size = 1000
    world.write(some(_MANY))
    context = PlainContext()
    events = pull(world, context)
    assert sum(isinstance(event, Upsert) for event in events) == _MANY
    assert len(world.asked) <= _MANY / world.per_request * 1.1 + 20
    before = len(world.asked)
    events = pull(world, context)
    assert sum(isinstance(event, Unchanged) for event in events) == _MANY
    assert len(world.asked) - before <= before


def test_ten_requests_a_minute(world: HostedWorld) -> None:
    """It keeps to the limit, waits as it is told to, and brings everything in."""
    clock = Ticking()
    world.clock, world.allowed = clock, 10
    world.write(some(60))
    events = pull(world, PlainContext(), clock)
    assert sum(isinstance(event, Upsert) for event in events) == len(some(60))
    answered = len(world.asked) - world.refused
    assert answered > 2 * world.allowed
    assert clock.now - 1_000_000 >= (answered // world.allowed - 1) * _MINUTE
    assert world.refused <= answered / world.allowed + 1
