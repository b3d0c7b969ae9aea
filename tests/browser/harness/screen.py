"""A screen for browsers with a window, and a keyboard that reaches the browser itself, not only the page."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.browser.harness.processes import installed

SIZE = "1400x1000x24"


@dataclass(frozen=True)
class Screen:
    """A running X server."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to show its windows here."""
        return {"DISPLAY": self.display}

    async def press(self, *keys: str) -> None:
        """Press a key combination in whatever window has the focus, such as `press("alt+shift+1")`."""
        await self._xdotool("key", "--clearmodifiers", *keys)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self._xdotool("type", "--delay", "10", text)

    async def click(self, box: Mapping[str, float]) -> None:
        """Click the middle of a box: `x`, `y`, `width` and `height` in pixels of the screen."""
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await self._xdotool("mousemove", str(round(x)), str(round(y)), "click", "1")

    async def _xdotool(self, *arguments: str) -> None:
        process = await asyncio.create_subprocess_exec(
            "xdotool", *arguments, env={**os.environ, "DISPLAY": self.display}
        )
        assert await process.wait() == 0, f"xdotool {arguments} failed"


@asynccontextmanager
async def screen() -> AsyncIterator[Screen]:
    """Run Xvfb on a free display.

    Yields:
        The screen.
    """
    server, _ = await installed("Xvfb"), await installed("xdotool")
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        server, "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp",
        pass_fds=(writing,),
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        number = await asyncio.to_thread(_first_line, reading)
        yield Screen(f":{number}")
    finally:
        process.terminate()
        await process.wait()


def _first_line(descriptor: int) -> str:
    with os.fdopen(descriptor) as stream:
        return stream.readline().strip()
