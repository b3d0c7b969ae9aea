"""What lists are read with: those whose pages have numbers, parts of long ones, names that all need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

_ROUNDS = 2


async def settled(
    read: Callable[[], AsyncIterator[tuple[list[dict[str, Any]], object]]],
) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the pages of a list, each item once, so that none is missed.

    What is written or deleted meanwhile moves others from page to page. A list that has not as many items in
    the end as each of its pages said is read again: one that slipped onto a page already read is found then.

    Args:
        read: begins the list anew; yields the items of each page, and how many its page says there are.
    """
    seen: set[object] = set()
    for _ in range(_ROUNDS):
        totals = set()
        async for items, total in read():
            totals.add(total)
            yield [item for item in items if item.get("id") not in seen]
            seen.update(item.get("id") for item in items)
        if totals == {len(seen)}:
            return


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield a list in parts: what is read one by one should be stored now and then."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def once(read: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """Return what reads something when it is first asked for, and remembers it."""
    found: list[T] = []

    async def reading() -> T:
        if not found:
            found.append(await read())
        return found[0]

    return reading
