"""Zendesk: tickets with their comments.

Sources: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/ (a comment's
`author_id`, `public`, `plain_body`, `html_body`, `body`), .../tickets/tickets/ (`status`, `requester_id`,
`subject`, `description`), .../ticket-management/incremental_exports/ (pages of `tickets` or
`ticket_events`), https://support.zendesk.com/hc/en-us/articles/4408886165402 (an account as JSON, a ticket a
line).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sidecar.commands.solved.model import SolvedTicket, Turn
from sidecar.commands.solved.values import dicts, mapping, person, plain, text

_SOLVED = frozenset({"solved", "closed"})


def is_ticket(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket of Zendesk."""
    return isinstance(record.get("comments"), list) and ("requester_id" in record or "requester" in record)


def ticket(record: Mapping[str, Any], users: Mapping[str, str]) -> SolvedTicket:
    """Read one ticket; `users` are names by id, from beside the tickets."""
    requester = record.get("requester_id") or mapping(record.get("requester")).get("id")
    comments = sorted(dicts(record.get("comments")), key=lambda each: text(each.get("created_at")))
    turns = [_turn(each, requester) for each in comments]
    if not any(not turn.by_agent for turn in turns) and record.get("description"):
        turns.insert(0, Turn(plain(record["description"]), by_agent=False))
    status = text(record.get("status")).casefold()
    names = [users.get(str(requester), ""), person(record.get("requester")), *_authors(comments, users)]
    return SolvedTicket(
        place=f"ticket {text(record.get('id')) or '?'}",
        subject=text(record.get("raw_subject") or record.get("subject")),
        turns=tuple(turns),
        solved=status in _SOLVED if status else None,
        names=tuple(name for name in names if name),
    )


def _turn(comment: Mapping[str, Any], requester: Any) -> Turn:
    author = comment.get("author_id") or mapping(comment.get("author")).get("id")
    body = comment.get("plain_body") or plain(comment.get("html_body") or comment.get("body"))
    return Turn(
        plain(body, is_html=False),
        by_agent=str(author) != str(requester),
        public=comment.get("public") is not False,
    )


def _authors(comments: list[dict[str, Any]], users: Mapping[str, str]) -> Iterator[str]:
    for comment in comments:
        yield users.get(str(comment.get("author_id")), "") or person(comment.get("author"))


def users(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of the users that an export holds beside its tickets, by their ids."""
    return {str(user.get("id")): text(user.get("name")) for user in dicts(document.get("users"))}


def of_events(events: list[dict[str, Any]], names: Mapping[str, str]) -> Iterator[SolvedTicket]:
    """Yield the tickets that a page of incremental ticket events tells of (`include=comment_events`).

    The first to comment is the customer; what is told of a ticket before the page is not known.
    """
    comments: dict[str, list[dict[str, Any]]] = defaultdict(list)
    status: dict[str, str] = {}
    for event in events:
        number = text(event.get("ticket_id"))
        for child in dicts(event.get("child_events")):
            if child.get("status"):
                status[number] = text(child["status"])
            if text(child.get("type") or child.get("event_type")) == "Comment":
                who = child.get("author_id") or event.get("updater_id")
                comments[number].append({"created_at": event.get("created_at"), **child, "author_id": who})
    for number, said in comments.items():
        record = {
            "id": number,
            "status": status.get(number, ""),
            "requester_id": said[0].get("author_id"),
            "comments": said,
        }
        yield ticket(record, names)
