"""What the properties of a Notion page say: some of the page to Cuecard, the others are its content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.contract import ParseFailed
from connectors.parsing.fields import FieldInvalid, is_absent, plain_key, read_fields, read_moment

#: Properties that say something of the page to Cuecard (after `plain_key`); all others are its content.
TELLING = {
    "tags": "tags",
    "tag": "tags",
    "labels": "tags",
    "keywords": "tags",
    "language": "language",
    "audience": "audience",
    "owner": "owner",
    "created": "created_at",
    "created_time": "created_at",
    "updated": "updated_at",
    "last_edited": "updated_at",
    "last_edited_time": "updated_at",
    "last_updated": "updated_at",
}
_DATES = ("created_at", "updated_at")


@dataclass(slots=True)
class Properties:
    """What the page says of itself, and what is content."""

    known: dict[str, Any] = field(default_factory=dict)
    shown: list[tuple[str, str]] = field(default_factory=list)

    def take(self, key: str, value: str) -> None:
        """Take in one property."""
        value = value.strip().removeprefix("@") if TELLING.get(plain_key(key)) in _DATES else value.strip()
        if is_absent(value):
            return
        name = TELLING.get(plain_key(key))
        if name is None or name in self.known or (name in _DATES and _moment(value) is None):
            self.shown.append((key, value))
        else:
            self.known[name] = _moment(value) if name in _DATES else value

    def fields(self) -> dict[str, Any]:
        """Return what the properties say as fields of a document.

        Raises:
            ParseFailed: if they say for whom the page is in words that must not be guessed.
        """
        try:
            return read_fields(self.known, separators=",").known
        except FieldInvalid as error:
            raise ParseFailed(f"{error.key}: {error}") from None


def _moment(value: str) -> Any:
    """Return a date as Notion writes it: `February 5, 2025 6:16 AM`, or any other form."""
    for form in ("%B %d, %Y %I:%M %p", "%B %d, %Y %H:%M", "%Y/%m/%d %H:%M"):
        try:
            return datetime.strptime(value, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return read_moment(value)
