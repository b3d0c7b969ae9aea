"""`cuecard semantic`: built from a local model, beside a running server or without, resumable, removable."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from tests.semantic.conftest import MEANINGS, write_static
from tests.semantic.models import minilm

TICKETS = [
    f"Where is my parcel? It is late. My name is Peter Zanzibarov. Order number AB-{471108150042 + n}."
    for n in range(6)
]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    write_static(folder, MEANINGS)
    return folder


def test_it_is_built_looked_at_and_removed_beside_a_running_server(desk: Desk, model: Path) -> None:
    with desk.serving("--port", "0"):
        desk.stock()
        none = desk.run("semantic", "status", "--json").json
        assert (none["built"], none["fault"]) == (False, None)
        assert "cuecard semantic build" in none["advice"]
        built = desk.run("semantic", "build", "--model", str(model), "--json")
        assert built.code == 0, built.err
        assert "Asking the model" in built.err
        state = desk.run("semantic", "status", "--json").json
        assert state["built"], "the server took it over without a restart"
        assert state["name"] == built.json["name"]
        assert state["published"] == built.json["published"] > 5
        assert "distilled from model" in desk.run("doctor").out
        assert "fitted to" in desk.run("semantic", "status").out
        removed = desk.run("semantic", "remove", "--json")
        assert removed.json["freed"] > 0
        assert not (desk.data / "semantic").exists()
        assert desk.run("semantic", "status", "--json").json["built"] is False


def test_without_a_server_it_is_there_at_the_next_start(desk: Desk, model: Path) -> None:
    desk.stock()
    assert desk.run("semantic", "build", "--model", str(model)).code == 0
    with desk.serving("--port", "0"):
        assert desk.run("semantic", "status", "--json").json["built"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.jsonl", "\n".join(json.dumps({"text": text}) for text in TICKETS)),
        ("t.csv", "id,text\n" + "\n".join(f'{n},"{text}"' for n, text in enumerate(TICKETS))),
        ("t.txt", "\r\n".join(TICKETS)),
    ],
)
def test_tickets_are_read_and_not_kept(desk: Desk, model: Path, name: str, content: str) -> None:
    desk.stock()
    (desk.folder / name).write_text(content, encoding="utf-8")
    built = desk.run("semantic", "build", "--model", str(model), "--tickets", name, "--json")
    assert built.code == 0, built.err
    assert built.json["tickets"] == len(TICKETS)
    held = b"".join(path.read_bytes() for path in desk.data.rglob("*") if path.is_file()).lower()
    assert b"zanzibarov" not in held
    assert b"471108150042" not in held


def test_what_is_wrong_is_said_in_one_sentence(desk: Desk, model: Path) -> None:
    empty = desk.run("semantic", "build", "--model", str(model))
    assert (empty.code, "sync a source" in empty.err) == (1, True)
    desk.stock()
    nothing = desk.run("semantic", "build", "--model", "docs")
    assert (nothing.code, "has no model.onnx and no tokenizer.json" in nothing.err) == (1, True)
    missing = desk.run("semantic", "build", "--model", str(model), "--tickets", "missing.csv")
    assert (missing.code, "cannot be read" in missing.err) == (2, True)


def test_damage_is_reported_and_a_new_build_mends_it(desk: Desk, model: Path) -> None:
    desk.stock()
    assert desk.run("semantic", "build", "--model", str(model)).code == 0
    rows = next((desk.data / "semantic").glob("generation-*/rows.npy"))
    rows.write_bytes(rows.read_bytes()[:-2])
    assert "damaged" in desk.run("semantic", "status").out
    assert "Build them again" in desk.run("doctor").out
    assert desk.run("semantic", "build", "--model", str(model)).code == 0
    assert desk.run("semantic", "status", "--json").json["fault"] is None


def test_killed_in_the_middle_it_goes_on(desk: Desk) -> None:
    desk.stock()
    build = ["semantic", "build", "--model", str(minilm()), "--words", "4000", "--threads", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "sidecar", "--data-dir", str(desk.data), *build],
        stderr=subprocess.DEVNULL,
        env=desk.environment(),
        cwd=desk.folder,
    )
    said = desk.data / "semantic" / "said"
    until = time.monotonic() + 100
    while not list(said.glob("*/*.npz")) and time.monotonic() < until:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    state = desk.run("semantic", "status", "--json").json
    assert (state["built"], state["unfinished"]) == (False, True)
    again = desk.run(*build, "--json")
    assert again.code == 0, again.err
    assert again.json["asked"] < 4000, "what was asked before the kill was not asked again"
    assert desk.run("semantic", "status", "--json").json["unfinished"] is False
