"""Which pieces of a long ticket are worth a closer look."""

from __future__ import annotations

from collections.abc import Sequence

#: So many pieces are many.
MANY = 5
#: Where a piece is so near to a question asked before, only so many of the nearest of many are looked at more
#: closely.
_ASKED_BEFORE = 0.3
_TELLING = 4


def telling_places(nearest: Sequence[float]) -> list[int]:
    """Return the places of the pieces to look at more closely, in their order.

    Of many, where some were asked before, those: the others are about something else, or about nothing.

    Args:
        nearest: How near the nearest asked question is to each piece, from 0 to 1.
    """
    places = range(len(nearest))
    if len(nearest) < MANY or max(nearest) < _ASKED_BEFORE:
        return list(places)
    return sorted(sorted(places, key=lambda place: -nearest[place])[:_TELLING])
