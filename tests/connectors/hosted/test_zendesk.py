"""Zendesk: each file of the case folder is an account; its snapshot is what comes in.

The files follow the published examples of Zendesk's API reference and the shapes of recorded answers.
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

from connectors.contract import Outcome, Unchanged
from connectors.model import Audience
from connectors.zendesk.connector import ZendeskConfig
from sidecar.conformance.http_world import Asked, Reply
from sidecar.conformance.running import check
from tests.conformance.hosted import SECRET, said
from tests.conformance.hosted.zendesk import ZendeskWorld
from tests.connectors.context import PlainContext
from tests.connectors.hosted.pulling import documents, pull, skipped, told

CASES = Path(__file__).parent / "zendesk_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[ZendeskWorld]:
    world = ZendeskWorld()
    yield world
    world.close()


def fill(world: ZendeskWorld, case: str) -> None:
    """Make the account hold what a file of the case folder says, beside what it holds."""
    account = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))
    world.macros += account.get("macros", [])
    world.articles += account.get("articles", [])
    for path, items in account.get("around", {}).items():
        world.around[path] = (world.around[path][0], items)


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: ZendeskWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_personal_macros_where_they_are_wanted(world: ZendeskWorld) -> None:
    fill(world, "macros")
    assert "macro/28" in documents(pull(world, personal=True))


def test_drafts_are_internal_where_they_are_wanted(world: ZendeskWorld) -> None:
    fill(world, "articles")
    draft = documents(pull(world, drafts=True))["article/37486578/fr"]
    assert (draft.audience, draft.extra["draft"]) == (Audience.INTERNAL, True)


@pytest.mark.parametrize(
    ("wanted", "locales"), [("de", {"de"}), (["en", "FR"], {"en-us"}), ("en-US", {"en-us"})]
)
def test_languages(world: ZendeskWorld, wanted: Any, locales: set[str]) -> None:
    fill(world, "articles")
    found = [id_ for id_ in documents(pull(world, languages=wanted)) if id_.startswith("article/37486578/")]
    assert {id_.rpartition("/")[2] for id_ in found} == locales


def test_dynamic_content_that_may_not_be_read_stays_a_gap(world: ZendeskWorld) -> None:
    fill(world, "dynamic_content")
    del world.around["dynamic_content/items"]
    found = documents(pull(world))
    assert set(found) == {"macro/40", "macro/41"}
    assert found["macro/41"].body == "{{dc.bye}}"


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("help_center/sections", {"id": 10, "name": "Purchases", "category_id": 20}),
        ("help_center/user_segments", {"id": 72, "name": "Billing agents", "user_type": "staff"}),
        ("guide/content_tags", {"id": "01GT23D51Y", "name": "transport"}),
    ],
)
def test_what_changes_around_an_article_changes_it(
    world: ZendeskWorld, path: str, change: dict[str, Any]
) -> None:
    fill(world, "articles")
    context = PlainContext()
    before = documents(pull(world, context))
    assert documents(pull(world, context)) == {}
    key, items = world.around[path]
    world.around[path] = (key, [change if item["id"] == change["id"] else item for item in items])
    after = documents(pull(world, context))
    assert after
    assert all(before[id_] != document for id_, document in after.items())


def test_changed_dynamic_content_and_groups_change_a_macro(world: ZendeskWorld) -> None:
    fill(world, "dynamic_content")
    fill(world, "macros")
    context = PlainContext()
    pull(world, context)
    world.around["dynamic_content/items"][1][1]["variants"][0]["content"] = "our shop"
    world.around["groups"] = ("groups", [{"id": 4, "name": "Accounts"}])
    after = documents(pull(world, context))
    assert set(after) == {"macro/40", "macro/40/de", "macro/26"}
    assert after["macro/26"].groups == ("Accounts", "Zendesk group 99")


def test_use_and_votes_change_nothing(world: ZendeskWorld) -> None:
    fill(world, "macros")
    context = PlainContext()
    first = documents(pull(world, context))
    world.macros[0]["usage_7d"] = 4000
    again = pull(world, context)
    assert documents(again) == {}
    assert sum(isinstance(event, Unchanged) for event in again) == len(first)


def test_pages_too_large_to_be_sent_get_smaller(world: ZendeskWorld) -> None:
    fill(world, "articles")
    world.size = 100
    for article in world.articles[:4]:
        article["junk"] = "x" * 6_000_000
    found = documents(pull(world))
    assert {id_.split("/")[1] for id_ in found} == {"37486578", "2", "3", "4", "5", "6", "7", "8"}


def test_attachments_where_they_are_wanted(world: ZendeskWorld) -> None:
    """As in Zendesk's examples of attachments; a picture within the text is none."""
    fill(world, "macros")
    fill(world, "articles")
    below = "https://company.zendesk.com"
    jpeg = {
        "id": 100, "content_type": "image/jpeg", "filename": "foobar.jpg", "size": 2532,
        "content_url": f"{below}/api/v2/macros/attachments/100/content",
    }  # fmt: skip
    png = {
        "id": 1428, "content_type": "image/png", "file_name": "drawing.png", "inline": False,
        "content_url": f"{below}/hc/article_attachments/200109629/drawing.png",
    }  # fmt: skip
    world.around["macros/25/attachments"] = ("macro_attachments", [jpeg])
    world.around["help_center/articles/2/attachments"] = (
        "article_attachments",
        [png, {**png, "inline": True}],
    )
    context = PlainContext()
    assert documents(pull(world, context))["macro/25"].attachments == ()
    found = documents(pull(world, context, attachments=True))
    assert [file.name for file in found["macro/25"].attachments] == ["foobar.jpg"]
    assert [file.name for file in found["article/2/en-us"].attachments] == ["drawing.png"]
    assert found["macro/26"].attachments == ()
    before = len(world.asked)
    pull(world, context, attachments=True)
    assert not [asked for asked in world.asked[before:] if asked.path.endswith("attachments")]


