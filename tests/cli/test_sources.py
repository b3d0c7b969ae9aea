"""`cuecard source` and `cuecard sync`: what they print and how they end."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.conftest import Desk


def test_types_lists_what_can_be_read_and_its_settings(desk: Desk) -> None:
    shown = desk.run("source", "types")
    assert shown.code == 0
    assert "folder" in shown.out
    assert "path (required)" in shown.out
    assert {kind["id"] for kind in desk.run("source", "types", "--json").json["types"]} >= {
        "folder",
        "replies",
    }


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["source", "add", "gopher", "--name", "x"], 2, "folder"),
        (["source", "add", "folder", "--name", "x"], 2, "path"),
        (["source", "add", "folder", "--name", "x", "--set", "colour=red"], 2, "include"),
        (["source", "add", "folder", "--name", "x", "--set", "path"], 2, "KEY=VALUE"),
        (["source", "add", "folder", "--name", "x", "--set", "path=.", "--set", "kind=poem"], 2, "kind"),
        (["source", "add", "folder", "--name", "x", "--set", "path=not-there"], 1, "not-there"),
        (["source", "add", "folder"], 2, "--name"),
        (["source", "remove", "nope"], 2, "nope"),
        (["sync", "nope"], 2, "nope"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_and_shown_by_the_exit_code(
    desk: Desk, arguments: list[str], code: int, says: str
) -> None:
    ended = desk.run(*arguments)
    assert ended.code == code
    assert says in ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err


def test_from_nothing_to_a_summary_and_back(desk: Desk) -> None:
    desk.stock()
    listed = desk.run("source", "list")
    assert listed.out.split("\n")[0].split() == ["NAME", "TYPE", "ANSWERS", "FAILED", "LAST", "RUN"]
    assert "docs" in listed.out

    (desk.folder / "docs" / "broken.pdf").write_bytes(b"%PDF-1.7 no")
    (desk.folder / "docs" / "shipping.md").write_text("# Shipping\n\nFour days.\n", encoding="utf-8")
    again = desk.run("sync", "docs")
    assert again.code == 0, "a document that fails is no failure of the source"
    assert "0 added, 1 changed, 2 unchanged, 0 deleted, 1 failed" in again.out
    assert "failed broken.pdf: " in again.out

    shutil.rmtree(desk.folder / "docs")
    whole = desk.run("sync", "--json")
    assert whole.code == 1
    states = {item["source"]: item["state"] for item in whole.json["runs"]}
    assert states == {"docs": "failed", "macros": "done"}

    assert desk.run("source", "remove", "docs").code == 0
    assert [item["name"] for item in desk.run("source", "list", "--json").json["sources"]] == ["macros"]


def test_a_suspicious_sweep_waits_for_approval(desk: Desk) -> None:
    folder = desk.folder / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.md").write_text(
            f"# Part {number}\n\nPart number {number} fits.\n", encoding="utf-8"
        )
    assert desk.run("source", "add", "folder", "--name", "parts", "--set", "path=many").code == 0
    assert desk.run("sync").code == 0
    for number in range(30):
        (folder / f"{number}.md").unlink()
    held = desk.run("sync", "parts")
    assert held.code == 0
    assert "30 deletions are held" in held.out
    assert "--approve-deletions" in held.out
    approved = desk.run("sync", "parts", "--approve-deletions")
    assert "30 deleted" in approved.out


def test_paths_are_taken_from_where_the_command_runs(desk: Desk) -> None:
    (desk.folder / "docs").mkdir()
    made = desk.run("source", "add", "folder", "--name", "docs", "--set", "path=docs", "--json")
    assert made.json["config"]["path"] == str(desk.folder / "docs")


def test_the_data_folder_may_stand_behind_the_command(desk: Desk) -> None:
    other = desk.folder / "elsewhere"
    assert desk.run("source", "list", "--data-dir", str(other)).code == 0
    assert (other / "cuecard.sqlite3").exists()


def test_a_source_is_kept_in_step(desk: Desk) -> None:
    desk.stock()
    (desk.folder / "docs" / "broken.pdf").write_bytes(b"%PDF-1.7 no")
    desk.run("sync", "docs")
    runs = desk.run("source", "runs", "docs")
    assert runs.out.split("\n")[0].split()[:4] == ["RUN", "BEGAN", "BY", "STATE"]
    number = desk.run("source", "runs", "docs", "--json").json["runs"][0]["number"]
    documents = desk.run("source", "runs", "docs", "--run", str(number), "--verdict", "failed")
    assert documents.out.startswith("failed   broken.pdf")
    assert "1 failed." in documents.out
    said = desk.run("source", "schedule", "docs", "--every", "30", "--at", "06:30")
    assert said.out.startswith("docs is read every 30 minutes and at 06:30.")
    assert "only when told" in desk.run("source", "schedule", "docs", "--manual").out
    assert "only when told" in desk.run("source", "schedule", "docs").out
    assert desk.run("source", "schedule", "docs", "--at", "noon").code == 1
    assert "rests" in desk.run("source", "pause", "docs").out
    assert "It is paused." in desk.run("source", "schedule", "docs").out
    assert "read again" in desk.run("source", "resume", "docs").out
    assert desk.run("source", "cancel", "docs").code == 1
    assert "No deletion is held." in desk.run("source", "held", "docs").out
    assert "Refunds  (refunds.md)" in desk.run("source", "preview", "docs").out
    assert desk.run("source", "set", "docs", "--name", "papers", "--set", "audience=public").code == 0
    assert desk.run("source", "list", "--json").json["sources"][1]["config"]["audience"] == "public"
