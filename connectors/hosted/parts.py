"""A source with several kinds of content, such as macros and articles, read page by page.

Where the account may not read one kind, the others still come in; the run then ends with what to do, and
sweeps nothing: a kind that could not be listed must not look like one that is empty.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar

from connectors.contract import (
    Check,
    Checkpoint,
    CheckReport,
    Connector,
    Cursor,
    Delete,
    Event,
    Failure,
    Outcome,
    Progress,
    Skipped,
    SourceUnavailable,
)
from connectors.http import RequestFailed, Trouble
from connectors.listing import Listed, memory, remembered

T = TypeVar("T")

#: What a list says of one document: how it stands, why it is left out or cannot be read, or that it is gone.
Entry: TypeAlias = Listed[T] | Skipped | Failure | Delete

_MOST_ASKED_AGAIN = 30
#: What concerns one kind of content, not the account as a whole.
_OF_ONE_PART = {Trouble.FORBIDDEN, Trouble.NOT_FOUND}


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One kind of content of a source.

    Attributes:
        name: what people call it, in the plural and as in the settings, such as `macros`.
        right: what to do where the account may not read it, as a sentence.
        count: asks little, and tells how many there are; `None` where the service does not say.
        pages: lists all of them, and what is left out, page by page.
        read: returns the events of new and changed ones; none for one that is gone by now.
        again: asks one by one for ids that the last pass found and this list did not, and returns what is
            there all the same, or that it was deleted, if the service says so. For lists by page numbers:
            what is deleted meanwhile moves others from one page to the next. It passes over ids of other
            kinds.
    """

    name: str
    right: str
    count: Callable[[], Awaitable[int | None]]
    pages: Callable[[], AsyncIterator[Sequence[Entry[T]]]]
    read: Callable[[Sequence[Listed[T]]], Awaitable[Iterable[Event]]]
    again: Callable[[Sequence[str]], Awaitable[Sequence[Entry[T]]]] | None = None


async def check_parts(parts: Sequence[Part[Any]]) -> CheckReport:
    """Find out which kinds can be read, and how many of each there are."""
    checks = []
    for part in parts:
        try:
            number = await part.count()
        except RequestFailed as error:
            checks.append(_refusal(part, error))
            if error.trouble not in _OF_ONE_PART:
                break
        except SourceUnavailable as error:
            checks.append(Check(part.name, Outcome.FAILED, str(error), "Correct the address."))
        else:
            checks.append(_found(part, number))
    return CheckReport(tuple(checks))


async def pull_parts(
    connector: Connector[Any], parts: Sequence[Part[Any]], cursor: Cursor = None
) -> AsyncIterator[Event]:
    """Yield the events of a whole pass over all kinds; nothing is read of what the host has as it is.

    An id that is listed twice, as happens where something is written meanwhile, counts once.

    Args:
        connector: whose pull this is.
        parts: the kinds to be read.
        cursor: what the last pass found; only of use to parts that ask again.

    Raises:
        SourceUnavailable: at the end, for kinds that the account may not read; before, if nothing can be.
    """
    refused: dict[str, str] = {}
    counts = []
    for part in parts:
        try:
            counts.append(await part.count())
        except RequestFailed as error:
            refused[part.name] = _reason(part, error, parts)
    numbers = [number for number in counts if number is not None]
    total = sum(numbers) if len(numbers) == len(counts) else None
    seen: dict[str, bool] = {}
    for part in parts:
        if part.name in refused:
            continue
        try:
            async for event in _pass(connector, part, seen, total, cursor):
                yield event
        except RequestFailed as error:
            refused[part.name] = _reason(part, error, parts)
    if refused:
        raise SourceUnavailable(" ".join(refused.values()))
    there = [id_ for id_, is_there in seen.items() if is_there]
    yield Checkpoint(memory(there) if any(part.again for part in parts) else None, complete=True)


async def _pass(
    connector: Connector[Any], part: Part[Any], seen: dict[str, bool], total: int | None, cursor: Cursor
) -> AsyncIterator[Event]:
    """Yield the events of one kind, and add its ids to those that were seen, and whether each is there."""
    yield _progress(part, seen, total)
    async for page in _all_pages(part, seen, cursor):
        fresh = {item.external_id: item for item in page if item.external_id not in seen}
        seen.update((id_, isinstance(item, (Listed, Failure))) for id_, item in fresh.items())
        for event in await _events(connector, part, fresh.values()):
            yield event
        yield _progress(part, seen, total)
        yield Checkpoint(cursor, resumes=False)


async def _all_pages(
    part: Part[T], seen: Mapping[str, bool], cursor: Cursor
) -> AsyncIterator[Sequence[Entry[T]]]:
    """Yield the pages of a list, and then what it missed."""
    async for page in part.pages():
        yield page
    missing = remembered(cursor, seen)
    # Where much is missing, much was deleted; a list that was moved meanwhile misses a few.
    if part.again is not None and 0 < len(missing) <= _MOST_ASKED_AGAIN:
        yield await part.again(missing)


async def _events(connector: Connector[Any], part: Part[T], page: Iterable[Entry[T]]) -> list[Event]:
    events: list[Event] = []
    new = []
    for item in page:
        if not isinstance(item, Listed):
            events.append(item)
        elif (known := connector.known(item.external_id, item.fingerprint)) is not None:
            events.append(known)
        else:
            new.append(item)
    return [*events, *(await part.read(new) if new else ())]


def _progress(part: Part[Any], seen: Mapping[str, bool], total: int | None) -> Progress:
    # A count may be older than the list, and an article in two languages counts as one.
    return Progress(len(seen), None if total is None else max(total, len(seen)), part.name)


def _reason(part: Part[Any], error: RequestFailed, parts: Sequence[Part[Any]]) -> str:
    """Return why a kind is left out; raises the error again if it does not concern one kind alone."""
    if error.trouble not in _OF_ONE_PART or len(parts) == 1:
        raise error
    return f"{error} {part.right} Or leave {part.name} out in the settings of this source."


def _refusal(part: Part[Any], error: RequestFailed) -> Check:
    check = error.check(part.name)
    if error.trouble in _OF_ONE_PART:
        return replace(check, remedy=f"{part.right} Or leave {part.name} out.")
    return check


def _found(part: Part[Any], number: int | None) -> Check:
    if number == 0:
        return Check(part.name, Outcome.INDETERMINATE, f"There are no {part.name} to be seen.", part.right)
    return Check(part.name, Outcome.PASSED, "Can be read." if number is None else f"{number} can be read.")
