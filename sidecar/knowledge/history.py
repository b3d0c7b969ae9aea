"""What an answer said before, and says now."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sidecar.knowledge.model import Version
from sidecar.knowledge.schema import answers
from sidecar.knowledge.schema import versions as version_table


def versions(conn: Connection, number: int) -> list[Version]:
    """Return what an answer said, newest first; the first one is what it says now."""
    current = conn.execute(
        select(answers.c.title, answers.c.text, answers.c.stored_at, answers.c.updated_at).where(
            answers.c.number == number
        )
    ).first()
    if current is None:
        return []
    query = (
        select(version_table)
        .where(version_table.c.answer_number == number)
        .order_by(version_table.c.number.desc())
    )
    older = [
        Version(row.number, row.title, row.text, row.stored_at, row.updated_at) for row in conn.execute(query)
    ]
    return [Version(len(older) + 1, *current), *older]
