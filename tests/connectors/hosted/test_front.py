"""Front: each file of the case folder is a company; its snapshot is what comes in.

The files follow the examples in Front's description of its Core API.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import Outcome, Unchanged
from connectors.front.config import FrontConfig
from connectors.model import Audience
from sidecar.conformance.running import check
from tests.conformance.hosted.front import FrontWorld
from tests.connectors.context import PlainContext
from tests.connectors.hosted.pulling import documents, pull, told

CASES = Path(__file__).parent / "front_cases"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def world() -> Iterator[FrontWorld]:
    world = FrontWorld()
    yield world
    world.close()


def fill(world: FrontWorld, case: str) -> None:
    """Make the company hold what a file of the case folder says."""
    said = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))
    world.lists |= said["lists"]
    world.contents |= said.get("contents", {})


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.json")))
def test_case(world: FrontWorld, snapshot: SnapshotAssertion, case: str) -> None:
    fill(world, case)
    assert told(world, pull(world)) == snapshot


def test_token_goes_to_no_other_address(world: FrontWorld) -> None:
    """The next page is linked at the company's own address; it is asked for where the settings say."""
    fill(world, "templates")
    pull(world)
    followed = [asked for asked in world.asked if "page_token" in asked.query]
    assert {asked.path for asked in followed} >= {"/message_templates"}


def test_files_behind_the_login_are_not_fetched(world: FrontWorld) -> None:
    """Attachments and pictures come over as references, with their addresses and nothing of the token."""
    fill(world, "templates")
    template = world.lists["message_templates"][0]
    for file in template["attachments"]:
        file["url"] = f"{world.address}/download/{file['id']}"
    found = documents(pull(world))["rsp_16yc"]
    assert [file.url for file in (*found.attachments, *found.images)] == [
        file["url"] for file in template["attachments"]
    ]
    assert not [asked.path for asked in world.asked if "download" in asked.path]


def test_personal_templates_where_they_are_wanted(world: FrontWorld) -> None:
    fill(world, "templates")
    found = documents(pull(world, personal=True))["rsp_16yf"]
    assert (found.title, found.owner, found.groups) == ("Ada's own", "Ada Lovelace", ())


def test_company_with_one_workspace(world: FrontWorld) -> None:
    """Its templates are everybody's, but for those of certain inboxes."""
    fill(world, "templates")
    world.lists["teams"] = world.lists["teams"][:1]
    found = documents(pull(world, groups="Everybody"))
    assert {id_: document.groups for id_, document in found.items()} == {
        "rsp_16yc": ("Everybody",), "rsp_16yd": ("Billing", "inb_gone"), "rsp_16ye": ("Everybody",),
    }  # fmt: skip


def test_names_that_may_not_be_read(world: FrontWorld, tmp_path: Path) -> None:
    """Nothing is shown to more people for it."""
    fill(world, "templates")
    world.nameless = {"teams", "inboxes", "teammates"}
    found = documents(pull(world))
    assert (found["rsp_16yc"].groups, found["rsp_16yd"].groups[0]) == (("tim_s47",), "inb_1ix6")
    report = check(tmp_path / "store.sqlite3", world.connector, world.config())
    told_of = [item for item in report.checks if "names" in item.detail]
    assert {item.name for item in told_of} == {"workspaces", "inboxes", "teammates"}
    assert all(item.outcome is Outcome.INDETERMINATE and ":read" in item.remedy for item in told_of)


def test_drafts_are_internal_where_they_are_wanted(world: FrontWorld) -> None:
    """Those of a published knowledge base, and all of one that is not published."""
    fill(world, "articles")
    found = documents(pull(world, drafts=True))
    drafts = {id_ for id_, document in found.items() if document.extra.get("state") == "draft"}
    assert drafts == {"kba_13/en", "kba_30/en"}
    assert {found[id_].audience for id_ in drafts} == {Audience.INTERNAL}


def test_unchanged_articles_are_not_read(world: FrontWorld) -> None:
    """One in two languages that is edited is read in both, and its categories' names are asked for once."""
    fill(world, "articles")
    context = PlainContext()
    first = documents(pull(world, context))
    before = len(world.asked)
    events = pull(world, context)
    assert {event.external_id for event in events if isinstance(event, Unchanged)} == set(first)
    read = {asked.path for asked in world.asked[before:] if "/locales/" in asked.path}
    assert read == {"/knowledge_base_articles/kba_13/locales/en/content"}, "a draft may be published by now"
    world.lists["knowledge_bases/knb_12/articles"][0]["updated_at"] += 1
    before = len(world.asked)
    pull(world, context)
    read_again = [asked.path for asked in world.asked[before:] if "/locales/" in asked.path]
    assert sum(path.startswith("/knowledge_base_articles/kba_12/") for path in read_again) == 2
    assert sum(path.startswith("/knowledge_base_categories/") for path in read_again) == 4


@pytest.mark.parametrize("change", ["category", "base", "folder", "team"])
def test_what_changes_around_an_answer_changes_it(world: FrontWorld, change: str) -> None:
    for case in ("templates", "articles"):
        fill(world, case)
    context = PlainContext()
    before = documents(pull(world, context))
    changed = {"kba_12/en", "kba_12/fr"}
    if change == "category":
        world.lists["knowledge_bases/knb_12/categories"][1]["updated_at"] += 1
        world.contents["knowledge_base_categories/kbc_12/locales/en/content"]["name"] = "Refunds"
        changed = {"kba_12/en"}
    elif change == "base":
        world.contents["knowledge_bases/knb_12/content"]["name"] = "Answers"
    elif change == "folder":
        world.lists["message_template_folders"][0]["name"] = "Purchases"
        changed = {"rsp_16yc"}
    else:
        world.lists["teams"][0]["name"] = "Care"
        changed = {"rsp_16yc", "rsp_16yd"}
    after = documents(pull(world, context))
    assert {id_ for id_, document in after.items() if before[id_] != document} == changed


def test_something_must_be_read() -> None:
    with pytest.raises(ValidationError, match="choose message templates, articles, or both"):
        FrontConfig(token="t", templates=False, articles=False)
