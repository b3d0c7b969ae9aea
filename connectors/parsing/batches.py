"""Reads many documents in one call of the guarded process; where that fails, each in a call of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from connectors.contract import Context, ParseFailed

T = TypeVar("T")
R = TypeVar("R")


async def parse_all(
    context: Context,
    function: Callable[..., list[R]],
    items: Sequence[T],
    failed: Callable[[str], R],
    *settings: object,
) -> list[R]:
    """Return one result per item, in order.

    Args:
        context: of the running connector.
        function: module-level; takes a list of items and the settings, returns as many results.
        items: picklable.
        failed: makes the result of an item that the process could not read, of the reason.
        settings: further arguments of the function.
    """
    if not items:
        return []
    try:
        return await context.parse(function, list(items), *settings)
    except ParseFailed as error:
        if len(items) == 1:
            return [failed(str(error))]
    return [
        result for item in items for result in await parse_all(context, function, [item], failed, *settings)
    ]
