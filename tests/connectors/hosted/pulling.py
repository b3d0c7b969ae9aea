"""Runs a connector over a world of the conformance kit, without a host's store, by a clock of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from connectors.contract import Checkpoint, Event, Skipped, Upsert
from connectors.model import Document
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from tests.conformance.hosted import HostedWorld
from tests.connectors.context import PlainContext, by_id, shown


@dataclass
class Ticking:
    """A clock that goes on as far as somebody waits."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def pull(
    world: HostedWorld,
    context: PlainContext | None = None,
    clock: Ticking | None = None,
    cursor: Any = None,
    **settings: Any,
) -> list[Event]:
    """Everything one whole pull yields, remembered as a host does; its last event has the next cursor."""
    context = context or PlainContext()

    async def pulled() -> list[Event]:
        ticking = clock or Ticking()
        context.http = HttpSession(Pacing(ticking, ticking.sleep), private_network=True)
        config = world.connector.manifest.config_model.model_validate({**world.config(), **settings})
        try:
            return [event async for event in world.connector(config, context).pull(cursor)]
        finally:
            await context.http.close()

    events = asyncio.run(pulled())
    for event in events:
        context.remember(event)
    assert isinstance(events[-1], Checkpoint)
    assert events[-1].complete
    return events


def documents(events: Iterable[Event]) -> dict[str, Document]:
    """The documents that came in, by id."""
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def skipped(events: Iterable[Event]) -> dict[str, str]:
    """Why something was left out, by id."""
    return {event.external_id: event.reason for event in events if isinstance(event, Skipped)}


def told(world: HostedWorld, events: list[Event]) -> Any:
    """What a pull came to, as it stands in a snapshot: the server's address is the vendor's."""
    said = {
        "documents": [shown(event) for event in by_id(events).values()],
        "skipped": skipped(events),
    }
    return json.loads(json.dumps(said).replace(world.address, "https://acme.example"))
