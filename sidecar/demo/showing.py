"""Shows the demonstration in a browser: opens it, pairs the extension, enables it for the sample helpdesk."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from sidecar.commands.output import note, say
from sidecar.demo import browser
from sidecar.demo.parts import Demo, own_command
from sidecar.web.extension_folder import extension_folder

_MEMORY = "demo.json"
#: How long, in seconds, the extension may take to say that it runs, and its options page to pair.
_LOADING_SECONDS = 10.0
_PAIRING_SECONDS = 6.0
_SETTLING_SECONDS = 1.0
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Stage:
    """The program, the profile it uses, the extension it loads, and when it was started (Unix seconds)."""

    program: str
    profile: Path
    extension: Path
    started: float


async def show(demo: Demo) -> bool:
    """Open the browser and stay until it is closed.

    Returns:
        Whether it could be opened; where not, and why is not obvious, the reason has been printed.
    """
    program = await asyncio.to_thread(browser.find_chromium)
    extension = await asyncio.to_thread(extension_folder)
    if program is None or extension is None or not browser.has_screen():
        return False
    if browser.is_root():
        note("Running as root: Chromium is started without its sandbox (--no-sandbox).")
    stage = _Stage(program, demo.folder / "browser", extension, time.time())
    known = await _is_known(demo, stage)
    if not known:
        # The worker of an extension stays the old one in an old profile, whatever the files say now.
        await asyncio.to_thread(shutil.rmtree, stage.profile, ignore_errors=True)
    command = browser.command_line(program, extension, stage.profile, f"{demo.desk}/")
    log = demo.folder / "browser.log"
    try:
        async with browser.running(command, log) as process:
            await _accompany(process, demo, stage, known)
            code = await process.wait()
    except OSError as error:
        note(f"{program} could not be started: {error}.")
        return False
    if code != 0:
        note(f"Chromium ended with code {code}; its messages are in {log}.")
        return False
    say("", f"The browser was closed. Cuecard still runs; the sample helpdesk is at {demo.first_ticket}")
    return True


async def _accompany(process: asyncio.subprocess.Process, demo: Demo, stage: _Stage, known: bool) -> None:
    """Introduce extension and sidecar to each other, unless the browser ends before."""
    ended = asyncio.create_task(process.wait())
    introduced = asyncio.create_task(_introduce(demo, stage, known))
    try:
        await asyncio.wait({ended, introduced}, return_when=asyncio.FIRST_COMPLETED)
        if introduced.done():
            introduced.result()
    finally:
        for task in (ended, introduced):
            task.cancel()
        await asyncio.wait({ended, introduced})


async def _introduce(demo: Demo, stage: _Stage, known: bool) -> None:
    own_id = await asyncio.to_thread(browser.extension_id, stage.extension)
    await _extension_runs(stage, own_id)
    if known or await _open_options(demo, stage, own_id):
        await asyncio.to_thread(_remember, demo, stage)
        await browser.open_in(stage.program, stage.profile, demo.first_ticket)
        say(
            "",
            "Chromium is open; the extension is paired and enabled for the sample helpdesk.",
            "Choose a ticket and click the mark beside the reply box, or press Ctrl+Shift+Space.",
        )
    else:
        say(
            "",
            "Chromium is open, but the extension is not paired. Enter the code of this command:",
            f'  {own_command()} --data-dir "{demo.folder}" pair',
        )
    say("Stop with Ctrl+C.")


async def _extension_runs(stage: _Stage, own_id: str) -> None:
    """Wait until the extension is loaded.

    Chromium refuses pages of an extension that it has not loaded yet, and says so to nobody but the user;
    that its storage in the profile is in use shows that it runs.
    """
    storage_log = stage.profile / "Default" / "Local Extension Settings" / own_id / "LOG"
    await _until(lambda: asyncio.to_thread(_is_newer, storage_log, stage.started), _LOADING_SECONDS)


async def _open_options(demo: Demo, stage: _Stage, own_id: str) -> bool:
    """Open the options page with what it should do: pair, and enable the helpdesk.

    Returns:
        Whether it is paired; a new token shows that the code was used.
    """
    tokens = await _token_count(demo)
    for _ in range(_TRIES):
        await asyncio.sleep(_SETTLING_SECONDS)
        await browser.open_in(stage.program, stage.profile, await _options_address(demo, stage, own_id))
        if await _until(lambda: _has_more_tokens(demo, tokens), _PAIRING_SECONDS):
            return True
    return False


async def _options_address(demo: Demo, stage: _Stage, own_id: str) -> str:
    manifest = json.loads(
        await asyncio.to_thread((stage.extension / "manifest.json").read_text, encoding="utf-8")
    )
    code = (await demo.api.post("/v1/pair/code"))["code"]
    asked = {"site": demo.desk, "pair": code, "port": str(demo.server.port)}
    return f"chrome-extension://{own_id}/{manifest['options_ui']['page']}#{urlencode(asked, safe=':/')}"


def _is_newer(path: Path, moment: float) -> bool:
    try:
        # File systems round: what was written in this second may look a little older.
        return path.stat().st_mtime >= moment - 1
    except OSError:
        return False


async def _token_count(demo: Demo) -> int:
    return len((await demo.api.get("/v1/tokens"))["tokens"])


async def _has_more_tokens(demo: Demo, before: int) -> bool:
    return await _token_count(demo) > before


async def _until(holds: Callable[[], Awaitable[bool]], seconds: float) -> bool:
    """Wait until something holds; `False` if it does not within `seconds`."""
    for _ in range(int(seconds / 0.2)):
        if await holds():
            return True
        await asyncio.sleep(0.2)
    return False


async def _is_known(demo: Demo, stage: _Stage) -> bool:
    """Whether this extension in this profile was paired with this sidecar and enabled for this helpdesk."""
    remembered = await asyncio.to_thread(_remembered, demo.folder)
    there = await asyncio.to_thread(stage.profile.is_dir)
    now = await asyncio.to_thread(_identity, demo, stage)
    return there and remembered == now and await _token_count(demo) > 0


def _identity(demo: Demo, stage: _Stage) -> dict[str, object]:
    return {"port": demo.server.port, "desk": demo.desk, "extension": browser.fingerprint(stage.extension)}


def _remember(demo: Demo, stage: _Stage) -> None:
    (demo.folder / _MEMORY).write_text(json.dumps(_identity(demo, stage)), encoding="utf-8")


def _remembered(folder: Path) -> object:
    try:
        return json.loads((folder / _MEMORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
