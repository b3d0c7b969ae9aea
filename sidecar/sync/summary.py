"""What a run came to, as shown to people and kept in the run log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sidecar.knowledge.runs import Ending

#: How many failed documents the run log keeps one by one; the store has the current state of all of them.
LOGGED_FAILURES = 200


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document that could not be read. If it was stored before, its old version is still used."""

    external_id: str
    reason: str
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, in documents; each is counted once.

    `held` deletions wait for the admin. `complete` says that the source was read to its end. `error` is there
    when the source as a whole could not be read; what was stored before and until then is kept. `ending` says
    how it ended, once it has; the log keeps it beside the summary.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    failed: tuple[FailedDocument, ...] = ()
    held: int = 0
    seconds: float = 0.0
    complete: bool = False
    error: str | None = None
    failed_count: int = 0
    ending: Ending | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the summary for the run log, with the first of the failed documents only."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "deleted": self.deleted,
            "failed": [
                {"external_id": item.external_id, "reason": item.reason, "retryable": item.retryable}
                for item in self.failed[:LOGGED_FAILURES]
            ],
            "failed_count": self.failed_count,
            "held": self.held,
            "seconds": round(self.seconds, 3),
            "complete": self.complete,
            "error": self.error,
        }

    @classmethod
    def from_json(cls, logged: Mapping[str, Any]) -> Summary:
        """Return the summary that `to_json` wrote; of an unfinished run, an empty one."""
        known = {name: logged[name] for name in cls.__slots__ if name in logged and name != "failed"}
        failed = tuple(FailedDocument(**item) for item in logged.get("failed", ()))
        return cls(**{"failed_count": len(failed), **known}, failed=failed)
