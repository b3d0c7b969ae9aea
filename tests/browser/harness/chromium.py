"""Chromium for the tests: a profile of its own, no way outside, the extension loaded if wanted."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, Playwright

from tests.browser.harness.processes import installed, scratch_folder

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


@asynccontextmanager
async def chromium(
    playwright: Playwright,
    *,
    extension: Path | None = None,
    desk: Mapping[str, str] | None = None,
    switches: Sequence[str] = (),
) -> AsyncIterator[BrowserContext]:
    """Run Chromium with a profile that is thrown away.

    Args:
        playwright: what drives it.
        extension: folder of an unpacked extension.
        desk: the environment of a screen, for a browser with a window; without one it is headless.
        switches: further command line switches.

    Yields:
        The browser with one empty tab.
    """
    loading = (
        (f"--disable-extensions-except={extension}", f"--load-extension={extension}") if extension else ()
    )
    async with scratch_folder("chromium") as profile:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=await installed("chromium", "chromium-browser"),
            headless=desk is None,
            env={**os.environ, **(desk or {})},
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
