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


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return how many seconds the server asks to wait (RFC 9110, 10.2.3: seconds or a date), if it does."""
    said = headers.get("retry-after", "").strip()
    if not said:
        return None
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
