"""Gorgias: each file of the case folder is an account; its snapshot is what comes in.

`published.json` is the example of developers.gorgias.com, "The Macro object".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Checkpoint, Event, Outcome, Unchanged
from connectors.gorgias.api import spacing
from connectors.http import Response
from sidecar.conformance.http_world import Asked, Reply
from sidecar.conformance.running import check, sync
from tests.conformance.hosted.gorgias import GorgiasWorld
from tests.connectors.context import PlainContext, by_id
from tests.connectors.hosted.pulling import Ticking, documents, pull, skipped, told

CASES = Path(__file__).parent / "gorgias_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[GorgiasWorld]:
    world = GorgiasWorld()
    yield world
    world.close()


def fill(world: GorgiasWorld, case: str) -> None:
    world.macros = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))["macros"]


def memory(events: list[Event]) -> Any:
    last = events[-1]
    assert isinstance(last, Checkpoint)
    return last.cursor


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: GorgiasWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_archived_macro_is_gone_and_comes_back(world: GorgiasWorld) -> None:
    fill(world, "published")
    context = PlainContext()
    first = pull(world, context)
    world.macros[0]["archived_datetime"] = "2026-01-01T00:00:00"
    second = pull(world, context, cursor=memory(first))
    assert skipped(second) == {"23453": "The macro is archived."}
    assert "23453" not in memory(second)["pages"]
    world.macros[0]["archived_datetime"] = None
    assert "23453" in by_id(pull(world, context, cursor=memory(second)))


def test_use_alone_makes_no_other_macro_until_it_has_doubled(world: GorgiasWorld) -> None:
    fill(world, "published")
    context = PlainContext()
    pull(world, context)
    world.macros[0]["usage"] += 500
    assert isinstance(by_id(pull(world, context))["23453"], Unchanged)
    world.macros[0]["usage"] *= 2
    assert documents(pull(world, context))["23453"].extra["usage"] == 117_784


def test_what_the_list_missed_is_asked_for(world: GorgiasWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(dict.fromkeys("abcd", "One thing."))
    context = PlainContext()
    first = pull(world, context)
    serve = world.serve

    def misses(asked: Asked) -> Reply:
        reply = serve(asked)
        page = json.loads(reply.body)
        if "data" in page:
            page["data"] = [macro for macro in page["data"] if macro["name"] != "c"]
        return Reply(json.dumps(page), reply.status, reply.headers)

    monkeypatch.setattr(world, "serve", misses)
    assert set(by_id(pull(world, context, cursor=memory(first)))) == set(by_id(first))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("1/40", 0.0), ("20/40", 0.5), ("39/40", 0.5), ("70/80", 0.25), ("", 0.0), ("a/b", 0.0), ("1/0", 0.0)],
)
def test_pace_of_the_leaky_bucket(said: str, seconds: float) -> None:
    headers = {"x-gorgias-account-api-call-limit": said}
    assert spacing(Response(200, "https://acme.gorgias.com/api/macros", headers, b"")) == seconds


def test_it_slows_down_where_the_bucket_is_half_full(world: GorgiasWorld) -> None:
    world.write(dict.fromkeys(("a", "b", "c", "d", "e", "f"), "One thing."))
    clock = Ticking()
    pull(world, PlainContext(), clock)
    assert clock.now == 1_000_000.0
    world.used = 30
    pull(world, PlainContext(), clock)
    assert clock.now >= 1_000_000.0 + 3 * 0.5


def test_list_that_does_not_say_where_it_goes_on_deletes_nothing(
    world: GorgiasWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write(dict.fromkeys("abcd", "One thing."))
    serve = world.serve

    def cut() -> None:
        monkeypatch.setattr(world, "serve", lambda asked: _without_meta(serve(asked)))

    stored = sync(tmp_path / "a.sqlite3", world.config(), world.connector, cut, world.connector)
    assert len(stored.texts) == 4
    assert "does not say where it goes on" in (stored.last.error or "")


def _without_meta(reply: Reply) -> Reply:
    page = json.loads(reply.body)
    page.pop("meta", None)
    return Reply(json.dumps(page), reply.status, reply.headers)


def test_empty_account(world: GorgiasWorld, tmp_path: Path) -> None:
    (found,) = check(tmp_path / "a.sqlite3", world.connector, world.config()).checks
    assert (found.outcome, found.remedy) == (
        Outcome.INDETERMINATE,
        "Give the user of the API key a role that may see macros.",
    )
