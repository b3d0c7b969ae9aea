"""`cuecard helpdesk`: an admin declares a helpdesk from a file, and is told what is wrong with it."""

from __future__ import annotations

import json

from tests.cli.conftest import Desk
from tests.web.test_helpdesks import MINE, changed


def test_a_helpdesk_is_declared_listed_shown_changed_and_removed(stocked: Desk) -> None:
    file = stocked.folder / "desk.json"
    assert "No helpdesk was declared" in stocked.run("helpdesk", "list").out
    file.write_text(json.dumps(MINE), encoding="utf-8")

    assert stocked.run("helpdesk", "add", "desk.json").out.strip() == "Declared in-house (In-house desk)."

    assert stocked.run("helpdesk", "list").out.startswith("in-house  In-house desk  desk")
    shown = stocked.run("helpdesk", "show", "in-house")
    assert shown.json == MINE
    file.write_text(shown.out.replace("In-house desk", "Our desk"), encoding="utf-8")
    added = stocked.run("helpdesk", "add", "desk.json", "--json")
    assert added.json == {"helpdesks": [changed(name="Our desk")]}
    assert stocked.run("helpdesk", "remove", "in-house").code == 0
    assert stocked.run("helpdesk", "list", "--json").json == {"helpdesks": []}
    unknown = stocked.run("helpdesk", "show", "in-house")
    assert (unknown.code, "There are: none" in unknown.err) == (2, True)
    assert stocked.run("helpdesk", "remove", "in-house").code == 1


def test_of_several_files_all_or_none_are_declared(stocked: Desk) -> None:
    (stocked.folder / "good.json").write_text(json.dumps(MINE), encoding="utf-8")
    wrong = changed(editor="textarea[", ticket_id=[{"pattern": "("}])
    (stocked.folder / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")

    refused = stocked.run("helpdesk", "add", "good.json", "wrong.json")

    assert refused.code == 1
    assert "wrong.json: editor: is no CSS selector" in refused.err
    assert "wrong.json: ticket_id.0.pattern: is no regular expression" in refused.err
    assert stocked.run("helpdesk", "list", "--json").json == {"helpdesks": []}


def test_a_file_that_is_none_is_said_to_be_none(stocked: Desk) -> None:
    missing = stocked.run("helpdesk", "add", "missing.json")
    assert (missing.code, "missing.json cannot be read" in missing.err) == (2, True)
    (stocked.folder / "text.json").write_text("not json", encoding="utf-8")
    assert "text.json is no JSON" in stocked.run("helpdesk", "add", "text.json").err
