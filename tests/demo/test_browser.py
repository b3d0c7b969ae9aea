"""Finding a browser that loads the extension, and a screen for it, on every platform."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from sidecar.demo import browser
from sidecar.web.extension_folder import extension_folder

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""


def program(folder: Path, name: str) -> Path:
    path = folder / (f"{name}.exe" if os.name == "nt" else name)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_id_is_the_one_that_chromium_computes_from_the_key() -> None:
    # Read off a running Chromium; whoever changes the manifest's key has to read it off again.
    folder = extension_folder()
    assert folder is not None
    assert browser.extension_id(folder) == "cjiehjambijfbjkmbdadpchidbejifma"


def test_chromium_is_found_on_the_path(tmp_path: Path) -> None:
    chromium = program(tmp_path, "chromium-browser")
    assert browser.find_chromium({"PATH": str(tmp_path)}) == str(chromium)


def test_a_browser_that_is_told_goes_first(tmp_path: Path) -> None:
    program(tmp_path, "chromium")
    mine = program(tmp_path, "mine")
    assert browser.find_chromium({"PATH": str(tmp_path), "CUECARD_BROWSER": str(mine)}) == str(mine)


def test_a_browser_that_is_told_but_missing_is_not_replaced_by_another(tmp_path: Path) -> None:
    program(tmp_path, "chromium")
    assert browser.find_chromium({"PATH": str(tmp_path), "CUECARD_BROWSER": "/nowhere/chrome"}) is None


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other platforms are searched in fixed places"
)
def test_branded_chrome_is_not_taken_for_chromium(tmp_path: Path) -> None:
    program(tmp_path, "google-chrome")
    assert browser.find_chromium({"PATH": str(tmp_path)}) is None


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_screen_is_recognised(environment: dict[str, str], platform: str, *, there: bool) -> None:
    assert browser.has_screen(environment, platform) is there


async def test_a_browser_that_does_not_end_when_asked_is_ended(tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with browser.running([sys.executable, "-c", STUBBORN], log) as process:
        for _ in range(200):
            if await asyncio.to_thread(log.read_bytes):
                break
            await asyncio.sleep(0.05)
    assert process.returncode is not None


def test_a_changed_file_makes_it_another_extension(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    script = tmp_path / "page" / "main.js"
    script.write_text("1", encoding="utf-8")
    before = browser.fingerprint(tmp_path)
    assert browser.fingerprint(tmp_path) == before
    script.write_text("2", encoding="utf-8")
    assert browser.fingerprint(tmp_path) != before
