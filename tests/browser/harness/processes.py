"""Programs that the tests start: servers that say `ready URL`, and commands that run to their end."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
START_SECONDS = 60


class CommandError(Exception):
    """A command ended with an error; the message holds what it wrote."""


async def installed(*names: str) -> str:
    """Find a program.

    Args:
        names: what it may be called.

    Returns:
        Its path; a machine without it fails the test and says what to do.
    """
    for name in names:
        program = await asyncio.to_thread(shutil.which, name)
        if program is not None:
            return program
    pytest.fail(f"{names[0]} is missing: run `make test-setup`, or install it.")


@asynccontextmanager
async def scratch_folder(purpose: str) -> AsyncIterator[Path]:
    """A folder that is removed afterwards; files are touched in a thread, as the event loop must not block.

    Args:
        purpose: a word for its name.

    Yields:
        The folder.
    """
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix=f"cuecard-{purpose}-"))
    try:
        yield folder
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


@asynccontextmanager
async def ready_server(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None
) -> AsyncIterator[str]:
    """Run `python ARGUMENTS` until it prints `ready URL`, and end it afterwards.

    Args:
        arguments: what follows the interpreter, for instance `["-m", "sidecar", "serve"]`.
        environment: additions to the environment.

    Yields:
        The address it printed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=REPOSITORY,
        env={**os.environ, **(environment or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=None,
    )
    reader: asyncio.Task[bytes] | None = None
    try:
        address = await asyncio.wait_for(_ready_line(process), START_SECONDS)
        if process.stdout is not None:
            reader = asyncio.create_task(process.stdout.read())
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()
        if reader is not None:
            await reader


async def _ready_line(process: asyncio.subprocess.Process) -> str:
    written = []
    if process.stdout is not None:
        async for line in process.stdout:
            written.append(line.decode())
            if line.startswith(b"ready "):
                return written[-1].removeprefix("ready ").strip()
    raise CommandError("The server ended before it was ready:\n" + "".join(written))


@asynccontextmanager
async def running(program: str, *arguments: str, env: Mapping[str, str]) -> AsyncIterator[None]:
    """Run a program for as long as it is needed.

    Args:
        program: its name.
        arguments: what it is called with.
        env: its whole environment.
    """
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(program, *arguments, env=env, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()


async def run_python(*arguments: str) -> str:
    """Run `python ARGUMENTS` to its end.

    Args:
        arguments: what follows the interpreter.

    Returns:
        What it wrote to standard output.

    Raises:
        CommandError: it exited with an error.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    if process.returncode:
        raise CommandError(f"{' '.join(arguments)}\n{output.decode()}\n{errors.decode()}")
    return output.decode()
