"""django-helpdesk: `manage.py dumpdata helpdesk` (and `auth`, for names), as JSON.

Source: GitHub django-helpdesk/django-helpdesk `src/helpdesk/models.py`: Ticket (`title`, `description`,
`resolution`, `status` 3 resolved, 4 closed), FollowUp (`ticket`, `date`, `comment`, `public`, `user`); what a
submitter writes by mail has no user.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sidecar.commands.solved.model import SolvedTicket, Turn
from sidecar.commands.solved.values import mapping, plain, text

_TICKET, _FOLLOW_UP, _USER = "helpdesk.ticket", "helpdesk.followup", "auth.user"
_SOLVED = frozenset({"3", "4"})


def is_dump(records: list[dict[str, Any]]) -> bool:
    """Whether these are the records of such a dump."""
    return any(text(each.get("model")).casefold() == _TICKET for each in records)


def tickets(records: list[dict[str, Any]]) -> Iterator[SolvedTicket]:
    """Yield the tickets of a dump."""
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    staff: set[str] | None = None
    names: dict[str, str] = {}
    for record in records:
        fields, key = mapping(record.get("fields")), text(record.get("pk"))
        model = text(record.get("model")).casefold()
        if model == _FOLLOW_UP:
            said[text(fields.get("ticket"))].append(fields)
        elif model == _USER:
            staff = (staff or set()) | ({key} if fields.get("is_staff") else set())
            names[key] = " ".join(text(fields.get(part)) for part in ("first_name", "last_name")).strip()
    for record in records:
        if text(record.get("model")).casefold() == _TICKET:
            key = text(record.get("pk"))
            yield _ticket(key, mapping(record.get("fields")), said[key], staff, names)


def _ticket(
    key: str,
    fields: dict[str, Any],
    said: list[dict[str, Any]],
    staff: set[str] | None,
    names: dict[str, str],
) -> SolvedTicket:
    turns = [Turn(plain(fields.get("description")), by_agent=False)]
    for each in sorted(said, key=lambda follow_up: text(follow_up.get("date"))):
        user = text(each.get("user"))
        by_agent = bool(user) and (staff is None or user in staff)
        turns.append(Turn(plain(each.get("comment")), by_agent=by_agent, public=each.get("public") is True))
    if resolution := plain(fields.get("resolution")):
        turns.append(Turn(resolution, by_agent=True))
    status = text(fields.get("status"))
    people = [names.get(text(each.get("user")), "") for each in said]
    return SolvedTicket(
        place=f"ticket {key or '?'}",
        subject=text(fields.get("title")),
        turns=tuple(turns),
        solved=status in _SOLVED if status else None,
        names=tuple(name for name in people if name),
    )
