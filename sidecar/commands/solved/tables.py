"""Tables, and lines of JSON, with a question and the reply to it in each row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from connectors.contract import ConnectorError
from connectors.parsing.fields import plain_key
from connectors.tables.sheet import read_sheet
from sidecar.commands.solved.model import SolvedTicket, Turn, broken
from sidecar.commands.solved.values import plain, text
from sidecar.commands.state import WrongUsage

#: What columns are called, the likeliest first.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "question": (
        "question",
        "text",
        "description",
        "customer_message",
        "message",
        "body",
        "first_message",
        "request",
    ),
    "reply": (
        "reply",
        "response",
        "agent_reply",
        "solution",
        "resolution",
        "public_reply",
        "answer_text",
        "comment",
    ),
    "subject": ("subject", "title", "summary"),
    "status": ("status", "state"),
    "id": ("id", "ticket_id", "ticket", "number", "key"),
    "language": ("language", "lang", "locale"),
    "name": ("customer", "customer_name", "requester", "requester_name", "requestor", "name"),
}
_SOLVED = frozenset({"solved", "resolved", "closed", "done", "completed"})
_OPEN = frozenset({"open", "new", "pending", "on-hold", "hold", "waiting", "stalled", "in progress"})


def fits(names: Collection[str]) -> bool:
    """Whether columns of these names hold questions and replies."""
    found = _found(names)
    return "question" in found and "reply" in found


def table(path: Path) -> Iterator[SolvedTicket]:
    """Yield the tickets of a table.

    Raises:
        WrongUsage: it cannot be read, or has no such columns.
    """
    try:
        sheet = read_sheet(path, {name for names in _NAMES.values() for name in names})
    except ConnectorError as error:
        raise WrongUsage(str(error)) from None
    if not fits(sheet.columns):
        raise WrongUsage(
            f"{path} needs the columns text and answer (and may have source), or question and reply: what was"
            f" asked, and what the agent answered. It has: {', '.join(sheet.columns)}."
        )
    for row in sheet.rows:
        yield broken(row.place, row.error) if row.error else ticket(row.record, row.place)


def ticket(record: Mapping[str, Any], place: str) -> SolvedTicket:
    """Read one row."""
    found = {name: record.get(column) for name, column in _found(record).items()}
    number = text(found.get("id"))
    status = text(found.get("status")).casefold()
    return SolvedTicket(
        place=f"ticket {number}" if number else place,
        subject=text(found.get("subject")),
        turns=(
            Turn(plain(found.get("question")), by_agent=False),
            Turn(plain(found.get("reply")), by_agent=True),
        ),
        solved=True if status in _SOLVED else False if status in _OPEN else None,
        language=text(found.get("language")) or None,
        names=(text(found.get("name")),) if found.get("name") else (),
    )


def _found(names: Collection[str]) -> dict[str, str]:
    by_key = {plain_key(name): name for name in reversed(list(names))}
    chosen: dict[str, str] = {}
    for field, known in _NAMES.items():
        column = next(
            (by_key[name] for name in known if name in by_key and by_key[name] not in chosen.values()), None
        )
        if column is not None:
            chosen[field] = column
    return chosen
