"""A ticket made of the team's own titles: asked once at the start, so that no agent waits for tables."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sidecar.knowledge.schema import answers
from sidecar.suggest.model import Message, Sender, Ticket

#: Titles in it: enough to meet the languages of the knowledge.
_TITLES = 8


def sample_ticket(conn: Connection) -> Ticket:
    """Return a ticket that several answers fit, if there are any."""
    query = select(answers.c.title).where(answers.c.gone_at.is_(None)).limit(_TITLES)
    titles = [str(title) for title in conn.execute(query).scalars()]
    return Ticket((Message(Sender.CUSTOMER, "\n\n".join(titles) or "How does this work?"),))
