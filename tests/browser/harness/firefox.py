"""Firefox for the tests, driven over WebDriver BiDi with nothing but aiohttp.

There is no geckodriver in Debian, and Playwright's Firefox is a build of its own; this drives the one that is
installed.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from tests.browser.harness.bidi import ADDON_UUID, ANSWER_SECONDS, BidiError, Firefox
from tests.browser.harness.processes import installed, scratch_folder

# Nothing may leave the machine, nothing may ask, and the extension's address is known beforehand.
PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.region.network.url": "",
    "browser.region.update.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.originControls.grantByDefault": True,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "intl.locale.requested": "en-US",
    "media.gmp-manager.url": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "remote.active-protocols": 1,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
}


# A driven Firefox takes each of its windows for the focused one, and tells no input method which it is.
ONE_FOCUS = {"focusmanager.testmode": False}


def write_profile(folder: Path, addon_id: str, own: Mapping[str, bool | int | str]) -> None:
    """Write the preferences into a new profile."""
    uuids = json.dumps({addon_id: ADDON_UUID})
    preferences = {**PREFERENCES, **own, "extensions.webextensions.uuids": uuids}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")


@asynccontextmanager
async def firefox(
    *,
    extension: Path | None = None,
    addon_id: str = "",
    desk: Mapping[str, str] | None = None,
    preferences: Mapping[str, bool | int | str] | None = None,
) -> AsyncIterator[Firefox]:
    """Run Firefox with a profile that is thrown away.

    Args:
        extension: folder of an unpacked extension; its pages are at `moz-extension://ADDON_UUID/`.
        addon_id: the extension's id in its manifest.
        desk: the environment of a screen, for a browser with a window; without one it is headless.
        preferences: beside those of every test.

    Yields:
        The browser.
    """
    program = await installed("firefox-esr", "firefox")
    window = [] if desk else ["--headless"]
    async with scratch_folder("firefox") as profile:
        await asyncio.to_thread(write_profile, profile, addon_id, preferences or {})
        process = await asyncio.create_subprocess_exec(
            program, *window, "--no-remote", "--profile", profile, "--remote-debugging-port", "0",
            "--remote-allow-system-access", "about:blank",
            env={**os.environ, "HOME": str(profile), "MOZ_CRASHREPORTER_DISABLE": "1", **(desk or {})},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            async with _session(process) as browser:
                if extension is not None:
                    data = {"type": "path", "path": str(extension)}
                    await browser.send("webExtension.install", extensionData=data)
                yield browser
                with suppress(TimeoutError, ConnectionError):
                    await asyncio.wait_for(browser.send("browser.close"), 10)
        finally:
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def _session(process: asyncio.subprocess.Process) -> AsyncIterator[Firefox]:
    address = await asyncio.wait_for(_listening_address(process), ANSWER_SECONDS)
    drain = asyncio.create_task(_drain(process))
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{address}/session", max_msg_size=0) as socket,
    ):
        browser = Firefox(socket)
        reading = asyncio.create_task(browser.read())
        try:
            await browser.send("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
            yield browser
        finally:
            reading.cancel()
            drain.cancel()
            await asyncio.gather(reading, drain, return_exceptions=True)


async def _listening_address(process: asyncio.subprocess.Process) -> str:
    written = []
    if process.stderr is not None:
        async for line in process.stderr:
            written.append(line.decode(errors="replace"))
            found = re.search(r"WebDriver BiDi listening on (ws://\S+)", written[-1])
            if found is not None:
                return found[1]
    raise BidiError("Firefox ended before it listened:\n" + "".join(written))


async def _drain(process: asyncio.subprocess.Process) -> None:
    if process.stderr is not None:
        async for _ in process.stderr:
            pass
