"""Freshdesk: tickets with their conversations.

Sources: https://developers.freshdesk.com/api/ (`GET /api/v2/tickets/[id]?include=conversations`:
`description`, `description_text`, `status` 4 resolved and 5 closed, conversations with `incoming`,
`private`, `body`, `body_text`), and its samples in GitHub sjkingo/python-freshdesk; the account export's
older form (`helpdesk_ticket` with `notes`) as public readers of it know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidecar.commands.solved.model import SolvedTicket, Turn
from sidecar.commands.solved.values import dicts, mapping, person, plain, text

_SOLVED = frozenset({"4", "5", "resolved", "closed"})


def is_ticket(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket of Freshdesk."""
    if isinstance(record.get("helpdesk_ticket"), dict):
        return True
    return (
        "conversations" in record
        or ("notes" in record and "description" in record)
        or ("responder_id" in record and not {"description", "description_text"}.isdisjoint(record))
    )


def ticket(record: Mapping[str, Any]) -> SolvedTicket:
    """Read one ticket."""
    record = mapping(record.get("helpdesk_ticket")) or record
    said = dicts(record.get("conversations")) or [
        mapping(note.get("helpdesk_note") or note.get("note")) or note for note in dicts(record.get("notes"))
    ]
    said.sort(key=lambda each: text(each.get("created_at")))
    first = record.get("description_text") or plain(
        record.get("description_html") or record.get("description")
    )
    status = text(record.get("status_name") or record.get("status")).casefold()
    names = (
        person(record.get("requester")),
        text(record.get("requester_name")),
        text(record.get("responder_name")),
    )
    return SolvedTicket(
        place=f"ticket {text(record.get('display_id') or record.get('id')) or '?'}",
        subject=text(record.get("subject")),
        turns=(Turn(plain(first, is_html=False), by_agent=False), *(_turn(each) for each in said)),
        solved=status in _SOLVED if status else None,
        names=tuple(name for name in names if name),
    )


def _turn(said: Mapping[str, Any]) -> Turn:
    body = said.get("body_text") or plain(said.get("body_html") or said.get("body"))
    return Turn(
        plain(body, is_html=False),
        by_agent=said.get("incoming") is not True,
        public=said.get("private") is not True,
    )
