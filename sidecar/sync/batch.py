"""What a connector has yielded and is not committed yet. Of one document, the latest word counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from connectors.contract import Delete, Failure, Skipped, Unchanged, Upsert


@dataclass(slots=True)
class Batch:
    """Events by external id, ready to be written in one transaction.

    A failure does not undo an upsert of the same document: it was read once, and its failure is listed beside
    it.
    """

    upserts: dict[str, Upsert] = field(default_factory=dict)
    seen: dict[str, None] = field(default_factory=dict)
    deletes: dict[str, None] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    skipped: dict[str, Skipped] = field(default_factory=dict)

    def add(self, event: Upsert | Unchanged | Delete | Failure | Skipped) -> None:
        """Take in one event."""
        if isinstance(event, Skipped):
            self._forget(event.external_id)
            self.skipped[event.external_id] = event
            return
        self.skipped.pop(event.document.external_id if isinstance(event, Upsert) else event.external_id, None)
        if isinstance(event, Upsert):
            external_id = event.document.external_id
            self._forget(external_id)
            self.upserts[external_id] = event
        elif isinstance(event, Failure):
            self.deletes.pop(event.external_id, None)
            self.failures[event.external_id] = event
        elif isinstance(event, Delete):
            self._forget(event.external_id)
            self.deletes[event.external_id] = None
        elif event.external_id not in self.upserts:
            self.deletes.pop(event.external_id, None)
            self.seen[event.external_id] = None

    def __len__(self) -> int:
        return sum(len(table) for table in self._tables())

    def _forget(self, external_id: str) -> None:
        for table in self._tables():
            table.pop(external_id, None)

    def _tables(self) -> tuple[dict[str, Any], ...]:
        return self.upserts, self.seen, self.deletes, self.failures, self.skipped
