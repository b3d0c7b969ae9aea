"""Finds a Chromium that loads unpacked extensions, and a screen for it; starts and ends it.

Branded Chrome (since 137) ignores `--load-extension`; Edge and Brave differ from version to version. So only
Chromium is started, the others get instructions.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

_NAMES = ("chromium", "chromium-browser")
_PLACES = {
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "~/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "win32": (
        r"%LOCALAPPDATA%\Chromium\Application\chrome.exe",
        r"%PROGRAMFILES%\Chromium\Application\chrome.exe",
    ),
}
#: How long, in seconds, the browser may take to write down its state when the demonstration ends.
_PATIENCE = 5.0


def find_chromium(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the program to start; `CUECARD_BROWSER` names one that stands elsewhere."""
    if told := environment.get("CUECARD_BROWSER"):
        return shutil.which(told)
    for name in _NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            return found
    places = (Path(os.path.expandvars(place)).expanduser() for place in _PLACES.get(sys.platform, ()))
    return next((str(place) for place in places if place.is_file()), None)


def has_screen(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Return whether a window can be opened here."""
    if platform in {"darwin", "win32"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def is_root() -> bool:
    """Return whether Chromium would refuse to start with its sandbox, because root runs it on Linux."""
    return sys.platform.startswith("linux") and os.geteuid() == 0


#: `--test-type` hides the bar that warns about the missing sandbox.
_ROOT_SWITCHES = ("--no-sandbox", "--test-type") if is_root() else ()


def extension_id(extension: Path) -> str:
    """Return the id that Chromium gives an extension whose manifest has a `key`.

    It is the first half of the SHA-256 of the public key (DER), its hexadecimal digits written as a to p.
    """
    manifest = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def fingerprint(extension: Path) -> str:
    """Return a hash of the extension's files: another one means another extension."""
    digest = hashlib.sha256()
    for path in sorted(extension.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(extension).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def command_line(program: str, extension: Path, profile: Path, address: str) -> list[str]:
    """Return the command that starts a browser with the extension loaded and opens `address`."""
    return [
        program,
        f"--user-data-dir={profile}",
        f"--load-extension={extension}",
        f"--disable-extensions-except={extension}",
        # The profile belongs to the demonstration: nothing to ask, nothing to synchronise or to fetch.
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-default-apps",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-features=DisableLoadExtensionCommandLineSwitch,Translate",
        "--hide-crash-restore-bubble",
        "--password-store=basic",
        *_ROOT_SWITCHES,
        address,
    ]


async def open_in(program: str, profile: Path, address: str) -> None:
    """Open an address in a new tab of the browser that runs with `profile`; it comes to the front."""
    process = await asyncio.create_subprocess_exec(
        program,
        f"--user-data-dir={profile}",
        *_ROOT_SWITCHES,
        address,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        # It found no running browser and became one itself.
        await _end(process)


@asynccontextmanager
async def running(command: Sequence[str], log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a browser for the length of the context.

    Args:
        command: As `command_line` returns it.
        log: Where it may write its own messages.

    Raises:
        OSError: if it cannot be started.
    """
    output = await asyncio.to_thread(log.open, "wb")
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output
        )
    finally:
        await asyncio.to_thread(output.close)
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
