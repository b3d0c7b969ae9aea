"""A ticket of an export, whatever helpdesk wrote it, and what of it can teach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Reasons for which a ticket teaches nothing; they are counted, and shown with the tickets they concern.
NOT_SOLVED = "It is not solved."
NO_QUESTION = "It has no message of a customer."
NO_REPLY = "It has no public reply of an agent."
#: As many replies are looked at; what comes later rarely answers what was asked first.
MOST_REPLIES = 5
_LONGEST_QUESTION = 20_000
_LONGEST_REPLY = 20_000
_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as plain text. `by_agent` is false for the customer's; internal notes are not `public`."""

    text: str
    by_agent: bool
    public: bool = True


@dataclass(frozen=True, slots=True)
class SolvedTicket:
    """One ticket, its turns oldest first. `solved` is `None` where the export does not say.

    `names` are those of the people in it, `place` is how the admin finds it.
    """

    place: str
    subject: str
    turns: tuple[Turn, ...]
    solved: bool | None = None
    language: str | None = None
    names: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What of a ticket goes to the server: a row of `/v1/learn`, or the `problem` that keeps it back."""

    place: str
    row: dict[str, Any]
    problem: str | None = None


def broken(place: str, problem: str) -> SolvedTicket:
    """Return a ticket that cannot be read."""
    return SolvedTicket(place, "", (), problem=problem)


def case(ticket: SolvedTicket) -> Case:
    """Return what of a ticket can teach: the customer's first message and the public replies after it."""
    if ticket.problem:
        return Case(ticket.place, {}, ticket.problem)
    if ticket.solved is False:
        return Case(ticket.place, {}, NOT_SOLVED)
    said = [turn for turn in ticket.turns if turn.public and turn.text.strip()]
    asked = next((at for at, turn in enumerate(said) if not turn.by_agent), None)
    if asked is None:
        return Case(ticket.place, {}, NO_QUESTION)
    replies = [turn.text[:_LONGEST_REPLY] for turn in said[asked + 1 :] if turn.by_agent]
    if not replies:
        return Case(ticket.place, {}, NO_REPLY)
    row: dict[str, Any] = {
        "text": _question(ticket.subject, said[asked].text),
        "replies": replies[:MOST_REPLIES],
        "names": list(dict.fromkeys(name for name in ticket.names if name.strip()))[:_MOST_NAMES],
    }
    if ticket.language:
        row["language"] = ticket.language
    return Case(ticket.place, row)


def _question(subject: str, text: str) -> str:
    """Return the subject above the message, unless that begins with it."""
    subject = " ".join(subject.split())
    body = text.strip()[:_LONGEST_QUESTION]
    if not subject or " ".join(body.split()).casefold().startswith(subject.casefold()):
        return body
    return f"{subject}\n\n{body}"


def size_of(case: Case) -> int:
    """Return how many characters of a case are sent."""
    return len(case.row.get("text", "")) + sum(len(reply) for reply in case.row.get("replies", ()))
