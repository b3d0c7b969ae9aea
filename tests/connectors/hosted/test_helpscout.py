"""Help Scout: each file of the case folder is an account; its snapshot is what comes in.

The files follow the examples of Help Scout's developer documentation.
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

from connectors.contract import ConfigInvalid, Failure, Outcome, Unchanged
from connectors.helpscout.config import HelpScoutConfig
from connectors.model import Audience
from sidecar.conformance.running import check, sync
from tests.conformance.hosted import SECRET
from tests.conformance.hosted.helpscout import HelpScoutWorld
from tests.connectors.context import PlainContext
from tests.connectors.hosted.pulling import documents, pull, told

CASES = Path(__file__).parent / "helpscout_cases"
ONLY_REPLIES: dict[str, Any] = {"docs_key": None}
ONLY_ARTICLES: dict[str, Any] = {"app_id": "", "app_secret": None}


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[HelpScoutWorld]:
    world = HelpScoutWorld()
    yield world
    world.close()


def fill(world: HelpScoutWorld, case: str) -> None:
    """Make the account hold what a file of the case folder says."""
    for name, items in json.loads((CASES / f"{case}.json").read_text(encoding="utf-8")).items():
        found = {int(inbox): replies for inbox, replies in items.items()} if name == "replies" else items
        setattr(world, name, found)


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: HelpScoutWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_lists_of_saved_replies_with_pages(world: HelpScoutWorld) -> None:
    """They are documented as bare arrays; clients have seen them as other lists are."""
    fill(world, "saved_replies")
    bare = documents(pull(world))
    world.is_bare = False
    assert documents(pull(world)) == bare


def test_tokens_that_run_out_are_renewed(world: HelpScoutWorld) -> None:
    """In the middle of a run, and without losing anything."""
    fill(world, "saved_replies")
    expected = documents(pull(world))
    serve = world.serve

    def running_out(asked: Any) -> Any:
        reply = serve(asked)
        if asked.path == "/v2/mailboxes/1/saved-replies/234567":
            world.run_out()
        return reply

    world.serve = running_out  # type: ignore[method-assign] # a token's two days are over just then
    before = sum(asked.path == "/v2/oauth2/token" for asked in world.asked)
    assert documents(pull(world)) == expected
    assert sum(asked.path == "/v2/oauth2/token" for asked in world.asked) == before + 2


def test_only_some_inboxes(world: HelpScoutWorld, tmp_path: Path) -> None:
    fill(world, "saved_replies")
    assert set(documents(pull(world, inboxes="sales"))) == {"reply/345678"}
    with pytest.raises(ConfigInvalid, match=r"no inbox 'support'\. There are: Help, Sales"):
        pull(world, inboxes="Support")
    report = check(tmp_path / "store.sqlite3", world.connector, {**world.config(), "inboxes": ["Support"]})
    assert [(item.outcome, item.name) for item in report.checks] == [(Outcome.FAILED, "inboxes")]


def test_unchanged_replies_and_articles(world: HelpScoutWorld) -> None:
    """A saved reply has to be read to know, an article has not; being read more often is no change."""
    fill(world, "docs")
    fill(world, "saved_replies")
    context = PlainContext()
    first = documents(pull(world, context))
    before = len(world.asked)
    for article in world.articles:
        article["viewCount"] = 1000
    events = pull(world, context)
    assert {event.external_id for event in events if isinstance(event, Unchanged)} == set(first)
    read = [asked.path for asked in world.asked[before:] if asked.path.startswith("/v1/articles/")]
    assert read == []


def test_what_broke_is_read_again_when_it_changes(world: HelpScoutWorld) -> None:
    fill(world, "saved_replies")
    context = PlainContext()
    (failure,) = [event for event in pull(world, context) if isinstance(event, Failure)]
    assert failure.external_id == "reply/234570"
    assert failure in pull(world, context)
    world.replies[1][-1]["name"] = "Now it has one"
    assert set(documents(pull(world, context))) == {"reply/234570"}


@pytest.mark.parametrize("change", ["visibility", "category", "collection"])
def test_what_changes_around_an_article_changes_it(world: HelpScoutWorld, change: str) -> None:
    fill(world, "docs")
    context = PlainContext()
    pull(world, context)
    if change == "visibility":
        world.collections[0] |= {"visibility": "private"}
    elif change == "category":
        world.categories[0] |= {"name": "Purchases"}
    else:
        world.collections[0] |= {"name": "Handbook"}
    after = documents(pull(world, context))["article/521632244566c845e582652d"]
    expected = {
        "visibility": (Audience.INTERNAL, "Manual::Orders"),
        "category": (Audience.PUBLIC, "Manual::Purchases"),
        "collection": (Audience.PUBLIC, "Handbook::Orders"),
    }
    assert (after.audience, after.folder) == expected[change]


def test_drafts_are_internal_where_they_are_wanted(world: HelpScoutWorld) -> None:
    fill(world, "docs")
    draft = documents(pull(world, drafts=True))["article/521632244566c845e582652e"]
    assert (draft.audience, draft.extra["state"]) == (Audience.INTERNAL, "draft")


def test_one_api_alone(world: HelpScoutWorld) -> None:
    """Without an app, nobody says what people are called."""
    fill(world, "docs")
    fill(world, "saved_replies")
    assert {id_.partition("/")[0] for id_ in documents(pull(world, **ONLY_REPLIES))} == {"reply"}
    found = documents(pull(world, **ONLY_ARTICLES))
    assert {id_.partition("/")[0] for id_ in found} == {"article"}
    assert {document.owner for document in found.values()} == {None}


@pytest.mark.parametrize(
    ("wrong", "outcomes"),
    [
        ("app_secret", {"saved replies": Outcome.FAILED, "articles": Outcome.PASSED}),
        ("docs_key", {"saved replies": Outcome.PASSED, "articles": Outcome.FAILED}),
    ],
)
def test_check_tells_which_of_the_keys_is_wrong(
    world: HelpScoutWorld, tmp_path: Path, wrong: str, outcomes: dict[str, Outcome]
) -> None:
    fill(world, "docs")
    fill(world, "saved_replies")
    report = check(tmp_path / "store.sqlite3", world.connector, {**world.config(), wrong: "wrong"})
    assert {item.name: item.outcome for item in report.checks} == outcomes


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "give an app's ID and secret"),
        ({"app_id": "x"}, "give both, or neither"),
        ({"app_secret": "x", "docs_key": "y"}, "give both, or neither"),
        ({"app_id": "", "app_secret": "", "docs_key": ""}, "give an app's ID and secret"),
    ],
)
def test_settings_that_cannot_work(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        HelpScoutConfig(**settings)


def test_article_that_is_deleted_while_the_list_is_read(world: HelpScoutWorld) -> None:
    """It pulls others onto pages that were read already."""
    world.articles = [
        {
            "id": f"{number:024x}", "collectionId": world.collections[0]["id"], "name": f"Article {number}",
            "status": "published", "text": "<p>Text.</p>", "updatedAt": "2025-01-01T00:00:00Z",
        }
        for number in range(7)
    ]  # fmt: skip
    serve = world.serve

    def deleting(asked: Any) -> Any:
        reply = serve(asked)
        if asked.path.endswith("/articles") and asked.query["page"] == ["2"] and len(world.articles) == 7:
            del world.articles[0]
        return reply

    world.serve = deleting  # type: ignore[method-assign] # somebody works there meanwhile
    found = set(documents(pull(world, **ONLY_ARTICLES)))
    assert found >= {f"article/{number:024x}" for number in range(1, 7)}


def test_neither_secret_nor_token_is_told(world: HelpScoutWorld, tmp_path: Path) -> None:
    """The secret goes to where tokens are given, and nowhere else."""
    fill(world, "docs")
    stored = sync(tmp_path / "store.sqlite3", world.config(), world.connector)
    assert stored.last.error is None
    with_secret = {asked.path for asked in world.asked if SECRET.encode() in asked.body}
    assert with_secret == {"/v2/oauth2/token"}
    assert all(SECRET not in value for asked in world.asked for value in asked.headers.values())
