"""Answers that agents asked their team for: what nobody has written yet."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from sidecar.knowledge.clock import moment
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.schema import wanted


@dataclass(frozen=True, slots=True)
class Wanted:
    """One answer asked for: in which words, about which question of a customer (scrubbed), by whom, when."""

    id: str
    words: str
    question: str
    by: str
    at: datetime


def list_open(conn: Connection) -> list[Wanted]:
    """Return what was asked for and is not settled, the newest first."""
    query = select(wanted).where(wanted.c.settled_at.is_(None))
    rows = conn.execute(query.order_by(wanted.c.asked_at.desc(), wanted.c.id))
    return [Wanted(row.id, row.words, row.question, row.asked_by, row.asked_at) for row in rows]


def ask(conn: Connection, words: str, question: str, by: str, now: datetime | None = None) -> Wanted:
    """Ask for an answer; the same asked for again by the same person is what is there already.

    Args:
        conn: A connection that may write.
        words: What the agent wrote, scrubbed.
        question: What the customer asked, scrubbed; empty if there is no ticket.
        by: The name of the agent's token.
        now: When; the current time unless told.
    """
    for there in list_open(conn):
        if (there.words, there.question, there.by) == (words, question, by):
            return there
    made = Wanted(f"w_{secrets.token_hex(6)}", words, question, by, moment(now))
    conn.execute(
        wanted.insert().values(id=made.id, words=words, question=question, asked_by=by, asked_at=made.at)
    )
    return made


def settle(conn: Connection, wanted_id: str, now: datetime | None = None) -> None:
    """Note that what was asked for is there, or will not come.

    Raises:
        NotFound: Nothing open has this id.
    """
    open_one = (wanted.c.id == wanted_id) & wanted.c.settled_at.is_(None)
    if conn.execute(wanted.update().where(open_one).values(settled_at=moment(now))).rowcount == 0:
        raise NotFound("Nothing open has this id. List what is wanted to see what there is.")
