"""`cuecard source record` and `replay`: from a source that fails to its failure on another machine."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from tests.conformance.server_worlds import BookStackWorld


@pytest.fixture
def books() -> Iterator[BookStackWorld]:
    world = BookStackWorld()
    world.write({"refund": "Ask Ada Lovelace for refunds.", "shipping": "We ship on Mondays."})
    yield world
    world.close()


@pytest.fixture
def added(desk: Desk, books: BookStackWorld) -> Desk:
    settings = books.config()
    secret = desk.folder / "secret"
    secret.write_text(settings.pop("token_secret"))
    given = [word for key, value in settings.items() for word in ("--set", f"{key}={value!s}")]
    given = [word.replace("=True", "=true") for word in given]
    done = desk.run(
        "source", "add", "bookstack", "--name", "Our books", "--secret-file", f"token_secret={secret}", *given
    )
    assert done.code == 0, done.err
    return desk


def test_recorded_here_and_replayed_elsewhere(added: Desk, books: BookStackWorld, tmp_path: Path) -> None:
    done = added.run("source", "record", "Our books")
    assert done.code == 0, done.err
    file = added.folder / "Our_books.recording.json"
    assert str(file.name) in done.out
    assert "read the file before you send it" in done.out
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = file.read_text(encoding="utf-8")
    for private in ("Lovelace", "Mondays", str(books.secret), "127.0.0.1", "Our books"):
        assert private not in written
    assert added.run("source", "list", "--json").json["sources"][0]["counts"]["answers"] == 0

    elsewhere = Desk(tmp_path / "elsewhere", added.folder)
    replayed = elsewhere.run("source", "replay", file.name)
    assert replayed.code == 0, replayed.err
    assert "2 documents, 0 failed, 0 left out; read to its end." in replayed.out
    assert not elsewhere.data.exists()
    assert elsewhere.run("source", "replay", file.name, "--json").json["documents"] == 2

    again = added.run("source", "record", "Our books")
    assert (again.code, again.out) == (2, "")
    assert "is there already" in again.err
    assert file.read_text(encoding="utf-8") == written


def test_a_failure_is_saved_and_fails_again(added: Desk, books: BookStackWorld) -> None:
    books.trouble = 403
    done = added.run("source", "record", "Our books", "--out", "failed.json")
    assert done.code == 0, done.err
    assert "The source could not be read" in done.out
    replayed = added.run("source", "replay", "failed.json")
    assert replayed.code == 1
    assert "does not let this source read it (403)" in replayed.out


def test_kept_texts_name_nobody(added: Desk) -> None:
    assert added.run("source", "record", "Our books", "--with-texts", "--out", "texts.json").code == 0
    written = (added.folder / "texts.json").read_text(encoding="utf-8")
    assert "We ship on Mondays." in written


def test_what_cannot_be_done_is_said(desk: Desk) -> None:
    desk.stock()
    (desk.folder / "broken.json").write_text('{"cuecard_recording": 9}')
    (desk.folder / "unknown.json").write_text(
        '{"cuecard_recording": 1, "made_by": "x", "source_type": "gopher", "settings": {},'
        ' "with_texts": false, "result": {}, "exchanges": []}'
    )
    for arguments, code, says in (
        (["record", "nope"], 2, "nope"),
        (["record", "docs"], 1, "files of this machine"),
        (["record", "docs", "--out", "no/such/folder/x.json"], 2, "no folder"),
        (["replay", "not-there.json"], 2, "cannot be read"),
        (["replay", "broken.json"], 2, "is no recording"),
        (["replay", "unknown.json"], 1, "no source type 'gopher'"),
    ):
        done = desk.run("source", *arguments)
        assert (done.code, done.out) == (code, ""), arguments
        assert says in done.err
        assert "Traceback" not in done.err
