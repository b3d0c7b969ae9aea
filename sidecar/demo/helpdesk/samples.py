"""The sample tickets: one YAML file each in tickets/, read into plain values.

A ticket file has `subject`, `channel` (mail, form or chat), `editor` (rich or plain: what its reply box opens
with), `requester` (`name`, `email` and further lines for the side column), `messages` (`from`, `author`,
`ago`, `text`) and `fits`: the external ids of the answers that a good agent would use, kept on the server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).parent / "tickets"
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}

Author = Literal["customer", "agent", "note"]


@dataclass(slots=True)
class Message:
    """One message of a ticket. Either `text` (as it arrived) or `html` (sanitised) is set."""

    sender: Author
    author: str
    at: datetime
    text: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Ticket:
    """One sample ticket, oldest message first. `requester` keeps the order of its lines."""

    id: str
    subject: str
    channel: str
    editor: str
    requester: dict[str, str]
    messages: list[Message]
    fits: tuple[str, ...] = field(default=())

    @property
    def updated(self) -> datetime:
        """When the last message arrived."""
        return self.messages[-1].at


def load_tickets(now: datetime | None = None) -> dict[str, Ticket]:
    """Read all sample tickets, newest first, keyed by id.

    The files say how long ago a message arrived (`2d 3h`), so that the inbox is as fresh tomorrow as today.

    Args:
        now: The moment the ages count from; the present one unless given.

    Raises:
        ValueError: if a ticket file has an age that cannot be read.
    """
    moment = now or datetime.now(UTC)
    tickets = [_read(path, moment) for path in FOLDER.glob("*.yaml")]
    return {ticket.id: ticket for ticket in sorted(tickets, key=lambda one: one.updated, reverse=True)}


def _read(path: Path, now: datetime) -> Ticket:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Ticket(
        id=path.stem.partition("-")[0],
        subject=data["subject"],
        channel=data["channel"],
        editor=data["editor"],
        requester=data["requester"],
        messages=[
            Message(one["from"], one["author"], now - parse_age(one["ago"]), text=one["text"].strip())
            for one in data["messages"]
        ],
        fits=tuple(data["fits"]),
    )


def parse_age(age: str) -> timedelta:
    """Read an age such as `2d 3h` or `25m`.

    Raises:
        ValueError: if `age` has any other form.
    """
    parts = re.fullmatch(r"(\d+[dhm])( \d+[dhm])*", age)
    if not parts:
        raise ValueError(f"'{age}' is no age: write days, hours and minutes as in '2d 3h' or '25m'.")
    return timedelta(**{_UNITS[part[-1]]: int(part[:-1]) for part in age.split()})
