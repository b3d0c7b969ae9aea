"""The time, where a caller does not say it."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(given: datetime | None = None) -> datetime:
    """Return the given time, else now (aware, UTC)."""
    return given or datetime.now(UTC)
