"""Tickets made of the team's own words: asked once at the start, so that no agent waits for tables.

Each word is looked up the first time it comes: stemmed, and counted in every index. Those of the titles, of
what was asked last and of answers from all over the knowledge are the words of most tickets to come.
"""

from __future__ import annotations

from itertools import zip_longest

from sqlalchemy import Connection, Select, func, select

from sidecar.knowledge.schema import answers, asked, passages
from sidecar.suggest.model import Message, Sender, Ticket

#: Titles, and questions, of all tickets together; how many of each make one.
_MOST = 80
_OF_EACH = 4
#: Texts, one for each ticket, and how much of each, in characters: a ticket of about 150 words.
_MOST_TEXTS = 40
_OF_TEXT = 900


def sample_tickets(conn: Connection) -> list[Ticket]:
    """Return tickets that several answers fit, at least one: there may be no answers yet."""
    titles = _texts(conn, select(answers.c.title).where(answers.c.gone_at.is_(None)))
    newest = select(asked.c.text).order_by(asked.c.number.desc())
    parts = zip_longest(_apart(titles), _apart(_texts(conn, newest)), fillvalue=())
    made = ["\n\n".join((*some, *others)) for some, others in parts] + _from_all_over(conn)
    return [Ticket((Message(Sender.CUSTOMER, text),)) for text in made or ["How does this work?"]]


def _from_all_over(conn: Connection) -> list[str]:
    """Return how answers begin, some of all ages."""
    last = conn.execute(select(func.max(passages.c.answer_number))).scalar() or 0
    numbers = range(last, 0, -max(1, last // _MOST_TEXTS))
    query = select(passages.c.text).where(passages.c.answer_number.in_(numbers), passages.c.ordinal == 0)
    return [str(text)[:_OF_TEXT] for text in conn.execute(query).scalars()]


def _texts(conn: Connection, query: Select[tuple[str]]) -> list[str]:
    return [str(text) for text in conn.execute(query.limit(_MOST)).scalars()]


def _apart(texts: list[str]) -> list[tuple[str, ...]]:
    return [tuple(texts[place : place + _OF_EACH]) for place in range(0, len(texts), _OF_EACH)]
