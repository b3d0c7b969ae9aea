"""Hosted helpdesks, as the conformance kit arranges them: servers that behave as a vendor documents its API.

A vendor's world says in `signed` which headers let a request in, and answers it in `serve`. Refusals, rate
limits and tokens that expire are the same for all, and are here; the vendor's words for them can be put in.
"""

from __future__ import annotations

import json
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.server_worlds import ServedWorld

T = TypeVar("T")

SECRET = "a-secret-of-the-tests"
_MINUTE = 60.0


def said(body: Any, status: int = 200, **headers: str) -> Reply:
    """An answer in JSON."""
    return Reply(json.dumps(body), status, {"Content-Type": "application/json", **headers})


class HostedWorld(ServedWorld):
    """A vendor's account. Documents are of the kinds that `kinds` has, by what `kind_of` makes of a name.

    Attributes:
        kinds: the kinds of content as the connector's checks name them, and the path of each one's list.
        per_request: how many new documents a request brings in, in the long run.
        size: the most that a page holds; small, so that a few documents are several pages.
        allowed: how many requests a minute are answered; `None` for any number.
        clock: the time in seconds by which minutes are counted.
        refused: how often a request was over the limit.
        expires_after: after how many requests from the start the token is taken no more.
        forbidden: the kinds that the account may not read.
        shift: how far the vendor's clock is off.
    """

    secret = SECRET
    kinds: ClassVar[Mapping[str, str]]
    per_request: ClassVar[float] = 100.0

    def __init__(self) -> None:
        self.size = 2
        self.allowed: int | None = None
        self.clock: Callable[[], float] = time.monotonic
        self.refused = 0
        self.expires_after: int | None = None
        self.forbidden: frozenset[str] = frozenset()
        self.shift = timedelta()
        self._names: dict[int, str] = {}
        self._by_kind: dict[str, list[str]] = {}
        self._minute = 0.0
        self._in_minute = 0
        super().__init__()

    @abstractmethod
    def signed(self) -> Mapping[str, str]:
        """The headers, by lower-case name, without which nothing is answered."""

    def lets_in(self, asked: Asked) -> bool:
        """Whether a request comes from somebody who may ask."""
        return all(asked.headers.get(name) == value for name, value in self.signed().items())

    @abstractmethod
    def serve(self, asked: Asked) -> Reply:
        """Answer a request of somebody who may ask."""

    def kind_of(self, name: str) -> str:
        """Of which kind the document of this name is: half of the alphabet is of the first, and so on."""
        kinds = sorted(self.kinds)
        return kinds[(ord(name[0]) - ord("a")) * len(kinds) // 8 % len(kinds)]

    def write(self, documents: Mapping[str, str]) -> None:
        super().write(documents)
        self._names = {self.number(name): name for name in documents}
        self._by_kind = {kind: [] for kind in self.kinds}
        for number in sorted(self._names):
            self._by_kind[self.kind_of(self._names[number])].append(self._names[number])

    def number(self, name: str) -> int:
        """The number of the document of this name."""
        return int.from_bytes(name.encode(), "big")

    def named(self, number: str) -> str | None:
        """The name of the document with this number."""
        return self._names.get(int(number)) if number.isdecimal() else None

    def of_kind(self, kind: str) -> list[str]:
        """The names of all documents of a kind, in the order of their numbers."""
        return self._by_kind.get(kind, [])

    def when(self, name: str) -> str:
        moment = datetime.fromisoformat(super().when(name)) + self.shift
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")

    def respond(self, asked: Asked) -> Reply:
        is_expired = self.expires_after is not None and len(self.asked) > self.expires_after
        if is_expired or not self.lets_in(asked):
            return self.refusal(401)
        wait = self._over_limit()
        if wait is not None:
            self.refused += 1
            return self.too_many(wait)
        if any(asked.path.startswith(self.kinds[kind]) for kind in self.forbidden):
            return self.refusal(403)
        reply = self.serve(asked)
        return replace(reply, headers={**reply.headers, **self.limits()})

    def refusal(self, status: int) -> Reply:
        """The answer to who is not let in (401), or may not read something (403)."""
        return said({"error": "refused"}, status)

    def too_many(self, seconds: float) -> Reply:
        """The answer to a request over the limit; so many seconds later the next is answered."""
        return said({"error": "too many"}, 429, **{"Retry-After": str(int(seconds) + 1)})

    def limits(self) -> dict[str, str]:
        """The headers that tell of the limit."""
        return {}

    def _over_limit(self) -> float | None:
        """Count a request, and return how long the minute still lasts if there were too many in it."""
        if self.allowed is None:
            return None
        now = self.clock()
        if now - self._minute >= _MINUTE:
            self._minute, self._in_minute = now, 0
        self._in_minute += 1
        return None if self._in_minute <= self.allowed else self._minute + _MINUTE - now


def page_of(items: Sequence[T], start: int, size: int) -> tuple[Sequence[T], bool]:
    """Return the items from a place on, and whether more follow."""
    return items[start : start + size], start + size < len(items)
