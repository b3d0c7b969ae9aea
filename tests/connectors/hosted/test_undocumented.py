"""Answers that are not as documented: one of them harms no other, whatever stands in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.contract import SourceUnavailable
from tests.conformance.hosted.freshdesk import FreshdeskWorld
from tests.conformance.hosted.zendesk import ZendeskWorld
from tests.connectors.context import by_id
from tests.connectors.hosted.pulling import pull, skipped

HERE = Path(__file__).parent
_LEAVES = st.none() | st.booleans() | st.integers(-1, 9) | st.text("ab:<{", max_size=4)
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner, max_size=2)
)
_quietly = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def case(folder: str, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((HERE / folder / f"{name}.json").read_text(encoding="utf-8"))
    return read


def spoilt(draw: st.DataObject, item: dict[str, Any]) -> dict[str, Any]:
    """An item in which one thing, however deep, is another; its id stays."""
    whole = copy.deepcopy(item)
    place: Any = whole
    key: Any = draw.draw(st.sampled_from([key for key in whole if key != "id"]))
    while isinstance(place[key], (dict, list)) and place[key] and draw.draw(st.booleans()):
        place = place[key]
        key = draw.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    place[key] = draw.draw(_JSON)
    return whole


@pytest.fixture
def zendesk() -> Iterator[ZendeskWorld]:
    world = ZendeskWorld()
    world.size = 100
    yield world
    world.close()


@pytest.fixture
def freshdesk() -> Iterator[FreshdeskWorld]:
    world = FreshdeskWorld()
    world.size = 100
    yield world
    world.close()


def named(world: ZendeskWorld | FreshdeskWorld) -> set[str]:
    """The ids, without languages, that a pull names in one way or another."""
    events = pull(world)
    return {"/".join(id_.split("/")[:2]) for id_ in {*by_id(events), *skipped(events)}}


@_quietly
@given(data=st.data())
@pytest.mark.parametrize("kind", ["macros", "articles"])
def test_zendesk(zendesk: ZendeskWorld, data: st.DataObject, kind: str) -> None:
    items = case("zendesk_cases", kind)[kind]
    at = data.draw(st.integers(0, len(items) - 1))
    items[at] = spoilt(data, items[at])
    setattr(zendesk, kind, items)
    assert named(zendesk) == {f"{kind.removesuffix('s')}/{item['id']}" for item in items}


@_quietly
@given(data=st.data())
@pytest.mark.parametrize("kind", ["responses", "articles"])
def test_freshdesk(freshdesk: FreshdeskWorld, data: st.DataObject, kind: str) -> None:
    lists = case("freshdesk_cases", kind)["lists"]
    paths = [path for path in lists if path.endswith(kind)]
    path = data.draw(st.sampled_from(paths))
    at = data.draw(st.integers(0, len(lists[path]) - 1))
    lists[path][at] = spoilt(data, lists[path][at])
    freshdesk.lists |= lists
    assert named(freshdesk) == {
        f"{kind.removesuffix('s')}/{item['id']}" for path in paths for item in lists[path]
    }


@_quietly
@given(data=st.data())
@pytest.mark.parametrize("path", ["sections", "categories", "user_segments"])
def test_what_is_around_zendesk_articles(zendesk: ZendeskWorld, data: st.DataObject, path: str) -> None:
    account = case("zendesk_cases", "articles")
    items = account["around"][f"help_center/{path}"]
    at = data.draw(st.integers(0, len(items) - 1))
    items[at] = spoilt(data, items[at])
    zendesk.articles = account["articles"]
    for name, around in account["around"].items():
        zendesk.around[name] = (zendesk.around[name][0], around)
    try:
        found = named(zendesk)
    except SourceUnavailable:
        return  # nothing was stored, and nothing taken away
    assert found == {f"article/{item['id']}" for item in account["articles"]}
