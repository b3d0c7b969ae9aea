"""The guarded process: whatever a parser does, one document fails with a reason and the next one is read."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from sidecar.sync import pickles
from sidecar.sync.sandbox import Limits, Sandbox
from tests.conftest import REPOSITORY
from tests.sync import parsers

LIMITS = Limits(seconds=2.0, memory=300_000_000)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    box = Sandbox(LIMITS)
    yield box
    await box.close()


async def test_results_and_arguments_come_through(sandbox: Sandbox) -> None:
    assert await sandbox.run(parsers.double, 4, plus=1) == 9
    assert await sandbox.run(parsers.answer, "äöü") == parsers.Answer("äöü", (1, 2))


async def test_one_process_serves_many_calls(sandbox: Sandbox) -> None:
    first = await sandbox.run(parsers.process)
    assert await sandbox.run(parsers.process) == first
    assert first != os.getpid()


async def test_reason_of_a_parser_is_passed_on_as_it_is(sandbox: Sandbox) -> None:
    with pytest.raises(ParseFailed, match=r"^Save it anew[.]$"):
        await sandbox.run(parsers.refuse, "Save it anew.")


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (parsers.fail, "KeyError"),
        (parsers.endless, "longer than 2 seconds"),
        (parsers.asleep, "longer than 2 seconds"),
        (parsers.greedy, "more than 300 MB of memory"),
        (parsers.crash, "crashed on this file"),
        (parsers.leave, "exit code 3"),
        (parsers.deep, "nested too deeply"),
    ],
)
async def test_misbehaving_parser_fails_one_document(
    sandbox: Sandbox, function: Callable[[], Any], reason: str
) -> None:
    with pytest.raises(ParseFailed, match=reason):
        await sandbox.run(function)
    assert await sandbox.run(parsers.double, 2) == 4


async def test_what_a_parser_prints_is_not_taken_for_its_answer(sandbox: Sandbox) -> None:
    assert await sandbox.run(parsers.chatty) == "done"


async def test_secrets_of_the_environment_stay_out(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUECARD_SECRET_WIKI_TOKEN", "hush")
    assert "hush" not in str(await sandbox.run(parsers.environment))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_parser_cannot_write_files(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ParseFailed):
        await sandbox.run(parsers.write_file, str(tmp_path / "made"))


async def test_parser_that_was_taken_over_makes_the_server_do_nothing(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with pytest.raises(ParseFailed, match="not allowed"):
        await sandbox.run(parsers.take_over, str(tmp_path / "made"))
    assert not await asyncio.to_thread((tmp_path / "made").exists)


async def test_cancelled_call_kills_the_parser(sandbox: Sandbox) -> None:
    child = await sandbox.run(parsers.process)
    task = asyncio.create_task(sandbox.run(parsers.asleep))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await sandbox.run(parsers.process) != child
    assert not await asyncio.to_thread(psutil.pid_exists, child)


async def test_calls_wait_for_each_other(sandbox: Sandbox) -> None:
    results = await asyncio.gather(*(sandbox.run(parsers.double, number) for number in range(20)))
    assert results == [number * 2 for number in range(20)]


async def test_closing_ends_calls_and_refuses_later_ones() -> None:
    sandbox = Sandbox(LIMITS)
    await sandbox.run(parsers.process)
    task = asyncio.create_task(sandbox.run(parsers.asleep))
    await asyncio.sleep(0.1)
    await sandbox.close()
    with pytest.raises(ParseFailed):
        await task
    with pytest.raises(ParseFailed, match="shutting down"):
        await sandbox.run(parsers.process)


def test_interpreter_ends_at_once_while_a_parser_hangs() -> None:
    code = """
import asyncio
from sidecar.sync.sandbox import Sandbox
from tests.sync import parsers
async def main():
    sandbox = Sandbox()
    print(await sandbox.run(parsers.process), flush=True)
    task = asyncio.create_task(sandbox.run(parsers.asleep))
    await asyncio.sleep(0.2)
asyncio.run(main())
"""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, timeout=30, check=True
    )
    assert time.monotonic() - began < 10
    assert not psutil.pid_exists(int(done.stdout))


@pytest.mark.parametrize("value", [1, "x", None, (1, [2.5, {"a": b"c"}]), {1, 2}, parsers.Answer("a", ())])
def test_plain_values_and_data_classes_are_allowed(value: Any) -> None:
    assert pickles.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize("name", ["os\nsystem", "builtins\neval", "builtins\nsetattr", "subprocess\nPopen"])
def test_anything_that_acts_is_refused(name: str) -> None:
    with pytest.raises(pickle.UnpicklingError):
        pickles.loads(f"c{name}\n.".encode())


def test_members_of_enumerations_arrive_as_every_python_writes_them() -> None:
    # Python 3.11.0 to 3.11.3, which Debian 12 has, call getattr; later ones call the enumeration.
    by_attribute = b"cbuiltins\ngetattr\n(cconnectors.model\nBodyFormat\nVHTML\ntR."
    assert pickles.loads(by_attribute) is BodyFormat.HTML


def test_no_other_attribute_can_be_had() -> None:
    with pytest.raises(pickle.UnpicklingError):
        pickles.loads(b"cbuiltins\ngetattr\n(cconnectors.model\nDocument\nVmodel_validate\ntR.")
    with pytest.raises(KeyError):
        pickles.loads(b"cbuiltins\ngetattr\n(cconnectors.model\nBodyFormat\nV__init__\ntR.")
