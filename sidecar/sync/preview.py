"""What a source would bring in, without storing anything of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field

from connectors.contract import ConnectorError, Event, Failure, Progress, Skipped, Upsert
from connectors.model import Document

#: How long, in seconds, a preview may take: somebody waits for it.
PREVIEW_SECONDS = 25.0
#: Of failures and of what is left out, so many are shown.
_OTHERS = 50


@dataclass(slots=True)
class Preview:
    """The first documents of a source. `complete` says that there are no more.

    `total` is how many the connector expects, if it knows. `error` is there if the source as a whole cannot
    be read.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    failed: dict[str, Failure] = field(default_factory=dict)
    skipped: dict[str, Skipped] = field(default_factory=dict)
    total: int | None = None
    complete: bool = False
    error: str | None = None

    def add(self, event: Event) -> None:
        """Take in what the connector yields."""
        match event:
            case Upsert(document):
                self.documents[document.external_id] = document
            case Failure() if len(self.failed) < _OTHERS:
                self.failed[event.external_id] = event
            case Skipped() if len(self.skipped) < _OTHERS:
                self.skipped[event.external_id] = event
            case Progress():
                self.total = event.total


async def preview(events: AsyncIterator[Event], limit: int, seconds: float = PREVIEW_SECONDS) -> Preview:
    """Read the first documents a connector yields.

    Args:
        events: what its `pull` yields.
        limit: how many documents are enough.
        seconds: how long it may take; what has come until then is returned.
    """
    found = Preview()
    try:
        async with asyncio.timeout(seconds):
            async for event in events:
                found.add(event)
                if len(found.documents) >= limit:
                    break
            else:
                found.complete = True
    except TimeoutError:
        if not (found.documents or found.failed):
            found.error = f"Nothing came within {seconds:g} seconds: try again later."
    except ConnectorError as error:
        found.error = str(error)
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()
    return found
