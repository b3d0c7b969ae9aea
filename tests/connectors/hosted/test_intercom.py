"""Intercom: each file of the case folder is a workspace; its snapshot is what comes in."""

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
from connectors.intercom.config import IntercomConfig
from connectors.model import Audience
from sidecar.conformance.running import check
from tests.conformance.hosted import SECRET
from tests.conformance.hosted.intercom import IntercomWorld
from tests.connectors.context import PlainContext
from tests.connectors.hosted.pulling import documents, pull, skipped, told

CASES = Path(__file__).parent / "intercom_cases"
EXAMPLES = "exports/intercom-openapi-examples/examples-2.16.json"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[IntercomWorld]:
    world = IntercomWorld()
    yield world
    world.close()


@pytest.fixture
def examples(test_data: Path) -> dict[str, Any]:
    """What Intercom's own description of its API shows."""
    found: dict[str, Any] = json.loads((test_data / EXAMPLES).read_text(encoding="utf-8"))
    return found


def fill(world: IntercomWorld, case: str) -> None:
    """Make the workspace hold what a file of the case folder says."""
    world.change(**json.loads((CASES / f"{case}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: IntercomWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_published_macros(world: IntercomWorld, examples: dict[str, Any]) -> None:
    single = [item for key, item in examples.items() if key.startswith("GET /macros/{id} ")]
    paged = [item["data"] for key, item in examples.items() if key.startswith("GET /macros [")]
    every = {item["id"]: item for item in [*single, *(item for page in paged for item in page)]}
    world.change(macros=list(every.values()))
    found = documents(pull(world))
    assert set(found) == {f"macro/{id_}" for id_, item in every.items() if item["body"] is not None}
    for document in found.values():
        shown = every[document.external_id.removeprefix("macro/")]
        assert document.title == shown["name"]
        assert document.body.count("<attribute ") == shown["body_text"].count("{{")
        assert document.groups == tuple(shown["visible_to_team_ids"])
        assert document.updated_at is not None
        assert document.updated_at.isoformat()[:19] == shown["updated_at"][:19]
    assert len(found) == 7


def test_published_articles(world: IntercomWorld, examples: dict[str, Any]) -> None:
    world.change(
        articles=[examples["PUT /articles/{article_id} [successful]"]],
        internal_articles=examples["GET /internal_articles [successful]"]["data"],
        admins=[{"id": "991266252", "name": "Ada"}],
    )
    found = documents(pull(world))
    article, internal = found["article/48"], found["internal/39"]
    assert (article.title, article.language, article.audience) == ("Christmas is here!", "en", "public")
    assert (internal.body, internal.language, internal.audience) == ("Body of the Article", "en", "internal")
    assert internal.owner == "Ada"


def test_texts_that_a_long_list_leaves_out(world: IntercomWorld, examples: dict[str, Any]) -> None:
    """They are asked for one by one, but only of macros that are new or were edited."""
    listed = examples["GET /macros [large_list_preview]"]["data"][0]
    world.change(macros=[listed])
    world.whole["macros/1001"] = {**listed, "body": "<p>Thanks!</p>"}
    context = PlainContext()
    assert documents(pull(world, context))["macro/1001"].body == "<p>Thanks!</p>"
    before = len(world.asked)
    assert Unchanged("macro/1001") in pull(world, context)
    assert not [asked for asked in world.asked[before:] if asked.path == "/macros/1001"]
    world.whole["macros/1001"] = {**listed, "body": ""}
    assert skipped(pull(world))["macro/1001"] == "It has no text: it only does something."


def test_drafts_are_internal_where_they_are_wanted(world: IntercomWorld) -> None:
    fill(world, "articles")
    found = documents(pull(world, drafts=True))
    drafts = {id_ for id_, document in found.items() if document.audience is Audience.INTERNAL}
    assert drafts == {"article/39/pt-BR", "article/41"}
    assert found["article/41"].extra["state"] == "draft"


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("macros", {"macro"}), ("articles", {"article"}), ("internal_articles", {"internal"})],
)
def test_one_kind_alone(world: IntercomWorld, kind: str, wanted: set[str]) -> None:
    for case in ("macros", "articles", "internal_articles"):
        fill(world, case)
    kinds: dict[str, Any] = dict.fromkeys(("macros", "articles", "internal_articles"), False)
    assert {id_.partition("/")[0] for id_ in documents(pull(world, **{**kinds, kind: True}))} == wanted
    with pytest.raises(ValidationError, match="choose at least one"):
        IntercomConfig(token="t", **kinds)


def test_language_and_groups_of_the_settings(world: IntercomWorld) -> None:
    """They hold for what does not say it itself."""
    for case in ("macros", "articles"):
        fill(world, case)
    found = documents(pull(world, language="nl", groups=["Support"]))
    assert (found["macro/123"].language, found["macro/123"].groups) == ("nl", ("Support",))
    assert found["macro/456"].groups == ("Billing", "555")
    assert (found["article/39"].language, found["article/39"].groups) == ("en", ("Support",))


@pytest.mark.parametrize(
    ("path", "change", "changed"),
    [
        ("teams", {"id": "789", "name": "Money"}, {"macro/456"}),
        ("admins", {"id": "991267492", "name": "Ada King"}, {"article/39"}),
        ("help_center/collections", {"id": "160", "name": "Shipping", "parent_id": "159"}, None),
    ],
)
def test_what_changes_around_an_answer_changes_it(
    world: IntercomWorld, path: str, change: dict[str, Any], changed: set[str] | None
) -> None:
    for case in ("macros", "articles"):
        fill(world, case)
    context = PlainContext()
    before = documents(pull(world, context))
    assert documents(pull(world, context)) == {}
    rest = [item for item in world.lists[path] if item["id"] != change["id"]]
    world.change(**{path: [*rest, change]})
    after = documents(pull(world, context))
    assert set(after) == (changed or {"article/39", "article/39/de"})
    assert all(before[id_] != document for id_, document in after.items())


def _numbered(number: int, edited: int = 0) -> dict[str, Any]:
    return {
        "id": str(number), "title": f"Article {number}", "body": "<p>Text.</p>", "state": "published",
        "updated_at": 1_700_000_000 + number + edited, "parent_ids": [],
    }  # fmt: skip


@pytest.mark.parametrize("change", ["edited", "deleted", "written"])
def test_nothing_is_missed_that_moves_while_the_list_is_read(world: IntercomWorld, change: str) -> None:
    """What is edited jumps to the first page, what is deleted pulls others onto pages already read."""
    articles = [_numbered(number) for number in range(1, 8)]
    after = {
        "edited": [*articles[1:], _numbered(1, 1000)],
        "deleted": articles[:-1],
        "written": [*articles, _numbered(8)],
    }[change]
    world.change(articles=articles)

    def meanwhile() -> None:
        if sum(asked.path == "/articles" for asked in world.asked) == 3:
            world.change(articles=after)

    world.meanwhile = meanwhile
    found = set(documents(pull(world, macros=False, internal_articles=False)))
    assert found >= {f"article/{number}" for number in range(1, 7)}


def test_macro_that_is_edited_while_the_list_is_read(world: IntercomWorld) -> None:
    fill(world, "macros")
    macros = world.lists["macros"]
    last = {**macros[0], "updated_at": "2026-01-01T00:00:00.000Z"}

    def meanwhile() -> None:
        if sum(asked.path == "/macros" for asked in world.asked) == 2:
            world.change(macros=[last, *macros[1:]])

    world.meanwhile = meanwhile
    assert "macro/123" in documents(pull(world, articles=False, internal_articles=False))


def test_check_tells_of_names_that_may_not_be_read(world: IntercomWorld, tmp_path: Path) -> None:
    """Macros for certain teams come in all the same, for groups that are called by their numbers."""
    fill(world, "macros")
    world.nameless = {"teams"}
    report = check(tmp_path / "store.sqlite3", world.connector, world.config())
    (teams,) = [item for item in report.checks if item.name == "teams"]
    assert (teams.outcome, "permission" in teams.remedy) == (Outcome.INDETERMINATE, True)
    assert documents(pull(world))["macro/456"].groups == ("789", "555")


def test_check_of_an_empty_workspace(world: IntercomWorld, tmp_path: Path) -> None:
    report = check(tmp_path / "store.sqlite3", world.connector, world.config())
    assert {item.outcome for item in report.checks} == {Outcome.INDETERMINATE}
    assert all(item.remedy for item in report.checks)


def test_version_and_pace(world: IntercomWorld) -> None:
    """Each request names a version of the API; folders are asked for where articles are in some."""
    fill(world, "internal_articles")
    pull(world)
    versions = {asked.path: asked.headers["intercom-version"] for asked in world.asked}
    assert (versions["/macros"], versions["/folders"]) == ("2.16", "Preview")
    assert all(asked.headers["authorization"] == f"Bearer {SECRET}" for asked in world.asked)
    before = len(world.asked)
    world.change(internal_articles=world.lists["internal_articles"][1:])
    pull(world)
    assert "/folders" not in {asked.path for asked in world.asked[before:]}
