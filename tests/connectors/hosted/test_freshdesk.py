"""Freshdesk: each file of the case folder is an account; its snapshot is what comes in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Checkpoint, Event, Outcome
from connectors.freshdesk.connector import FreshdeskConfig
from connectors.model import Audience
from sidecar.conformance.http_world import Asked, Reply
from sidecar.conformance.running import check
from tests.conformance.hosted import SECRET
from tests.conformance.hosted.freshdesk import FreshdeskWorld
from tests.connectors.context import PlainContext, by_id
from tests.connectors.hosted.pulling import documents, pull, skipped, told

CASES = Path(__file__).parent / "freshdesk_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[FreshdeskWorld]:
    world = FreshdeskWorld()
    yield world
    world.close()


def fill(world: FreshdeskWorld, case: str) -> None:
    """Make the account hold what a file of the case folder says."""
    account = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))
    world.lists |= account["lists"]
    world.settings = account.get("settings", world.settings)


def memory(events: list[Event]) -> Any:
    last = events[-1]
    assert isinstance(last, Checkpoint)
    return last.cursor


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: FreshdeskWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_published_samples(world: FreshdeskWorld, test_data: Path) -> None:
    samples = test_data / "exports" / "freshdesk-samples"
    for path, name in [
        ("solutions/categories", "solution_categories"),
        ("solutions/categories/2/folders", "solution_folders"),
        ("solutions/folders/3/articles", "solution_articles"),
    ]:
        world.lists[path] = json.loads((samples / f"{name}.json").read_text(encoding="utf-8"))
    events = pull(world)
    article = documents(events)["article/4"]
    assert (article.title, article.tags) == ("Changing account details", ("foo", "bar"))
    assert (article.folder, article.owner) == ("General Category::Getting Started", "Ada Lovelace")
    assert article.audience is Audience.UNKNOWN  # these folders do not say who may see them
    assert skipped(events) == {"article/5": "The article is a draft."}


def test_personal_responses_where_they_are_wanted(world: FreshdeskWorld) -> None:
    fill(world, "responses")
    assert {"response/64", "response/66"} <= set(documents(pull(world, personal=True)))


def test_drafts_are_internal_where_they_are_wanted(world: FreshdeskWorld) -> None:
    fill(world, "articles")
    draft = documents(pull(world, drafts=True))["article/5"]
    assert (draft.audience, draft.extra["draft"]) == (Audience.INTERNAL, True)


def test_settings_say_what_the_service_does_not(world: FreshdeskWorld) -> None:
    fill(world, "responses")
    context = PlainContext()
    found = documents(pull(world, context, audience="public", groups="support"))
    assert (found["response/61"].audience, found["response/61"].groups) == (Audience.PUBLIC, ("support",))
    assert found["response/63"].groups == ("Billing", "Freshdesk group 8")
    assert set(documents(pull(world, context, audience="internal", groups="support"))) == set(found)


def test_languages_that_the_agent_may_not_know_are_named_in_the_settings(world: FreshdeskWorld) -> None:
    fill(world, "articles")
    world.settings = None
    assert not any(id_.endswith("/fr") for id_ in documents(pull(world)))
    named = documents(pull(world, languages="fr"))
    assert named["article/4/fr"].translation_of == "article/4"


def test_addresses_signed_anew_change_nothing(world: FreshdeskWorld) -> None:
    fill(world, "responses")
    fill(world, "articles")
    context = PlainContext()
    assert documents(pull(world, context))
    signed = json.dumps(world.lists).replace("Signature=x", "Signature=z").replace("token=abc", "token=def")
    world.lists = json.loads(signed.replace("Signature=y", "Signature=w"))
    assert documents(pull(world, context)) == {}


def test_renamed_folder_changes_what_lies_in_it(world: FreshdeskWorld) -> None:
    fill(world, "responses")
    context = PlainContext()
    pull(world, context)
    world.lists["canned_response_folders"][0]["name"] = "Money back"
    after = documents(pull(world, context))
    assert {document.folder for document in after.values()} == {"Money back"}
    assert set(after) == {"response/61", "response/62", "response/63"}


@pytest.mark.parametrize("kind", ["articles", "canned responses"])
def test_what_is_deleted_while_it_lists_hides_no_other(
    world: FreshdeskWorld, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A page later, all others have moved up: one of them is on no page, and is asked for by itself."""
    world.write(dict.fromkeys(("a", "b", "c", "e", "f", "g"), "One thing."))
    context = PlainContext()
    first = pull(world, context)
    victim, *_ = world.of_kind(kind)
    serve = world.serve

    def deletes(asked: Asked) -> Reply:
        is_list = "responses" in asked.path if kind == "canned responses" else asked.path.endswith("articles")
        if is_list and asked.query.get("page") == ["2"] and victim in world.documents:
            world.write({name: text for name, text in world.documents.items() if name != victim})
        return serve(asked)

    monkeypatch.setattr(world, "serve", deletes)
    second = pull(world, context, cursor=memory(first))
    # The victim was seen on the first page; the next pass finds it gone.
    assert set(by_id(second)) == set(by_id(first))
    third = pull(world, context, cursor=memory(second))
    assert set(by_id(third)) == set(by_id(first)) - {world.external_id(victim)}


def test_much_that_is_missing_is_not_asked_for_one_by_one(world: FreshdeskWorld) -> None:
    world.write({f"{letter}{other}": "One thing." for letter in "abefgh" for other in "abcdefghij"})
    context = PlainContext()
    first = pull(world, context)
    world.write({"aa": "One thing."})
    before = len(world.asked)
    assert set(by_id(pull(world, context, cursor=memory(first)))) == {world.external_id("aa")}
    assert len(world.asked) - before < 20


def test_check_says_where_languages_are_not_known(world: FreshdeskWorld, tmp_path: Path) -> None:
    fill(world, "articles")
    world.lists["canned_response_folders"][0]["responses_count"] = 1
    store = tmp_path / "a.sqlite3"
    assert [item.name for item in check(store, world.connector, world.config()).checks] == [
        "canned responses",
        "articles",
    ]
    world.settings = None
    report = check(store, world.connector, world.config())
    assert report.ok
    assert (report.checks[2].name, report.checks[2].outcome) == ("languages", Outcome.INDETERMINATE)
    assert "Name the further languages" in report.checks[2].remedy


def test_empty_account(world: FreshdeskWorld, tmp_path: Path) -> None:
    world.lists |= {"canned_response_folders": [], "solutions/categories": []}
    checks = check(tmp_path / "a.sqlite3", world.connector, world.config()).checks
    assert [item.outcome for item in checks] == [Outcome.INDETERMINATE] * 2
    assert all(item.remedy for item in checks)


def test_something_must_be_read() -> None:
    with pytest.raises(ValidationError, match="choose canned responses, articles, or both"):
        FreshdeskConfig(address="https://acme.freshdesk.com", api_key=SECRET, responses=False, articles=False)
