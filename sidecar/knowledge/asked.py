"""The questions that answers are known to answer: written into the source, or learned from use.

A question lives as long as its answer: it leaves the index when the answer is gone and returns with it;
editing the answer leaves it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from sidecar.knowledge.clock import moment
from sidecar.knowledge.counting import take
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.model import AskedQuestion, Origin
from sidecar.knowledge.packed import in_chunks, unpack_groups
from sidecar.knowledge.schema import answers, asked
from sidecar.knowledge.schema import usage as usage_table


def add(
    conn: Connection,
    answer_number: int,
    text: str,
    language: str,
    origin: Origin,
    weight: float,
    query_id: str | None = None,
    now: datetime | None = None,
) -> AskedQuestion:
    """Note that `answer_number` answers this question (already scrubbed of personal data).

    The same text of the same query is noted once for an answer: a repetition returns what is there.

    Raises:
        NotFound: There is no such answer.
    """
    answer = conn.execute(
        select(answers.c.groups).where(answers.c.number == answer_number, answers.c.gone_at.is_(None))
    ).first()
    if answer is None:
        raise NotFound("This answer is not there any more. Search again.")
    same = (asked.c.answer_number == answer_number) & (asked.c.text == text) & asked.c.withdrawn_at.is_(None)
    same &= asked.c.query_id.is_(None) if query_id is None else asked.c.query_id == query_id
    there = conn.execute(select(asked).where(same)).first()
    if there:
        number, seq, language, weight = there.number, there.seq, there.language, there.weight
        origin = Origin(there.origin)
    else:
        (number,), (seq,) = take(conn, "asked"), take(conn, "change")
        conn.execute(
            asked.insert().values(
                number=number,
                seq=seq,
                answer_number=answer_number,
                text=text,
                language=language,
                origin=origin.value,
                weight=weight,
                query_id=query_id,
                created_at=moment(now),
            )
        )
    return AskedQuestion(
        number, seq, answer_number, text, language, origin, weight, groups=unpack_groups(answer.groups)
    )


def remove_for_query(conn: Connection, query_id: str, answer_number: int, now: datetime | None = None) -> int:
    """Withdraw what an answer learned from a query (an insertion was undone). Returns how many questions."""
    of_query = (asked.c.query_id == query_id) & (asked.c.answer_number == answer_number)
    query = select(asked.c.number).where(of_query, asked.c.withdrawn_at.is_(None)).order_by(asked.c.number)
    return withdraw(conn, list(conn.execute(query).scalars()), now)


def withdraw(conn: Connection, numbers: Sequence[int], now: datetime | None = None) -> int:
    """Withdraw questions by number; the index learns of it as of any change."""
    for number, seq in zip(numbers, take(conn, "change", len(numbers)), strict=True):
        conn.execute(asked.update().where(asked.c.number == number).values(withdrawn_at=moment(now), seq=seq))
    return len(numbers)


def count(conn: Connection, origin: Origin | None = None) -> int:
    """Return how many questions count now (of one origin)."""
    query = (
        select(func.count())
        .select_from(asked.join(answers, answers.c.number == asked.c.answer_number))
        .where(asked.c.withdrawn_at.is_(None), answers.c.gone_at.is_(None))
    )
    if origin is not None:
        query = query.where(asked.c.origin == origin.value)
    return conn.execute(query).scalar_one()


def of_answer(conn: Connection, answer_number: int) -> list[AskedQuestion]:
    """Return the questions of one answer, newest first."""
    query = select(asked).where(asked.c.answer_number == answer_number, asked.c.withdrawn_at.is_(None))
    return [
        AskedQuestion(
            row.number, row.seq, answer_number, row.text, row.language, Origin(row.origin), row.weight
        )
        for row in conn.execute(query.order_by(asked.c.number.desc()))
    ]


def usage(conn: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Return how often answers were inserted (and not undone); those never inserted are absent."""
    found: dict[int, int] = {}
    for chunk in in_chunks(numbers):
        query = select(usage_table.c.answer_number, usage_table.c.inserted).where(
            usage_table.c.answer_number.in_(chunk), usage_table.c.inserted > 0
        )
        found.update(conn.execute(query).all())
    return found
