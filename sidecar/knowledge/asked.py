"""The questions that answers are known to answer: written into the source, or learned from use.

A question lives as long as its answer: it leaves the index when the answer is gone and returns with it;
editing the answer leaves it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from sidecar.knowledge.clock import moment
from sidecar.knowledge.counting import take
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.model import AskedQuestion, Origin
from sidecar.knowledge.packed import in_chunks, unpack_groups
from sidecar.knowledge.schema import answers, asked
from sidecar.knowledge.schema import usage as usage_table

_THESE = asked.c.number.in_(bindparam("numbers", expanding=True))
_DATES = select(asked.c.number, asked.c.created_at).where(_THESE)
_TEXTS = select(asked.c.number, asked.c.text).where(_THESE)
_OF_ANSWERS = (
    select(asked)
    .where(
        asked.c.answer_number.in_(bindparam("numbers", expanding=True)),
        asked.c.withdrawn_at.is_(None),
    )
    .order_by(asked.c.number.desc())
)


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


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A question that counts no longer: its number, its answer's, and the change that took it out."""

    number: int
    answer: int
    seq: int


def settle(
    conn: Connection,
    answer_number: int,
    query_id: str,
    text: str,
    language: str,
    weight: float | None,
    now: datetime | None = None,
) -> tuple[list[AskedQuestion], list[Withdrawn]]:
    """Let exactly one question, of this weight, be what an answer learned from a query; none for `None`.

    Returns:
        What was added and what was taken back; nothing of either if it already stood so.
    """
    there = conn.execute(
        select(asked.c.number, asked.c.weight).where(
            asked.c.query_id == query_id,
            asked.c.answer_number == answer_number,
            asked.c.withdrawn_at.is_(None),
        )
    ).all()
    if [row.weight for row in there] == ([] if weight is None else [weight]):
        return [], []
    taken_back = _take_out(conn, [(row.number, answer_number) for row in there], now)
    if weight is None:
        return [], taken_back
    added = add(conn, answer_number, text, language, Origin.LEARNED, weight, query_id, now)
    return [added], taken_back


def trim(conn: Connection, answer_number: int, most: int, now: datetime | None = None) -> list[Withdrawn]:
    """Keep no more than `most` learned questions of an answer.

    What was learned twice goes first, then what weighs least, then the oldest.
    """
    rows = conn.execute(
        select(asked.c.number, asked.c.text, asked.c.weight)
        .where(
            asked.c.answer_number == answer_number,
            asked.c.origin == Origin.LEARNED.value,
            asked.c.withdrawn_at.is_(None),
        )
        .order_by(asked.c.number.desc())
    ).all()
    if len(rows) <= most:
        return []
    seen: set[str] = set()
    ranked = []
    for row in rows:
        again = row.text.casefold() in seen
        seen.add(row.text.casefold())
        ranked.append((again, -abs(row.weight), -row.number))
    return _take_out(conn, [(-negative, answer_number) for _, _, negative in sorted(ranked)[most:]], now)


def erase(
    conn: Connection, answer_number: int | None, before: datetime | None, now: datetime | None = None
) -> list[Withdrawn]:
    """Forget learned questions, of one answer or all, older than a moment or all: their texts are gone.

    Returns:
        Those that still counted.
    """
    learned = asked.c.origin == Origin.LEARNED.value
    if answer_number is not None:
        learned &= asked.c.answer_number == answer_number
    if before is not None:
        learned &= asked.c.created_at < before
    counting = select(asked.c.number, asked.c.answer_number).where(learned, asked.c.withdrawn_at.is_(None))
    withdrawn = _take_out(conn, [(row[0], row[1]) for row in conn.execute(counting)], now)
    conn.execute(asked.update().where(learned).values(text=""))
    return withdrawn


def _take_out(
    conn: Connection, questions: Sequence[tuple[int, int]], now: datetime | None
) -> list[Withdrawn]:
    if not questions:
        return []
    at, taken = moment(now), []
    for (number, answer), seq in zip(questions, take(conn, "change", len(questions)), strict=True):
        conn.execute(asked.update().where(asked.c.number == number).values(withdrawn_at=at, seq=seq))
        taken.append(Withdrawn(number, answer, seq))
    return taken


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
    return of_answers(conn, [answer_number]).get(answer_number, [])


def of_answers(conn: Connection, answer_numbers: Iterable[int]) -> dict[int, list[AskedQuestion]]:
    """Return the questions of some answers by their numbers, newest first; those without any are absent."""
    found: dict[int, list[AskedQuestion]] = {}
    for chunk in in_chunks(answer_numbers):
        for row in conn.execute(_OF_ANSWERS, {"numbers": chunk}):
            question = AskedQuestion(
                row.number,
                row.seq,
                row.answer_number,
                row.text,
                row.language,
                Origin(row.origin),
                row.weight,
            )
            found.setdefault(row.answer_number, []).append(question)
    return found


def dates(conn: Connection, numbers: Iterable[int]) -> dict[int, datetime]:
    """Return when questions were learned (or read from the source), by their numbers."""
    found: dict[int, datetime] = {}
    for chunk in in_chunks(numbers):
        found.update(conn.execute(_DATES, {"numbers": chunk}).all())
    return found


def texts(conn: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return the texts of questions by their numbers."""
    found: dict[int, str] = {}
    for chunk in in_chunks(numbers):
        found.update(conn.execute(_TEXTS, {"numbers": chunk}).all())
    return found


def usage(conn: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Return how often answers were inserted (and not undone); those never inserted are absent."""
    found: dict[int, int] = {}
    for chunk in in_chunks(numbers):
        query = select(usage_table.c.answer_number, usage_table.c.inserted).where(
            usage_table.c.answer_number.in_(chunk), usage_table.c.inserted > 0
        )
        found.update(conn.execute(query).all())
    return found
