"""Chatwoot: each file of the case folder is an account; its snapshot is what comes in.

The help centre and the file are those of the examples in Chatwoot's OpenAPI description; articles are made of
its `_article.json.jbuilder`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.chatwoot.connector import ChatwootConfig
from connectors.contract import Checkpoint, ConfigInvalid, Event, Outcome
from connectors.model import Audience
from sidecar.conformance.http_world import Asked, Reply
from sidecar.conformance.running import check, sync
from tests.conformance.hosted import SECRET
from tests.conformance.hosted.chatwoot import ChatwootWorld
from tests.connectors.context import PlainContext, by_id
from tests.connectors.hosted.pulling import documents, pull, told

CASES = Path(__file__).parent / "chatwoot_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[ChatwootWorld]:
    world = ChatwootWorld()
    yield world
    world.close()


def fill(world: ChatwootWorld, case: str = "account") -> None:
    account = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))
    world.portals, world.canned, world.articles = account["portals"], account["canned"], account["articles"]


def memory(events: list[Event]) -> Any:
    last = events[-1]
    assert isinstance(last, Checkpoint)
    return last.cursor


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: ChatwootWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_old_version_without_pages(world: ChatwootWorld) -> None:
    world.has_pages = False
    world.write(dict.fromkeys("abcdefgh", "One thing."))
    assert set(by_id(pull(world))) == {world.external_id(name) for name in "abcdefgh"}


def test_one_help_centre_is_no_folder(world: ChatwootWorld) -> None:
    fill(world)
    found = documents(pull(world, portals="HANDBOOK", canned_responses=False))
    assert {id_: document.folder for id_, document in found.items()} == {
        "article/21": "Orders", "article/31": "Pedidos",
    }  # fmt: skip


def test_help_centre_that_is_not_there(world: ChatwootWorld, tmp_path: Path) -> None:
    fill(world)
    with pytest.raises(ConfigInvalid, match=r"no help centre 'old'\. There are: handbook, partners"):
        pull(world, portals="old")
    report = check(tmp_path / "a.sqlite3", world.connector, {**world.config(), "portals": "old"})
    assert not report.ok


def test_right_that_is_missing_is_told_from_a_token_that_is_wrong(
    world: ChatwootWorld, tmp_path: Path
) -> None:
    """Chatwoot answers 401 to both."""
    fill(world)
    world.forbidden = frozenset({"articles"})
    path = tmp_path / "a.sqlite3"
    canned, articles = check(path, world.connector, world.config()).checks
    assert (canned.outcome, articles.outcome) == (Outcome.PASSED, Outcome.FAILED)
    assert "Give the token's user access to the help centre." in articles.remedy
    world.forbidden, world.expires_after = frozenset(), 0
    (only,) = check(path, world.connector, world.config()).checks
    assert "valid key" in only.remedy


def test_settings_say_whether_canned_responses_are_for_customers(world: ChatwootWorld) -> None:
    fill(world)
    found = documents(pull(world, audience="internal", groups="support"))
    assert (found["reply/11"].audience, found["article/21"].audience) == (Audience.INTERNAL, Audience.PUBLIC)
    assert found["reply/11"].groups == found["article/21"].groups == ("support",)


def test_article_that_was_edited_while_it_lists_is_asked_for(
    world: ChatwootWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles come by when they were edited: one that is edited now moves to a page that was read before."""
    world.write(dict.fromkeys("abcde", "One thing."))
    context = PlainContext()
    first = pull(world, context)
    listed = world._list

    def hides(asked: Asked, names: list[str], others: list[dict[str, Any]]) -> Reply:
        return listed(asked, [name for name in names if name != "c"], others)

    monkeypatch.setattr(world, "_list", hides)
    second = pull(world, context, cursor=memory(first))
    assert set(by_id(second)) == set(by_id(first))


def test_views_and_another_translation_make_no_other_article(world: ChatwootWorld) -> None:
    fill(world)
    context = PlainContext()
    pull(world, context)
    world.articles[0]["views"] += 100
    world.articles[0]["associated_articles"][0]["content"] = "## Otra cosa"
    assert documents(pull(world, context)) == {}


def test_unpublished_and_deleted_articles_go(world: ChatwootWorld, tmp_path: Path) -> None:
    fill(world)
    path, connector = tmp_path / "a.sqlite3", world.connector

    def change() -> None:
        world.articles[0]["status"] = "draft"
        world.canned = []

    stored = sync(path, world.config(), connector, change, connector)
    assert set(stored.texts) == {"article/31", "article/41"}


def test_something_must_be_read() -> None:
    with pytest.raises(ValidationError, match="choose canned responses, articles, or both"):
        ChatwootConfig(account=1, token=SECRET, canned_responses=False, articles=False)
