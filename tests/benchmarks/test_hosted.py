"""What reading a hosted helpdesk costs: requests, and the time they take under the service's own limit.

Each contract server of the tests holds 2,000 macros and 5,000 articles, of what the service has, and serves
pages as large as the service does. Its clock goes on only while the connector waits for the limit: the time
is what the limit costs, without network and without storing. `CUECARD_FULL_BENCHMARKS=1`; else a fiftieth.
"""

from __future__ import annotations

import os
import string
import time
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

import pytest

from connectors.contract import Unchanged, Upsert
from tests.benchmarks.corpus import sentences
from tests.benchmarks.test_first_suggestion import until_suggested
from tests.conformance.hosted import HostedWorld
from tests.conformance.hosted.worlds import HOSTED
from tests.conformance.hosted.zendesk import ZendeskWorld
from tests.connectors.context import PlainContext
from tests.connectors.hosted.pulling import Ticking, pull
from tests.web.harness import opened

pytestmark = pytest.mark.benchmark

FULL = os.environ.get("CUECARD_FULL_BENCHMARKS") == "1"
MACROS, ARTICLES = (2_000, 5_000) if FULL else (40, 100)
#: Requests a minute on a plan in the middle, as each service documents them. Those who run Chatwoot, Zammad
#: and Request Tracker themselves limit nothing by default, and Guru documents no limit.
LIMITS = {
    "chatwoot": None,
    "freshdesk": 400,
    "front": 100,
    "gorgias": 120,
    "guru": None,
    "helpscout": 400,
    "intercom": 10_000,
    "request-tracker": None,
    "zammad": None,
    "zendesk": 400,
}
#: The kinds of which there are as many as macros.
_INSERTED = {"macros", "canned responses", "message templates", "saved replies", "text modules"}
#: No service gives larger pages.
_LARGEST_PAGE = 1_000


@pytest.fixture(params=sorted(HOSTED))
def vendor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def filled(world: HostedWorld, texts: list[str]) -> dict[str, str]:
    """Documents of each kind that a service has, so many of macros and of articles together."""
    kinds = sorted(world.kinds)
    documents: dict[str, str] = {}
    for kind in kinds:
        alike = [each for each in kinds if (each in _INSERTED) == (kind in _INSERTED)]
        number = (MACROS if kind in _INSERTED else ARTICLES) // len(alike)
        documents |= dict(islice(_of_kind(world, kind, texts), number))
    return documents


def _of_kind(world: HostedWorld, kind: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    letters = [letter for letter in "abcdefgh" if world.kind_of(letter) == kind]
    for place, parts in enumerate(product(letters, *[string.ascii_lowercase] * 3)):
        yield "".join(parts), texts[place % len(texts)]


@pytest.mark.timeout(300)
def test_a_first_and_an_unchanged_sync(vendor: str, capsys: pytest.CaptureFixture[str]) -> None:
    world = HOSTED[vendor]()
    clock, context = Ticking(), PlainContext()
    world.size, world.allowed, world.clock = _LARGEST_PAGE, LIMITS[vendor], clock
    documents = filled(world, ["One thing."])
    world.write(documents)
    told = []
    try:
        for kind in (Upsert, Unchanged):
            asked, began = len(world.asked), clock.now
            events = pull(world, context, clock)
            assert sum(isinstance(event, kind) for event in events) == len(documents)
            told.append((len(world.asked) - asked, clock.now - began))
    finally:
        world.close()
    (first, first_seconds), (again, again_seconds) = told
    with capsys.disabled():
        print(
            f"\n{vendor}: {len(documents)} answers at {LIMITS[vendor] or 'any number of'} requests a minute: "
            f"{first} requests, {first_seconds:.0f} s; unchanged {again} requests, {again_seconds:.0f} s"
        )
    # Where a list has no texts, each answer is asked for once.
    assert first <= len(documents) * 1.02 + 40
    assert again <= first


@pytest.mark.timeout(300)
async def test_from_pasting_a_token_to_the_first_suggestion(
    tmp_path: Path, test_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As an admin does it: add, check and read in one go, while somebody waits for a suggestion."""
    world = ZendeskWorld()
    world.size = _LARGEST_PAGE
    world.allowed = LIMITS["zendesk"]
    documents = filled(world, sentences(test_data / "docs" / "chatwoot-docs"))
    world.write(documents)
    ticket = f"Hello, I need help with this: {documents[max(documents)]}"
    try:
        async with opened(tmp_path) as office:
            source = {"type": "zendesk", "name": "zendesk", "config": world.config()}
            began = time.perf_counter()
            added = await office.admin.post("/v1/sources", source)
            assert added.status == 201, added.body
            started = await office.admin.post("/v1/sources/zendesk/sync")
            assert started.status == 202, started.body
            first = await until_suggested(office, ticket, "zendesk", began)
            run = await office.sync("zendesk")
            whole = time.perf_counter() - began
            assert run["state"] == "done", run
    finally:
        world.close()
    with capsys.disabled():
        print(
            f"\nZendesk of {len(documents)} answers at {world.allowed} requests a minute: first suggestion "
            f"after {first:.2f} s, all after {whole:.2f} s"
        )
    assert first < whole
