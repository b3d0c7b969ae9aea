"""How much may speak for an answer beside how well it fits: one bound for each signal, in one table.

The factors of all signals are multiplied, and the product with the score of the match. Each is bounded, so
that they break ties and never bury a clearly better match: `sidecar.suggest.weights` says how much better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Signal(StrEnum):
    """What is known about an answer besides its texts."""

    TRUST = "trust"
    AUDIENCE = "audience"
    LANGUAGE = "language"
    NOT_SEEN = "not_seen"
    SIMILAR_USE = "similar_use"
    TEAM_USE = "team_use"
    OWN_USE = "own_use"
    OWN_PIN = "own_pin"
    TOPIC = "topic"
    FRESHNESS = "freshness"


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the greatest factor of a signal; 1.0 is what an answer has of which nothing is known."""

    least: float = 1.0
    most: float = 1.0


BOUNDS: Mapping[Signal, Bound] = {
    #: From flagged to verified.
    Signal.TRUST: Bound(0.88, 1.04),
    #: An internal answer while the editor writes to the customer.
    Signal.AUDIENCE: Bound(least=0.92),
    #: An answer in another language than the ticket, though it may be the only one.
    Signal.LANGUAGE: Bound(least=0.9),
    #: An answer its source no longer showed in the last complete pass.
    Signal.NOT_SEEN: Bound(least=0.9),
    #: Inserted for similar tickets, often and lately.
    Signal.SIMILAR_USE: Bound(most=1.02),
    #: Inserted by anybody for anything.
    Signal.TEAM_USE: Bound(most=1.03),
    #: Inserted by this viewer.
    Signal.OWN_USE: Bound(most=1.02),
    #: A favourite of this viewer.
    Signal.OWN_PIN: Bound(most=1.03),
    #: A tag, folder or product name of the answer is one of the ticket.
    Signal.TOPIC: Bound(most=1.04),
    #: Written or verified lately.
    Signal.FRESHNESS: Bound(most=1.02),
}
