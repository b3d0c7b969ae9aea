"""How long to wait before a request is sent again."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """How hard to try. `attempts` in all; no single wait is longer than `longest` seconds.

    `connect`, `read` and `total` are the seconds one attempt may take to connect, between two pieces of the
    answer, and as a whole.
    """

    attempts: int = 5
    longest: float = 120.0
    first: float = 1.0
    connect: float = 15.0
    read: float = 30.0
    total: float = 180.0


#: For a check, which somebody is waiting for.
HASTY = Patience(attempts=2, longest=3.0, first=0.3, connect=8.0, read=12.0, total=20.0)


def back_off(attempt: int, patience: Patience) -> float:
    """Return how many seconds to wait after the n-th attempt (from 1 on): doubled each time, and spread.

    The spread keeps several sources from coming back at the same moment.
    """
    return float(min(patience.longest, patience.first * 2 ** (attempt - 1)) * random.uniform(0.75, 1.25))  # noqa: S311 - spread, no secret


#: Where services say how long to wait, by how much they mean it; some have a name of their own for it.
_SAID = ("retry-after", "x-ratelimit-retry-after")
#: Where they say when the time is over in which too much was asked for; it concerns a rate limit alone.
_RESETS = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")
#: Larger numbers are no seconds to wait but a Unix time.
_MOMENTS_FROM = 1_000_000_000


def retry_after(
    headers: Mapping[str, str], now: datetime | None = None, *, is_limit: bool = False
) -> float | None:
    """Return how many seconds the server asks to wait, if it does.

    Seconds or a date as in RFC 9110, 10.2.3, or a Unix time as many services give it. A moment is compared
    with the server's own clock (`Date`), which need not go as ours does.

    Args:
        headers: of the answer, by lower-case name.
        now: the time by our clock.
        is_limit: whether too much was asked for; only then does it matter when a limit is reset.
    """
    for name in (*_SAID, *(_RESETS if is_limit else ())):
        seconds = _seconds(headers.get(name, "").strip(), headers, now)
        # A limit that is reset by now tells nothing about when to come again.
        if seconds is not None and (seconds or name in _SAID):
            return seconds
    return None


def _seconds(said: str, headers: Mapping[str, str], now: datetime | None) -> float | None:
    if said.isascii() and said.replace(".", "", 1).isdigit():
        number = float(said[:13])
        if number < _MOMENTS_FROM:
            return number
        moment: datetime | None = datetime.fromtimestamp(min(number, 4e9), tz=UTC)
    else:
        moment = _moment(said)
    if moment is None:
        return None
    here = _moment(headers.get("date", "")) or now or datetime.now(UTC)
    return max(0.0, (moment - here).total_seconds())


def _moment(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
