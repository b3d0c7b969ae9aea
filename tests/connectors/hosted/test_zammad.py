"""Zammad: each file of the case folder is a Zammad; its snapshot is what comes in.

`knowledge_base.json` begins with the example of zammad-documentation (`api/knowledgebase.rst`,
`answers.rst`), `text_modules.json` with the one in `text_modules_controller.rb`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import ConfigInvalid, Failure, Outcome
from connectors.model import Audience
from connectors.zammad.base import State, state
from connectors.zammad.connector import ZammadConfig
from sidecar.conformance.running import check, sync
from tests.conformance.hosted import SECRET
from tests.conformance.hosted.zammad import ZammadWorld
from tests.connectors.context import PlainContext, by_id
from tests.connectors.hosted.pulling import documents, pull, skipped, told

CASES = Path(__file__).parent / "zammad_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[ZammadWorld]:
    world = ZammadWorld()
    yield world
    world.close()


def fill(world: ZammadWorld, case: str) -> dict[str, Any]:
    """Make the Zammad hold what a file of the case folder says; return the settings that go with it."""
    said = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))
    world.modules = said.get("modules", [])
    world.assets = said.get("assets", {})
    world.contents = said.get("contents", {})
    world.permissions = said.get("permissions", {})
    settings: dict[str, Any] = said.get("settings", {})
    return settings


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: ZammadWorld, snapshot: SnapshotAssertion, case: str) -> None:
    settings = fill(world, case)
    assert told(world, pull(world, **settings)) == snapshot


NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
PAST, FUTURE = "2026-01-30T00:00:00.000Z", "2026-02-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("internal", "published", "archived", "expected"),
    [
        (None, None, None, State.DRAFT),
        (FUTURE, None, None, State.DRAFT),
        (PAST, None, None, State.INTERNAL),
        (PAST, FUTURE, None, State.INTERNAL),
        (PAST, PAST, FUTURE, State.PUBLISHED),
        (None, PAST, None, State.PUBLISHED),
        (PAST, PAST, PAST, State.ARCHIVED),
        ("soon", None, None, State.DRAFT),
    ],
)
def test_state_by_the_moments_that_have_come(
    internal: str | None, published: str | None, archived: str | None, expected: State
) -> None:
    answer = {"internal_at": internal, "published_at": published, "archived_at": archived}
    assert state(answer, NOW) is expected


def test_answer_is_published_by_the_clock_of_the_server(world: ZammadWorld) -> None:
    fill(world, "knowledge_base")
    context = PlainContext()
    assert documents(pull(world, context))["answer/5/1"].audience is Audience.INTERNAL
    world.shift = timedelta(days=366_000)
    assert documents(pull(world, context))["answer/5/1"].audience is Audience.PUBLIC


def test_category_of_which_the_token_may_not_know_who_sees_it(world: ZammadWorld, tmp_path: Path) -> None:
    """Rather not at all than to those who may not; and when the token may know, it comes in."""
    fill(world, "knowledge_base")
    world.permissions = None
    context = PlainContext()
    events = by_id(pull(world, context))
    failure = events["answer/1/1"]
    assert isinstance(failure, Failure)
    assert "knowledge_base.editor" in failure.reason
    assert "answer/3/1" in events
    fill(world, "knowledge_base")
    assert documents(pull(world, context))["answer/1/1"].groups == ("Admin", "Agent")


def test_languages_are_detected_or_all_named(world: ZammadWorld, tmp_path: Path) -> None:
    fill(world, "knowledge_base")
    found = documents(pull(world))
    assert {document.language for document in found.values()} == {None}
    assert {document.url for document in found.values()} == {None}
    assert found["answer/3/2"].translation_of == "answer/3/1"
    with pytest.raises(ConfigInvalid, match="has 2 languages, the settings name 1"):
        pull(world, languages="en-us")
    report = check(tmp_path / "a.sqlite3", world.connector, {**world.config(), "languages": "en-us"})
    assert "name all of them" in str(report.checks)
    renamed = documents(pull(world, languages="en-gb, de-at"))
    assert renamed["answer/3/2"].language == "de-AT"


def test_texts_come_with_the_listing_or_answer_by_answer(world: ZammadWorld) -> None:
    """Old versions may not give them along: then each is asked for, and none is taken for gone."""
    names = [f"g{letter}" for letter in "abcdefghijklmnop"]
    world.write(dict.fromkeys(names, "One thing."))
    expected = {world.external_id(name) for name in names}
    assert set(documents(pull(world))) == expected
    few = len(world.asked)
    world.gives_contents = False
    assert set(documents(pull(world))) == expected
    assert len(world.asked) - few == few + len(names)


def test_one_changed_text_is_one_request(world: ZammadWorld) -> None:
    names = [f"g{letter}" for letter in "abcdefghijklmnop"]
    world.write(dict.fromkeys(names, "One thing."))
    context = PlainContext()
    pull(world, context)
    world.write({**world.documents, "ga": "Two things."})
    before = len(world.asked)
    assert set(documents(pull(world, context))) == {world.external_id("ga")}
    paths = [asked.path for asked in world.asked[before:]]
    assert [path for path in paths if "/answers/" in path] == [
        f"/api/v1/knowledge_bases/1/answers/{world.number('ga')}"
    ]


def test_token_that_sees_no_more_of_the_knowledge_base_than_customers(
    world: ZammadWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world, "text_modules")
    monkeypatch.setattr(world, "base", lambda _: {"KnowledgeBase": {"1": {"id": 1, "answer_ids": [1, 2]}}})
    checks = {item.name: item for item in check(tmp_path / "a", world.connector, world.config()).checks}
    assert checks["text modules"].outcome is Outcome.PASSED
    answers = checks["answers of the knowledge base"]
    assert answers.outcome is Outcome.FAILED
    assert "knowledge_base.reader" in answers.remedy
    stored = sync(tmp_path / "a", world.config(), world.connector)
    assert "text_module/1" in stored.texts
    assert "knowledge_base.reader" in (stored.last.error or "")


def test_zammad_without_knowledge_base(
    world: ZammadWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world, "text_modules")
    monkeypatch.setattr(world, "base", lambda _: {})
    assert "text_module/1" in documents(pull(world))
    found = check(tmp_path / "a", world.connector, world.config()).checks
    assert [item.outcome for item in found] == [Outcome.PASSED, Outcome.INDETERMINATE]


def test_category_in_a_circle_ends(world: ZammadWorld) -> None:
    fill(world, "knowledge_base")
    world.assets["KnowledgeBaseCategory"]["1"] = {
        "id": 1, "knowledge_base_id": 1, "parent_id": 2, "translation_ids": [],
    }  # fmt: skip
    assert documents(pull(world))["answer/3/1"].folder == "Category 2"


def test_answer_that_is_not_as_documented_loses_no_other(world: ZammadWorld) -> None:
    fill(world, "knowledge_base")
    world.assets["KnowledgeBaseAnswerTranslation"]["3"]["content_id"] = None
    world.assets["KnowledgeBaseAnswerTranslation"]["7"]["kb_locale_id"] = None
    del world.assets["KnowledgeBaseAnswer"]["6"]["category_id"]
    events = pull(world)
    assert skipped(events)["answer/3/1"] == "The answer has no text in this language."
    assert {"answer/5/1", "answer/6/2"} <= set(documents(events))


def test_archived_and_inactive_ones_go(world: ZammadWorld, tmp_path: Path) -> None:
    fill(world, "knowledge_base")
    world.modules = json.loads((CASES / "text_modules.json").read_text(encoding="utf-8"))["modules"][:2]

    def change() -> None:
        world.assets["KnowledgeBaseAnswer"]["3"]["archived_at"] = "2025-05-01T00:00:00.000Z"
        world.modules[0]["active"] = False

    stored = sync(tmp_path / "a.sqlite3", world.config(), world.connector, change, world.connector)
    assert set(stored.texts) == {"text_module/2", "answer/1/1", "answer/5/1", "answer/6/2"}
    assert skipped(pull(world))["text_module/1"] == "The text module is inactive."


def test_something_must_be_read() -> None:
    with pytest.raises(ValidationError, match="choose text modules, the knowledge base, or both"):
        ZammadConfig(address="https://support.example", token=SECRET, text_modules=False, answers=False)
