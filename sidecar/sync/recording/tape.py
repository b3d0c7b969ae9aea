"""The tape: keeps what goes by on its way to the network, as it is. Nothing of it is written anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from connectors.http import RequestFailed, Response
from sidecar.sync.http.carrier import Carrier, Request

#: So many bytes of answers are kept at most.
MOST_BYTES = 50_000_000

During = Literal["check", "pull"]


@dataclass(frozen=True, slots=True)
class Taped:
    """A request, and what came back for it."""

    during: During
    request: Request
    outcome: Response | RequestFailed


@dataclass(slots=True)
class Tape:
    """What was said so far.

    Attributes:
        limit: after so many requests it is full.
        when_full: called then.
        during: what is being recorded.
        taped: in the order in which the answers came.
    """

    limit: int
    when_full: Callable[[], object]
    during: During = "check"
    taped: list[Taped] = field(default_factory=list)
    size: int = 0

    @property
    def full(self) -> bool:
        """Whether nothing more is kept."""
        return len(self.taped) >= self.limit or self.size >= MOST_BYTES

    def through(self, network: Carrier) -> Carrier:
        """Return a carrier that tapes what another one carries."""
        return _Taping(network, self)

    def keep(self, request: Request, outcome: Response | RequestFailed) -> None:
        """Add an exchange."""
        if self.full:
            return
        self.taped.append(Taped(self.during, request, outcome))
        self.size += len(outcome.body) if isinstance(outcome, Response) else 0
        if self.full:
            self.when_full()


@dataclass(frozen=True, slots=True)
class _Taping:
    network: Carrier
    tape: Tape

    async def carry(self, request: Request) -> Response:
        try:
            response = await self.network.carry(request)
        except RequestFailed as failed:
            self.tape.keep(request, failed)
            raise
        self.tape.keep(request, response)
        return response

    async def close(self) -> None:
        await self.network.close()