def test_plan_that_does_not_tell_how_often_macros_are_used(
    world: ZendeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world, "macros")
    serve = world.serve

    def refuses(asked: Asked) -> Reply:
        return world.refusal(403) if "usage_7d,usage_30d" in asked.query.get("include", []) else serve(asked)

    monkeypatch.setattr(world, "serve", refuses)
    assert "macro/25" in documents(pull(world))


def test_list_that_knows_no_cursors(world: ZendeskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, "dynamic_content")
    serve = world.serve

    def refuses(asked: Asked) -> Reply:
        is_refused = asked.path.endswith("/locales") and "page[size]" in asked.query
        return said({"error": "InvalidPaginationParameter"}, 400) if is_refused else serve(asked)

    monkeypatch.setattr(world, "serve", refuses)
    world.size = 100
    assert "macro/40/de" in documents(pull(world))


def test_oauth_token(world: ZendeskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, "macros")
    monkeypatch.setattr(world, "signed", lambda: {"authorization": f"Bearer {SECRET}"})
    assert documents(pull(world, email=""))


def test_account_without_help_centre(
    world: ZendeskWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said which part is missing; without articles in the settings all is well."""
    fill(world, "macros")
    serve = world.serve

    def without(asked: Asked) -> Reply:
        return said({"error": "InvalidEndpoint"}, 404) if "help_center" in asked.path else serve(asked)

    monkeypatch.setattr(world, "serve", without)
    checks = check(tmp_path / "a.sqlite3", world.connector, world.config()).checks
    assert [(item.name, item.outcome) for item in checks] == [
        ("macros", Outcome.PASSED),
        ("articles", Outcome.FAILED),
    ]
    assert "leave articles out" in checks[1].remedy
    assert documents(pull(world, articles=False))


def test_check_names_what_the_account_may_not_read_beside(world: ZendeskWorld, tmp_path: Path) -> None:
    """Without segments, nobody sees restricted articles who perhaps may not; the admin is told why."""
    fill(world, "macros")
    fill(world, "articles")
    assert len(check(tmp_path / "a.sqlite3", world.connector, world.config()).checks) == 2
    del world.around["help_center/user_segments"]
    report = check(tmp_path / "a.sqlite3", world.connector, world.config())
    assert report.ok
    assert [item.name for item in report.checks] == ["macros", "articles", "user segments"]
    assert report.checks[2].remedy
    assert documents(pull(world))["article/2/en-us"].groups == ("Zendesk user segment 71",)


def test_empty_account(world: ZendeskWorld, tmp_path: Path) -> None:
    checks = check(tmp_path / "a.sqlite3", world.connector, world.config()).checks
    assert [item.outcome for item in checks] == [Outcome.INDETERMINATE] * 2
    assert all(item.remedy for item in checks)


def test_something_must_be_read() -> None:
    with pytest.raises(ValidationError, match="choose macros, articles, or both"):
        ZendeskConfig(address="https://acme.zendesk.com", token=SECRET, macros=False, articles=False)


def test_pictures_are_left_to_those_who_look(world: ZendeskWorld) -> None:
    """They may lie behind a login: nothing is fetched, and the token goes to the API alone."""
    fill(world, "articles")
    assert documents(pull(world))["article/37486578/en-us"].images
    assert {asked.path.split("/")[1] for asked in world.asked} == {"api"}


@pytest.mark.parametrize("typed", ["{}", "{}/api/v2", " {}/hc/en-us?x=1"])
def test_address_as_people_type_it(world: ZendeskWorld, typed: str) -> None:
    fill(world, "macros")
    assert documents(pull(world, address=typed.format(world.address)))


def test_why_something_is_left_out(world: ZendeskWorld) -> None:
    fill(world, "macros")
    assert {id_: reason.partition(":")[0] for id_, reason in skipped(pull(world)).items()} == {
        "macro/28": "The macro is personal",
        "macro/29": "The macro is deactivated.",
        "macro/30": "The macro writes no comment",
    }
