"""What a website asks of visiting programs (robots.txt, RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protego import Protego

from connectors.contract import Context
from connectors.parsing.decode import decode

#: The name a website may address this program by.
AGENT = "Cuecard"
_MAX_BYTES = 512_000
_REFUSALS = frozenset(range(400, 500)) - {429}


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of a website; `said` is whether it has any."""

    rules: Protego
    said: bool

    def allows(self, address: str) -> bool:
        """Whether a page may be read."""
        return bool(self.rules.can_fetch(address, AGENT))

    @property
    def delay(self) -> float:
        """The seconds it asks to be left between requests."""
        return float(self.rules.crawl_delay(AGENT) or 0.0)

    @property
    def sitemaps(self) -> Sequence[str]:
        """The sitemaps it names."""
        return tuple(self.rules.sitemaps)


async def read_robots(context: Context, origin: str) -> Robots:
    """Fetch a website's rules; one that has none allows everything.

    Raises:
        RequestFailed: they cannot be had just now; then nothing may be read.
    """
    response = await context.http.get(f"{origin}/robots.txt", accept=_REFUSALS, max_bytes=_MAX_BYTES)
    there = response.status == 200 and response.media_type in {"text/plain", ""}  # noqa: PLR2004 - any page may answer instead
    text = decode(response.body) if there else ""
    return Robots(await context.thread(Protego.parse, text), bool(text.strip()))
