"""How much the index ought to hold, counted in the store."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from sidecar.knowledge import asked
from sidecar.knowledge.schema import answers, passages
from sidecar.search.protocol import Counts


def expected(conn: Connection) -> Counts:
    """Return the rows an index in step with the store has; an answer without passages has one."""
    live = answers.c.gone_at.is_(None)
    pieces = select(func.count()).select_from(
        passages.join(answers, answers.c.number == passages.c.answer_number)
    )
    some = select(passages.c.answer_number).where(passages.c.answer_number == answers.c.number).exists()
    bare = select(func.count()).select_from(answers).where(live, ~some)
    count = conn.execute(pieces.where(live)).scalar_one() + conn.execute(bare).scalar_one()
    return Counts(count, asked.count(conn))
