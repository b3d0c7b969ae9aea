"""Chromium for the tests: a profile of its own, no way outside, the extension loaded if wanted."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.async_api import BrowserContext, async_playwright

QUIET = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-features=MediaRouter,OptimizationHints,Translate",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
WINDOW = {"width": 1280, "height": 800}


def chromium_program() -> str:
    """Where Chromium is installed.

    Returns:
        The path of the program; a machine without it fails the test and says what to do.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is missing: run `make test-setup`, or install the package `chromium`.")
    return program


@asynccontextmanager
async def chromium(
    *, extension: Path | None = None, display: str | None = None, switches: Sequence[str] = ()
) -> AsyncIterator[BrowserContext]:
    """Run Chromium with a profile that is thrown away.

    Args:
        extension: folder of an unpacked extension.
        display: the X display for a browser with a window; without one it is headless.
        switches: further command line switches.

    Yields:
        The browser with one empty tab.
    """
    loading = (
        (f"--disable-extensions-except={extension}", f"--load-extension={extension}") if extension else ()
    )
    with TemporaryDirectory(prefix="cuecard-chromium-", ignore_cleanup_errors=True) as profile:
        async with async_playwright() as playwright:
            context = await playwright.chromium.launch_persistent_context(
                profile,
                executable_path=chromium_program(),
                headless=display is None,
                env={**os.environ, "DISPLAY": display} if display else dict(os.environ),
                args=[*QUIET, *loading, *switches],
                viewport={"width": WINDOW["width"], "height": WINDOW["height"]},
                locale="en-US",
                color_scheme="light",
                accept_downloads=False,
            )
            context.set_default_timeout(10_000)
            try:
                yield context
            finally:
                await context.close()
