"""Guru: each file of the case folder is a team; its snapshot is what comes in.

`published.json` is put together of the cards in the tests of Guru's own client (`guruhq/py-sdk`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Checkpoint, Delete, Event
from connectors.guru.api import following
from connectors.http import Response
from connectors.model import Audience, Kind
from sidecar.conformance.running import check, sync
from sidecar.knowledge.model import TrustState
from tests.conformance.hosted.guru import GuruWorld
from tests.connectors.context import PlainContext, by_id
from tests.connectors.hosted.pulling import documents, pull, skipped, told

CASES = Path(__file__).parent / "guru_cases"
CARD = "aaaabbbb-cccc-dddd-eeee-ffffffffffff"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[GuruWorld]:
    world = GuruWorld()
    yield world
    world.close()


def fill(world: GuruWorld, case: str) -> None:
    world.cards = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))["cards"]


def memory(events: list[Event]) -> Any:
    last = events[-1]
    assert isinstance(last, Checkpoint)
    return last.cursor


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: GuruWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_archived_card_is_deleted_at_once_and_only_once(world: GuruWorld) -> None:
    fill(world, "published")
    context = PlainContext()
    first = pull(world, context)
    world.cards[0]["archived"] = True
    second = pull(world, context, cursor=memory(first))
    assert Delete(CARD) in second
    assert Delete(CARD) not in pull(world, context, cursor=memory(second))
    world.cards[0]["archived"] = False
    assert CARD in documents(pull(world, context, cursor=memory(second)))


def test_many_archived_cards_are_not_held_for_the_admin(world: GuruWorld, tmp_path: Path) -> None:
    """Guru says of each that it was archived: there is nothing to be suspicious of."""
    world.write({f"{letter}{other}": "One thing." for letter in "abcde" for other in "abcdef"})
    names = sorted(world.documents)[:25]

    def archive() -> None:
        world.cards = [{**world.card(name), "archived": True} for name in names]
        world.write({name: text for name, text in world.documents.items() if name not in names})

    connector = world.connector
    stored = sync(tmp_path / "a.sqlite3", world.config(), connector, archive, connector, approve=False)
    assert (len(stored.texts), stored.last.deleted, stored.last.error) == (5, 25, None)


def test_card_that_needs_verification_loses_it_here_too(world: GuruWorld, tmp_path: Path) -> None:
    world.write({"a": "One thing."})
    unverified = {**world.card("a"), "verificationState": "NEEDS_VERIFICATION"}

    def expire() -> None:
        world.write({})
        world.cards = [unverified]

    path, connector = tmp_path / "a.sqlite3", world.connector
    (before,) = sync(path, world.config(), connector).answers.values()
    assert (before.trust.by, before.trust.state) != (None, TrustState.UNVERIFIED)
    (after,) = sync(path, world.config(), expire, connector).answers.values()
    assert (after.id, after.trust.state) == (before.id, TrustState.UNVERIFIED)


def test_groups_of_a_collection(world: GuruWorld) -> None:
    fill(world, "published")
    world.groups = ["Billing", "Tier 2"]
    assert documents(pull(world))[CARD].groups == ("Billing", "Tier 2")
    world.groups = ["All Members", "Experts"]
    assert documents(pull(world))[CARD].groups == ()


def test_collection_token_may_not_know_groups_so_the_settings_say_them(world: GuruWorld) -> None:
    fill(world, "published")
    world.groups = None
    assert documents(pull(world, groups="support"))[CARD].groups == ("support",)


def test_collections_and_settings(world: GuruWorld) -> None:
    fill(world, "published")
    world.write({"a": "One thing."})
    found = documents(pull(world, collections="engineering", kind="reply", audience="public", language="en"))
    assert set(found) == {CARD}
    assert (found[CARD].kind, found[CARD].audience, found[CARD].language) == (
        Kind.REPLY, Audience.PUBLIC, "en",
    )  # fmt: skip
    assert set(by_id(pull(world))) == {CARD, world.external_id("a")}


def test_views_alone_make_no_other_card(world: GuruWorld) -> None:
    fill(world, "published")
    context = PlainContext()
    pull(world, context)
    world.cards[0]["cardInfo"]["analytics"]["views"] = 40
    world.cards[0]["favorited"] = False
    assert documents(pull(world, context)) == {}
    world.cards[0]["collection"]["name"] = "Platform"
    assert documents(pull(world, context))[CARD].folder == "Platform::API & SDK"


def test_next_page_of_another_host_is_not_read(
    world: GuruWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token goes to Guru and nowhere else."""
    world.write(dict.fromkeys("abc", "One thing."))
    elsewhere = GuruWorld()
    try:
        serve = world.serve
        monkeypatch.setattr(
            world, "serve", lambda asked: _moved(serve(asked), world.address, elsewhere.address)
        )
        stored = sync(tmp_path / "a.sqlite3", world.config(), world.connector)
        assert "nothing is read there" in (stored.last.error or "")
        assert elsewhere.asked == []
    finally:
        elsewhere.close()


def _moved(reply: Any, here: str, there: str) -> Any:
    headers = {name: value.replace(here, there) for name, value in reply.headers.items()}
    return type(reply)(reply.body, reply.status, headers)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('< https://api.getguru.com/a?token=x >; rel="next-page"', "https://api.getguru.com/a?token=x"),
        ("<https://api.getguru.com/a>; rel=next-page", "https://api.getguru.com/a"),
        ("<https://api.getguru.com/a>", "https://api.getguru.com/a"),
        (
            '<https://x.example/p>; rel="prev-page", <https://x.example/n>; rel="next-page"',
            "https://x.example/n",
        ),
        ('<https://x.example/p>; rel="prev-page"', None),
        ("", None),
    ],
)
def test_link_to_the_next_page(link: str, expected: str | None) -> None:
    assert following(Response(200, "https://api.getguru.com/", {"link": link}, b"[]")) == expected


def test_private_cards_and_empty_team(world: GuruWorld, tmp_path: Path) -> None:
    fill(world, "states")
    assert skipped(pull(world)) == {"3": "The card is private."}
    world.cards = []
    report = check(tmp_path / "a.sqlite3", world.connector, world.config())
    assert [item.remedy for item in report.checks] == ["Give the token's user access to the collections."]
