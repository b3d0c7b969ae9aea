"""What a list in pages can miss: where something is deleted meanwhile, others move up between two pages.

So an answer that the last pass found and this list did not name is asked for by itself before it counts as
gone, and the ids there are go into the cursor for the next pass.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from connectors.contract import Checkpoint, Cursor, Delete, Event, Skipped
from connectors.listing import Listed, memory, remembered

T = TypeVar("T")

Found = Listed[T] | Skipped


class Remembered:
    """What one pass knows of the pass before it. Make one at the beginning of each pull."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._there: set[str] = set()
        self._deleted: list[Delete] = []

    async def pages(
        self,
        pages: AsyncIterator[Sequence[Found[T]]],
        one: Callable[[str], Awaitable[Found[T] | Delete | None]],
        prefix: str = "",
    ) -> AsyncIterator[Sequence[Found[T]]]:
        """Yield the pages of a list, and at its end what it missed.

        Args:
            pages: of the list.
            one: asks for one answer by its external id; `Delete` if the service says that it was deleted,
                `None` if it says nothing of it any more.
            prefix: what the external ids of this kind begin with.
        """
        named: set[str] = set()
        async for page in pages:
            named.update(item.external_id for item in page)
            self._there.update(item.external_id for item in page if isinstance(item, Listed))
            yield page
        for id_ in remembered(self._cursor, named):
            found = await one(id_) if id_.startswith(prefix) else None
            if isinstance(found, Delete):
                self._deleted.append(found)
            elif found is not None:
                self._there.update([id_] if isinstance(found, Listed) else ())
                yield [found]

    async def events(self, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
        """Yield the events of the pass, its checkpoints with the memory that the next one begins with."""
        async for event in events:
            if not isinstance(event, Checkpoint):
                yield event
                continue
            while self._deleted:
                yield self._deleted.pop()
            yield replace(event, cursor=memory(self._there) if event.complete else self._cursor)
