"""What connectors share that list all documents on each run and read what is new: live wikis and the like.

A listing tells cheaply which documents there are and whether each changed; a complete one tells of deletions
without the service having to report them, which almost none does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from connectors.contract import Checkpoint, Connector, Cursor, Event, Failure, Progress
from connectors.http import RequestFailed, Response, Trouble

T = TypeVar("T")

#: The cursor is written with every batch: it must stay small.
_MOST_REMEMBERED = 20_000
#: So many documents in a row that the service cannot give say that it cannot give any.
_MOST_IN_A_ROW = 5
#: What concerns one document, however often it happens.
_OF_ONE = {Trouble.FORBIDDEN, Trouble.NOT_FOUND, Trouble.TOO_LARGE, Trouble.UNREADABLE, Trouble.REJECTED}


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One document of a listing; `said` is what the listing says of it."""

    external_id: str
    fingerprint: str
    said: T


async def pull_listed(
    connector: Connector[Any],
    listed: Sequence[Listed[T]],
    read: Callable[[Sequence[Listed[T]]], Awaitable[Iterable[Event]]],
    *,
    batch: int,
    cursor: Cursor = None,
) -> AsyncIterator[Event]:
    """Yield the events of a whole pass: nothing is read of documents the host has as they are.

    Args:
        connector: whose pull this is.
        listed: every document there is, without repetition.
        read: returns the events of new and changed documents; none for one that is gone by now.
        batch: how many are read together.
        cursor: what the next run is handed, where the listing alone does not tell everything.
    """
    yield Progress(0, len(listed))
    for start in range(0, len(listed), batch):
        part = listed[start : start + batch]
        new = []
        for item in part:
            event = connector.known(item.external_id, item.fingerprint)
            if event is None:
                new.append(item)
            else:
                yield event
        for event in await read(new) if new else ():
            yield event
        yield Progress(start + len(part), len(listed))
        yield Checkpoint(cursor, resumes=False)
    yield Checkpoint(cursor, complete=True)


def remembered(cursor: Cursor, listed: Collection[str]) -> list[str]:
    """Return the ids that the last pass found and this listing did not.

    A listing in parts can miss a document that is there: one that is deleted or renamed meanwhile moves the
    others from one part to the next. So what is missing is asked for by itself before it counts as gone.

    Args:
        cursor: what `memory` made at the end of the last pass.
        listed: the ids that were found now.
    """
    before = cursor.get("pages", ()) if isinstance(cursor, dict) else ()
    return [id_ for id_ in before if id_ not in listed]


def memory(ids: Collection[str]) -> Cursor:
    """Return the cursor that remembers which documents there are; of very many, it remembers none."""
    return {"pages": sorted(ids)} if len(ids) <= _MOST_REMEMBERED else None


class Fetching:
    """Fetches documents one by one: what goes wrong with one loses no other, if it does not with all."""

    def __init__(self) -> None:
        self._in_a_row = 0

    async def response(self, external_id: str, request: Awaitable[Response]) -> Response | Failure | None:
        """Return the answer, the failure of this document, or `None` if it is not there any more.

        Raises:
            RequestFailed: if it concerns the source as a whole.
        """
        try:
            response = await request
        except RequestFailed as error:
            if error.trouble is Trouble.NOT_FOUND:
                return None
            self._in_a_row += 0 if error.trouble in _OF_ONE else 1
            if error.trouble is Trouble.UNAUTHORIZED or self._in_a_row >= _MOST_IN_A_ROW:
                raise
            return Failure(external_id, str(error), error.retryable or error.trouble is Trouble.FORBIDDEN)
        self._in_a_row = 0
        return response
