"""How far a run is, how fast it goes, and how long it will still take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from connectors.contract import Progress

#: Watchers are told at most this often, in seconds.
TELL_SECONDS = 0.1
#: The rate is that of the last so many seconds: a run may start with what is unchanged and go on with what is
#: slow.
_WINDOW_SECONDS = 20.0
#: Before so many seconds no time left is given; it would jump about.
_SETTLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A moment of a run. `total` is `None` while unknown, `seconds_left` while it cannot be told."""

    done: int = 0
    total: int | None = None
    note: str = ""
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    per_second: float = 0.0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents so far."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0


class Pace:
    """Turns a connector's progress into what watchers see."""

    def __init__(
        self, tell: Callable[[RunProgress], None] | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._steps: deque[tuple[float, int]] = deque()
        self._told_at = float("-inf")

    def report(self, progress: Progress, counts: Counts, *, last: bool = False) -> None:
        """Tell watchers, unless they were told a moment ago; the last report always goes out."""
        now = self._clock()
        rate, left = self._measure(now, progress)
        if self._tell is None or (now - self._told_at < TELL_SECONDS and not last):
            return
        self._told_at = now
        self._tell(
            RunProgress(
                done=progress.done,
                total=progress.total,
                note=progress.note,
                added=counts.added,
                changed=counts.changed,
                unchanged=counts.unchanged,
                failed=counts.failed,
                per_second=round(rate, 1),
                seconds_left=left,
            )
        )

    def _measure(self, now: float, progress: Progress) -> tuple[float, float | None]:
        self._steps.append((now, progress.done))
        while len(self._steps) > 2 and now - self._steps[0][0] > _WINDOW_SECONDS:  # noqa: PLR2004 - a rate needs two
            self._steps.popleft()
        since, done_then = self._steps[0]
        elapsed = now - since
        rate = (progress.done - done_then) / elapsed if elapsed > 0 else 0.0
        if progress.total is None or rate <= 0 or elapsed < _SETTLE_SECONDS:
            return max(rate, 0.0), None
        return rate, round(max(progress.total - progress.done, 0) / rate, 1)
