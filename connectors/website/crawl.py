"""Which addresses are still to be visited, and what has become of the others."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from yarl import URL

from connectors.contract import Skipped
from connectors.website.addresses import Scope, normal
from connectors.website.robots import Robots

#: So many addresses may differ only behind the question mark: calendars and filters make them without end.
_VARIANTS = 30
#: So many refusals are kept for the log.
_MOST_REFUSALS = 2000


@dataclass(slots=True)
class Crawl:
    """The state of one pass over a website.

    `read` are the pages that are there, `failed` those that could not be read just now, `lead` the addresses
    that are only another name of one.
    """

    scope: Scope
    robots: Robots
    limit: int
    queue: deque[str] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    lead: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Skipped] = field(default_factory=dict)
    taken: int = 0
    _variants: Counter[str] = field(default_factory=Counter)

    def add(self, addresses: Iterable[str], base: str | None = None) -> None:
        """Take in addresses; those that are not the source's are refused, and other websites passed over."""
        for written in addresses:
            address = normal(written, base)
            if address is None or address in self.known:
                continue
            self.known.add(address)
            if (reason := self._refusal(address)) is None:
                self.queue.append(address)
            elif str(URL(address).origin()) == self.scope.origin and len(self.refused) < _MOST_REFUSALS:
                self.refused[address] = Skipped(address, reason)

    def take(self, most: int) -> list[str]:
        """Return the next addresses to visit, none if there are no more or the limit is reached."""
        count = min(most, len(self.queue), self.limit - self.taken)
        self.taken += count
        return [self.queue.popleft() for _ in range(count)]

    def leads(self, address: str, target: str) -> bool:
        """Note that an address is another name of a page; `False` if that leads round in a circle."""
        if target == address or self._end(target) == address:
            return False
        self.lead[address] = target
        self.add([target])
        return True

    @property
    def limited(self) -> bool:
        """Whether pages were left because there were too many."""
        return bool(self.queue) and self.taken >= self.limit

    @property
    def expected(self) -> int:
        """How many pages there are, as far as is known."""
        return min(self.taken + len(self.queue), self.limit)

    def _end(self, address: str) -> str:
        seen = set[str]()
        while address in self.lead and address not in seen:
            seen.add(address)
            address = self.lead[address]
        return address

    def _refusal(self, address: str) -> str | None:
        if reason := self.scope.refusal(address):
            return reason
        if not self.robots.allows(address):
            return "The website's robots.txt asks not to read it."
        url = URL(address)
        if url.query_string:
            self._variants[url.path] += 1
            if self._variants[url.path] > _VARIANTS:
                return f"More than {_VARIANTS} addresses differ only behind the question mark."
        return None
