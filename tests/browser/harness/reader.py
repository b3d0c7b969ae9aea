"""What a screen reader says, as the user hears it."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path

# So long nothing more is said: it has finished. Orca answers a key within about two tenths of a second.
PAUSE = 0.7


@dataclass
class ScreenReader:
    """Orca, which writes what it says into a file, line by line as JSON (see `orca/written_voice.py`)."""

    file: Path
    read: int = 0
    before: str = ""

    async def hear(self, text: str = "", *, seconds: float = 15) -> str:
        """What is said from the last time on, until a text has been said and all has been finished.

        Args:
            text: part of one utterance; without it, there may be silence.
            seconds: how long to wait for it; if it is never said, the test fails and shows what was.

        Returns:
            The utterances, joined by ` | `.
        """
        said = await self._until(text, seconds)
        assert text == "" or any(text in one for one in said), (
            f"never said: {text!r}; but {said}, after {self.before}"
        )
        self.before = " | ".join(said)
        return self.before

    async def _until(self, text: str, seconds: float) -> list[str]:
        end = time.monotonic() + seconds
        said: list[str] = []
        last = time.monotonic()
        while time.monotonic() < end:
            new = await asyncio.to_thread(self._new)
            if new:
                said += new
                last = time.monotonic()
            if any(text in one for one in said or [""]) and time.monotonic() - last > PAUSE:
                break
            await asyncio.sleep(0.05)
        return said

    def _new(self) -> list[str]:
        with self.file.open("rb") as stream:
            stream.seek(self.read)
            lines = stream.read()
        whole = lines[: lines.rfind(b"\n") + 1]
        self.read += len(whole)
        return [json.loads(line)["said"].strip() for line in whole.splitlines()]
