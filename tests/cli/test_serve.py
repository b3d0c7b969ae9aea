"""`cuecard serve`, `up` and `pair`: starting, being found, ending."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

READY = re.compile(r"ready http://127\.0\.0\.1:(\d+)")


def port_in(line: str) -> int:
    found = READY.fullmatch(line)
    assert found is not None, line
    return int(found[1])


def health(port: int) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=5) as response:
        body: dict[str, object] = json.load(response)
        return body


def test_one_line_when_it_answers_and_a_clean_end(desk: Desk) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with desk.serving("--port", "0") as (process, line):
            assert health(port_in(line))["ready"] is True
            if sys.platform != "win32":
                assert stat.S_IMODE(desk.data.stat().st_mode) == 0o700
            process.send_signal(number)
            rest, errors = process.communicate(timeout=20)
        assert process.returncode == 0, errors
        assert rest == ""
        assert errors == ""
        assert not (desk.data / "server.json").exists()
        assert not (desk.data / "control.token").exists()


def test_commands_find_the_running_server(desk: Desk) -> None:
    desk.stock()
    with desk.serving("--port", "0") as (process, line):
        port = port_in(line)
        assert desk.run("search", "Norway", "--json").json["total"] == 1
        assert (
            f"port {port} (pid {process.pid})" in desk.run("doctor").out
            or f"port {port}" in desk.run("doctor").out
        )
        (desk.folder / "docs" / "new.md").write_text("# Gift cards\n\nThey never expire.\n", encoding="utf-8")
        assert "1 added" in desk.run("sync", "docs").out
        assert desk.run("search", "gift", "--json").json["total"] == 1


def test_a_second_server_says_who_has_the_folder(desk: Desk) -> None:
    with desk.serving("--port", "0") as (process, line):
        second = desk.run("serve", "--port", "0")
        assert second.code == 1
        for part in (str(process.pid), str(port_in(line)), "since", "--data-dir"):
            assert part in second.err
        up = desk.run("up", "--no-browser")
        assert up.code == 0
        assert re.search(rf"http://127\.0\.0\.1:{port_in(line)}/launch/\S+", up.out)


def test_after_a_kill_the_next_start_works_and_trusts_no_left_over(desk: Desk) -> None:
    with desk.serving("--port", "0") as (process, _line):
        process.kill()
        process.wait(timeout=10)
    assert (desk.data / "server.json").exists()
    assert desk.run("token", "list").code == 0
    with desk.serving("--port", "0") as (_process, line):
        assert health(port_in(line))["ready"] is True


def test_a_port_that_is_taken_is_explained(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = desk.run("serve", "--port", str(port))
    assert ended.code == 1
    assert f"Port {port} is taken by" in ended.err
    assert f"pid {os.getpid()}" in ended.err
    assert "--port" in ended.err


def test_a_port_that_another_cuecard_has_is_named_so(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other", desk.folder)
    with desk.serving("--port", "0") as (_process, line):
        ended = other.run("serve", "--port", str(port_in(line)))
    assert ended.code == 1
    assert "another Cuecard (0." in ended.err


def test_a_port_that_does_not_exist_is_wrong_usage(desk: Desk) -> None:
    assert desk.run("serve", "--port", "70000").code == 2
    assert desk.run("serve", "--port", "many").code == 2


def test_without_a_told_port_it_takes_the_next_free_one(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8377))
            taken.listen()
        except OSError:
            pass  # somebody else has it, which serves as well
        with desk.serving() as (_process, line):
            assert port_in(line) > 8377


def test_a_data_folder_that_cannot_be_made_is_explained(desk: Desk) -> None:
    in_the_way = desk.folder / "file"
    in_the_way.write_text("x", encoding="utf-8")
    for folder in (in_the_way, in_the_way / "below"):
        ended = Desk(folder, desk.folder).run("serve", "--port", "0")
        assert ended.code == 1
        assert str(folder) in ended.err
        assert "--data-dir" in ended.err


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder in which not even root may write")
def test_a_data_folder_that_is_not_writable_is_explained(desk: Desk) -> None:
    ended = Desk(Path("/sys/kernel/cuecard"), desk.folder).run("serve", "--port", "0")
    assert ended.code == 1
    assert "not writable" in ended.err
    assert "--data-dir" in ended.err


def test_settings_that_cannot_be_used_are_named(desk: Desk) -> None:
    desk.data.mkdir()
    (desk.data / "settings.toml").write_text("databse_url = 'x'", encoding="utf-8")
    ended = desk.run("token", "list")
    assert ended.code == 1
    assert "databse_url" in ended.err


def test_pairing_needs_a_server_and_prints_six_digits(desk: Desk) -> None:
    alone = desk.run("pair")
    assert alone.code == 1
    assert "cuecard up" in alone.err
    with desk.serving("--port", "0") as (_process, line):
        code = desk.run("pair").out.strip()
        assert re.fullmatch(r"\d{6}", code)
        request = urllib.request.Request(
            f"http://127.0.0.1:{port_in(line)}/v1/pair",
            data=json.dumps({"code": code, "client": "Chrome"}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=5) as response:
            assert json.load(response)["name"] == "Chrome"
        assert "Chrome" in desk.run("token", "list").out


def test_commands_wait_for_each_other(desk: Desk) -> None:
    arguments = [sys.executable, "-m", "sidecar", "--data-dir", str(desk.data), "token", "create"]
    many = [
        subprocess.Popen(
            [*arguments, f"token {number}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=desk.environment(),
            cwd=desk.folder,
        )
        for number in range(4)
    ]
    for process in many:
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert len(desk.run("token", "list", "--json").json["tokens"]) == 4
