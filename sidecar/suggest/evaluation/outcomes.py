"""What came of one labelled ticket: all that the measures need, and no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """One ticket.

    `place` is where the right answer stood (1 is first, `None` not among those asked for), `confidence` from
    0 to 1 how sure the first suggestion was, `took` milliseconds. `wanted` and `first` are ids of answers;
    `wanted` is `None` where no answer exists, `first` where nothing was suggested.
    """

    line: int
    place: int | None
    confidence: float
    took: float
    wanted: str | None
    first: str | None
    language: str = ""
    source: str | None = None
    known: bool = False

    @property
    def answerable(self) -> bool:
        """Whether an answer exists."""
        return self.wanted is not None

    @property
    def right(self) -> bool:
        """Whether the first suggestion was the right answer."""
        return self.place == 1


def from_measured(line: int, told: Mapping[str, Any]) -> Outcome:
    """Return the outcome of what the server says of a ticket (or an earlier report did).

    Raises:
        KeyError, TypeError, ValueError: it says something else.
    """
    place = told["place"]
    return Outcome(
        line=line,
        place=None if place is None else int(place),
        confidence=float(told["confidence"]),
        took=float(told["took_ms"]),
        wanted=told["wanted_id"],
        first=told["first_id"],
        language=str(told["language"]),
        source=told["source"],
        known=bool(told["known"]),
    )


def as_record(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as an entry of a report, from which `from_measured` makes it again."""
    return {
        "line": outcome.line,
        "place": outcome.place,
        "confidence": outcome.confidence,
        "took_ms": outcome.took,
        "wanted_id": outcome.wanted,
        "first_id": outcome.first,
        "language": outcome.language,
        "source": outcome.source,
        "known": outcome.known,
    }
