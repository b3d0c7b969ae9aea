"""Answers a search found, as the store knows them: which exist for the viewer, what speaks for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from sidecar.knowledge import answers, personal
from sidecar.knowledge.model import Answer, TrustState, Viewer
from sidecar.knowledge.trust_states import trust_states
from sidecar.suggest.operators import SearchFilters
from sidecar.suggest.presenting import seen_by, visible
from sidecar.suggest.signals import Case


@dataclass(frozen=True, slots=True)
class Standing:
    """The store, asked for one viewer and one search."""

    conn: Connection
    viewer: Viewer
    filters: SearchFilters
    reply_public: bool | None = None
    explain: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def asks_for_trust(self) -> bool:
        """Whether a trust state narrows the search: only the store knows those."""
        return self.filters.trust is not None or any(other.trust for other in self.filters.without)

    def cards(self, numbers: Iterable[int]) -> dict[int, Answer]:
        """Return the answers that exist for the viewer and have the trust asked for, in the order given."""
        wanted = list(numbers)
        known = answers.cards(self.conn, wanted, self.now)
        return {number: known[number] for number in wanted if number in known and self._fits(known[number])}

    def there(self, numbers: Sequence[int]) -> list[int]:
        """Return which of some answers exist for the viewer, in the order given."""
        groups = answers.groups_of(self.conn, numbers)
        return [number for number in numbers if number in groups and seen_by(groups[number], self.viewer)]

    def trusted(self, numbers: Sequence[int]) -> list[int]:
        """Return which of some answers have the trust state asked for, in the order given."""
        states = trust_states(self.conn, numbers, self.now)
        return [number for number in numbers if number in states and self._may_have(states[number])]

    def case(self, numbers: Iterable[int]) -> Case:
        """Return what is known of the viewer and some answers that moves them among their equals."""
        own = personal.of_viewer(self.conn, self.viewer.name, numbers)
        return Case("", self.now, self.reply_public, personal=own)

    def _fits(self, card: Answer) -> bool:
        return visible(card, self.viewer) and self._may_have(card.trust.state)

    def _may_have(self, state: TrustState) -> bool:
        wanted, without = self.filters.trust, self.filters.without
        return wanted in {None, state} and all(other.trust is not state for other in without)
