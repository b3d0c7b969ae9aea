"""A host of the tests: real threads, parsing in this process, and a store that is a dict."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from connectors.contract import Connector, Delete, Event, Failure, ParseFailed, Unchanged, Upsert
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession

P = ParamSpec("P")
T = TypeVar("T")


class PlainContext:
    """The smallest context there can be. `known` maps ids to fingerprint and failure, as a host would."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str | None, str | None]] = {}
        self.parsed: list[str] = []
        self.folder: Path | None = None
        self.renew()

    def renew(self) -> None:
        """Open a session for the next run, as a host does: one serves one event loop."""
        self.http = HttpSession(Pacing(), private_network=True)

    @property
    def log(self) -> logging.Logger:
        return logging.getLogger("tests")

    def storage(self) -> Path:
        assert self.folder is not None, "give the context a folder"
        self.folder.mkdir(exist_ok=True)
        return self.folder

    def fingerprint(self, external_id: str) -> str | None:
        return self.known.get(external_id, (None, None))[0]

    def failure(self, external_id: str) -> str | None:
        return self.known.get(external_id, (None, None))[1]

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        self.parsed.append(str(args[0]))
        try:
            return await asyncio.to_thread(function, *args, **kwargs)
        except ParseFailed:
            raise
        except Exception as error:
            raise ParseFailed(f"The file cannot be parsed ({type(error).__name__}).") from error

    async def thread(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(function, *args, **kwargs)

    def remember(self, event: Event) -> None:
        """Keep of an event what a host keeps."""
        match event:
            case Upsert():
                self.known[event.document.external_id] = (event.fingerprint, None)
            case Failure():
                self.known[event.external_id] = (event.fingerprint, event.reason)
            case Delete():
                self.known.pop(event.external_id, None)


async def events_of(connector: Connector[Any]) -> list[Event]:
    """Everything one pull yields."""
    return [event async for event in connector.pull(None)]


def by_id(events: list[Event]) -> dict[str, Event]:
    """The events that are about a document, by its id; a second one about the same is a fault."""
    found: dict[str, Event] = {}
    for event in events:
        if isinstance(event, (Upsert, Unchanged, Delete, Failure)):
            key = event.document.external_id if isinstance(event, Upsert) else event.external_id
            assert key not in found, f"{key} was named twice"
            found[key] = event
    return found


def shown(event: Event) -> dict[str, Any]:
    """An event as it stands in a snapshot: without what differs from machine to machine."""
    match event:
        case Upsert():
            return {"document": event.document.model_dump(mode="json", exclude_defaults=True)}
        case Failure():
            return {"failure": event.reason, "retryable": event.retryable, "id": event.external_id}
        case Delete() | Unchanged():
            return {type(event).__name__.lower(): event.external_id}
    raise AssertionError(f"{event} is about no document")
