"""An answer of which one field is not as documented harms no other answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import HostedWorld
from tests.conformance.hosted.worlds import HOSTED
from tests.connectors.hosted.pulling import documents, pull

_ODD: list[Any] = [
    None,
    "",
    "odd",
    7,
    -1.5,
    True,
    [],
    {},
    [None],
    ["odd"],
    [{}],
    {"odd": 1},
    [[]],
    "::",
    "\x00",
]
_ONE_OF_EACH = dict.fromkeys("abcdefgh", "One thing.")


@pytest.fixture(params=["front", "helpscout", "intercom"])
def world(request: pytest.FixtureRequest) -> Iterator[HostedWorld]:
    world = HOSTED[request.param]()
    world.size = 100
    yield world
    world.close()


def _holders(said: Any, number: str) -> Iterator[dict[str, Any]]:
    """Yield the objects whose id holds a number."""
    if isinstance(said, dict):
        if number in str(said.get("id", "")):
            yield said
        for value in said.values():
            yield from _holders(value, number)
    elif isinstance(said, list):
        for value in said:
            yield from _holders(value, number)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from("abcdefgh"), place=st.integers(0, 30), odd=st.sampled_from(_ODD))
def test_others_come_in(world: HostedWorld, name: str, place: int, odd: Any) -> None:
    respond = type(world).respond

    def oddly(asked: Asked) -> Reply:
        reply = respond(world, asked)
        said = json.loads(reply.body)
        for item in _holders(said, str(world.number(name))):
            fields = [field for field in item if field != "id"]
            item[fields[place % len(fields)]] = odd
        return replace(reply, body=json.dumps(said))

    world.write(_ONE_OF_EACH)
    world.respond = oddly  # type: ignore[method-assign] # as if somebody had broken it there
    others = {world.external_id(other) for other in _ONE_OF_EACH if other != name}
    assert set(documents(pull(world))) >= others
