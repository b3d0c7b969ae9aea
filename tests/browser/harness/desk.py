"""The desk of an agent who does not see it: a screen, a keyboard, a window manager, and Orca."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.harness.processes import running, scratch_folder
from tests.browser.harness.reader import ScreenReader
from tests.browser.harness.screen import Screen, screen

PREFERENCES = Path(__file__).parent / "orca"
PROGRAMS = ("orca", "dbus-daemon", "openbox")
# Orca does not start beside another one of the same user, for which it asks `pgrep`. Here each has a
# screen and a bus of its own.
NOBODY_ELSE = "#!/bin/sh\nexit 1\n"


@dataclass(frozen=True)
class Desk:
    """A running desktop with a screen reader."""

    keyboard: Screen
    reader: ScreenReader
    environment: Mapping[str, str]


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    """Start a desktop with nothing of the user's own in it, and Orca on it.

    Yields:
        The desktop, once Orca has said that it is on; a machine without Orca skips the test and says so.
    """
    missing = [name for name in PROGRAMS if await asyncio.to_thread(shutil.which, name) is None]
    if missing:
        pytest.skip(
            f"NOT TESTED: with a screen reader, as {', '.join(missing)} is missing: `make test-setup`"
        )
    async with scratch_folder("desk") as folder, screen() as keyboard:
        environment = await asyncio.to_thread(_furnish, folder, keyboard)
        async with (
            running("dbus-daemon", "--session", "--nofork", f"--address={_bus(folder)}", env=environment),
            running("openbox", env=environment),
        ):
            await _until_there(folder / "bus")
            async with running("orca", env=environment):
                reader = ScreenReader(folder / "spoken.jsonl")
                await reader.hear("Screen reader on.", seconds=30)
                yield Desk(keyboard, reader, _for_browsers(environment))


def _furnish(folder: Path, keyboard: Screen) -> dict[str, str]:
    home, runtime, programs = folder / "home", folder / "run", folder / "bin"
    shutil.copytree(PREFERENCES, home / ".local/share/orca")
    runtime.mkdir(mode=0o700)
    programs.mkdir()
    (programs / "pgrep").write_text(NOBODY_ELSE, "utf-8")
    (programs / "pgrep").chmod(0o755)
    (folder / "spoken.jsonl").touch()
    return {
        **os.environ,
        **keyboard.environment,
        "DBUS_SESSION_BUS_ADDRESS": _bus(folder),
        "GSETTINGS_BACKEND": "memory",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "ORCA_SPOKEN": str(folder / "spoken.jsonl"),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_RUNTIME_DIR": str(runtime),
    }


def _bus(folder: Path) -> str:
    return f"unix:path={folder / 'bus'}"


def _for_browsers(environment: Mapping[str, str]) -> dict[str, str]:
    """What a browser needs to be on this desk and to tell its accessibility bus what it shows."""
    names = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GSETTINGS_BACKEND", "XDG_RUNTIME_DIR")
    return {**{name: environment[name] for name in names}, "GNOME_ACCESSIBILITY": "1"}


async def _until_there(path: Path) -> None:
    for _ in range(200):
        if await asyncio.to_thread(path.exists):
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"{path} never came to be")
