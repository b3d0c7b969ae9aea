"""Watches what memory a run needs: this process and its children, sampled while it goes on."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

import psutil

_EVERY_SECONDS = 0.05


class Watch:
    """Measures a block: `seconds`, the most resident bytes of this process (`own`), and of all together."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.own = 0
        self.whole = 0
        self.before = psutil.Process().memory_info().rss
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        self.seconds = time.monotonic() - self._began

    def told(self) -> str:
        """Say it in a line."""
        own, whole, before = (round(size / 1e6) for size in (self.own, self.whole, self.before))
        most = f"at most {own} MB here and {whole} MB with the parser"
        return f"{self.seconds:.0f} s, {most} (before: {before} MB)"

    def _look(self) -> None:
        process = psutil.Process()
        while not self._done.wait(_EVERY_SECONDS):
            own = process.memory_info().rss
            children = 0
            for child in process.children():
                try:
                    children += child.memory_info().rss
                except psutil.Error:
                    continue
            self.own = max(self.own, own)
            self.whole = max(self.whole, own + children)
