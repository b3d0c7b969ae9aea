"""`cuecard search`, `suggest`, `token`, `doctor` and `extension`."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from tests.conftest import REPOSITORY


def test_search_prints_titles_and_the_same_as_http(stocked: Desk) -> None:
    shown = stocked.run("search", "customs", "declaration")
    assert shown.code == 0
    assert "1. Shipping" in shown.out
    body = stocked.run("search", "refund", "--kind", "reply", "--json").json
    assert [item["title"] for item in body["results"]] == ["Refund granted"]


@pytest.mark.parametrize(
    "arguments", [["--kind", "poem"], ["--limit", "0"], ["--language", "not a language"]]
)
def test_a_filter_that_does_not_exist_is_wrong_usage(stocked: Desk, arguments: list[str]) -> None:
    ended = stocked.run("search", "refund", *arguments)
    assert ended.code == 2
    assert arguments[0].removeprefix("--") in ended.err


def test_suggest_reads_text_files_requests_and_stdin(stocked: Desk) -> None:
    wanted = "I want my money back"
    (stocked.folder / "ticket.txt").write_text(wanted, encoding="utf-8")
    request = {"messages": [{"from": "customer", "text": wanted}], "limit": 1}
    (stocked.folder / "ticket.json").write_text(json.dumps(request), encoding="utf-8")
    told = [
        stocked.run("suggest", "--text", wanted, "--json"),
        stocked.run("suggest", "--file", "ticket.txt", "--json"),
        stocked.run("suggest", "--file", "ticket.json", "--json"),
        stocked.run("suggest", "--text", "-", "--json", stdin=wanted),
        stocked.run("suggest", "--file", "-", "--json", stdin=wanted),
    ]
    assert [item.json["suggestions"][0]["title"] for item in told] == ["Refund granted"] * 5
    assert len(told[2].json["suggestions"]) == 1


def test_suggest_explains_itself(stocked: Desk) -> None:
    shown = stocked.run("suggest", "--text", "I want my money back", "--explain")
    assert "1. Refund granted" in shown.out
    assert "confidence" in shown.out
    assert "nearness" in shown.out


@pytest.mark.parametrize("arguments", [[], ["--text", "a", "--file", "b"], ["--file", "not-there.txt"]])
def test_suggest_needs_one_ticket(stocked: Desk, arguments: list[str]) -> None:
    assert stocked.run("suggest", *arguments).code == 2


def test_output_survives_a_stream_that_cannot_show_it(stocked: Desk) -> None:
    text = "Grüße \u0633\u0644\u0627\u0645 \U0001f62d I want my money back"
    for encoding in ("ascii", "cp1252"):
        shown = stocked.run("suggest", "--text", text, "--explain", PYTHONIOENCODING=encoding)
        assert shown.code == 0, shown.err
        body = stocked.run("suggest", "--text", text, "--json", PYTHONIOENCODING=encoding)
        assert body.json["suggestions"]
    assert stocked.run("source", "add", "\U0001f62d", "--name", "x", PYTHONIOENCODING="ascii").code == 2


def test_tokens_are_made_listed_and_revoked(desk: Desk) -> None:
    made = desk.run("token", "create", "Ada", "--role", "expert", "--group", "fraud")
    assert made.code == 0
    token = made.out.strip()
    assert token.startswith("cue_")
    listed = desk.run("token", "list")
    assert "Ada" in listed.out
    assert "fraud" in listed.out
    assert token not in listed.out
    assert desk.run("token", "create", "Ada").code == 1
    assert desk.run("token", "create", "Eve", "--role", "king").code == 2
    assert desk.run("token", "revoke", "Ada").code == 0
    assert desk.run("token", "revoke", "Ada").code == 1
    assert desk.run("token", "list", "--json").json == {"tokens": []}


def test_doctor_names_every_part_and_what_to_do(stocked: Desk) -> None:
    shown = stocked.run("doctor")
    assert shown.code == 0
    for part in ("data", "port", "extension", "index", "source docs", "browser"):
        assert f" {part}: " in shown.out
    assert "cuecard pair" in shown.out
    assert stocked.run("doctor", "--json").json["ok"] is True


def test_doctor_fails_where_something_is_broken(desk: Desk) -> None:
    (desk.folder / "docs").mkdir()
    assert desk.run("source", "add", "folder", "--name", "docs", "--set", "path=docs").code == 0
    (desk.folder / "docs").rmdir()
    assert desk.run("sync").code == 1
    shown = desk.run("doctor")
    assert shown.code == 1
    assert "FAILED  source docs: " in shown.out


def test_extension_prints_the_folder_to_load(desk: Desk) -> None:
    shown = desk.run("extension")
    assert shown.out.strip() == str(REPOSITORY / "extension")


def test_packages_are_the_same_every_time_and_fit_their_stores(desk: Desk) -> None:
    packages = [
        Path(line) for line in desk.run("extension", "--zip", str(desk.folder / "a")).out.splitlines()
    ]
    again = [Path(line) for line in desk.run("extension", "--zip", str(desk.folder / "b")).out.splitlines()]
    assert [path.name.split("-")[1] for path in packages] == ["chrome", "firefox"]
    assert [path.read_bytes() for path in packages] == [path.read_bytes() for path in again]
    manifests = {}
    for path in packages:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            manifests[path.name.split("-")[1]] = json.loads(archive.read("manifest.json"))
            assert "background/main.js" in archive.namelist()
            assert not [name for name in archive.namelist() if name.startswith((".", "/")) or ".." in name]
    assert "service_worker" in manifests["chrome"]["background"]
    assert "browser_specific_settings" not in manifests["chrome"]
    assert "scripts" in manifests["firefox"]["background"]
    assert "service_worker" not in manifests["firefox"]["background"]
    assert not [name for name in manifests.values() if "key" in name]


def test_help_and_version(desk: Desk) -> None:
    assert desk.run("--version").out.startswith("cuecard ")
    shown = desk.run("--help").out
    for command in (
        "up",
        "serve",
        "source",
        "sync",
        "search",
        "suggest",
        "token",
        "pair",
        "doctor",
        "extension",
        "demo",
    ):
        assert f" {command} " in shown


def test_the_index_is_built_anew_after_its_folder_was_deleted(desk: Desk) -> None:
    import shutil

    desk.stock()
    shutil.rmtree(desk.data / "index")
    assert desk.run("search", "Norway", "--json").json["total"] == 1
    assert "5 passages" in desk.run("reindex").out
