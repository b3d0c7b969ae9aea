"""A real input method on a screen: IBus, which turns keys into another script before a browser sees them."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.browser.harness.processes import running, scratch_folder
from tests.browser.harness.screen import Screen

PROGRAMS = ("ibus", "ibus-daemon", "dbus-daemon")
PINYIN = "m17n:zh:tonepy"
"""Chinese by syllable and tone: `ni3` shows 你, arrows and numbers choose another sign, a space takes it."""


@asynccontextmanager
async def input_method(keyboard: Screen, engine: str = PINYIN) -> AsyncIterator[Mapping[str, str]]:
    """Run an input method with nothing of the user's own in it.

    Args:
        keyboard: the screen whose keys it takes.
        engine: its name, as `ibus list-engine` has it.

    Yields:
        What a browser needs in its environment to use it; a machine without IBus skips the test and says so.
    """
    missing = [name for name in PROGRAMS if await asyncio.to_thread(shutil.which, name) is None]
    if missing:
        pytest.skip(
            f"NOT TESTED: with an input method, as {', '.join(missing)} is missing: `make test-setup`"
        )
    async with scratch_folder("input") as folder:
        environment = await asyncio.to_thread(_furnish, folder, keyboard)
        bus = environment["DBUS_SESSION_BUS_ADDRESS"]
        async with (
            running("dbus-daemon", "--session", "--nofork", f"--address={bus}", env=environment),
            running("ibus-daemon", "--panel=disable", "--config=disable", env=environment),
        ):
            await _until_used(engine, environment)
            names = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GSETTINGS_BACKEND", "XDG_RUNTIME_DIR")
            yield {
                **{name: environment[name] for name in names},
                "GTK_IM_MODULE": "ibus",
                "IBUS_ADDRESS": await _ibus(environment, "address"),
            }


def _furnish(folder: Path, keyboard: Screen) -> dict[str, str]:
    home, runtime = folder / "home", folder / "run"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    return {
        **os.environ,
        **keyboard.environment,
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'bus'}",
        "GSETTINGS_BACKEND": "memory",
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_RUNTIME_DIR": str(runtime),
    }


async def _until_used(engine: str, environment: Mapping[str, str]) -> None:
    for _ in range(60):
        # Without a panel it says that it failed, and does it.
        await _ibus(environment, "engine", engine)
        if await _ibus(environment, "engine") == engine:
            return
        await asyncio.sleep(0.3)
    pytest.fail(f"IBus never used {engine}: is its package there? `make test-setup`")


async def _ibus(environment: Mapping[str, str], *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "ibus", *arguments,
        env=dict(environment),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    written, _ = await process.communicate()
    return written.decode().strip()
