"""Pairing: a six-digit code shown by the sidecar, typed into the extension, becomes a token.

One code at a time, valid for two minutes, for one use, with five tries; a blind guess therefore succeeds
five times in a million codes, and each new code takes an admin. All of it is in memory: a restart ends a
pairing.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sidecar.knowledge.model import Role
from sidecar.web.errors import ApiError, Code

TRIES = 5
LIFETIME_SECONDS = 120.0


@dataclass(slots=True)
class Offer:
    """A code on show, and what the token made from it may do. `ends_at` is on the monotonic clock."""

    code: str
    role: Role
    groups: frozenset[str]
    ends_at: float
    tries_left: int = TRIES
    used: bool = False


class PairingDesk:
    """Shows codes and takes them. `clock` gives seconds on a monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._offer: Offer | None = None

    def show(self, *, role: Role = Role.AGENT, groups: frozenset[str] = frozenset()) -> Offer:
        """Make a new code; an older one is void from now on."""
        code = f"{secrets.randbelow(1_000_000):06d}"
        self._offer = Offer(code, role, groups, self._clock() + LIFETIME_SECONDS)
        return self._offer

    def current(self) -> Offer | None:
        """Return the code that could still be used, if there is one."""
        offer = self._offer
        if offer is None or offer.used or offer.tries_left < 1 or self.seconds_left(offer) <= 0:
            return None
        return offer

    def seconds_left(self, offer: Offer) -> float:
        """Return how long a code is still valid, in seconds; 0 when it is over."""
        return max(0.0, offer.ends_at - self._clock())

    def take(self, code: str) -> Offer:
        """Use a code up and return what it stands for.

        Raises:
            ApiError: it is wrong, over or used (`unauthorized`); five wrong ones were tried (`rate_limited`).
        """
        offer = self._offer
        if offer is not None and offer.tries_left < 1:
            raise ApiError(
                Code.RATE_LIMITED,
                "Too many wrong codes. Show a new one with `cuecard pair` or on the overview page.",
                headers={"Retry-After": "120"},
            )
        if offer is None or offer.used or self.seconds_left(offer) <= 0:
            raise ApiError(
                Code.UNAUTHORIZED,
                "No pairing code is valid now: it was used, or its two minutes are over. "
                "Show a new one with `cuecard pair` or on the overview page.",
            )
        # Counted before comparing, without an await between: parallel guesses cannot share a try.
        offer.tries_left -= 1
        if not hmac.compare_digest(code.encode(), offer.code.encode()):
            raise ApiError(Code.UNAUTHORIZED, f"This code is not right. Tries left: {offer.tries_left}.")
        offer.used = True
        return offer
