"""The outbox for the index: everything that changed after a number it has already seen.

One counter numbers all changes, of answers and of asked questions alike. The index keeps the last number it
has taken in, asks for what came later, and so catches up after any interruption.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from connectors.model import Audience, Kind
from sidecar.knowledge.counting import latest
from sidecar.knowledge.model import AskedQuestion, IndexableAnswer, Origin, Passage
from sidecar.knowledge.packed import unpack_groups, unpack_texts
from sidecar.knowledge.schema import answers, asked, passages


def latest_seq(conn: Connection) -> int:
    """Return the number of the newest change; 0 while there is none."""
    return latest(conn, "change")


def answers_since(conn: Connection, seq: int, limit: int = 1000) -> list[IndexableAnswer]:
    """Return the answers whose newest change has a number over `seq`, in its order, gone ones included."""
    query = (
        select(
            answers.c.number,
            answers.c.seq,
            answers.c.gone_at,
            answers.c.kind,
            answers.c.title,
            answers.c.tags,
            answers.c.folder,
            answers.c.shortcut,
            answers.c.language,
            answers.c.audience,
            answers.c.groups,
            answers.c.source_id,
            answers.c.external_id,
            answers.c.updated_at,
            answers.c.stored_at,
        )
        .where(answers.c.seq > seq)
        .order_by(answers.c.seq)
        .limit(limit)
    )
    rows = conn.execute(query).all()
    texts = _passages(conn, [row.number for row in rows if row.gone_at is None])
    return [
        IndexableAnswer(row.number, row.seq, gone=True)
        if row.gone_at is not None
        else IndexableAnswer(
            number=row.number,
            seq=row.seq,
            gone=False,
            kind=Kind(row.kind),
            title=row.title,
            tags=unpack_texts(row.tags),
            folder=row.folder,
            shortcut=row.shortcut,
            language=row.language,
            audience=Audience(row.audience),
            groups=unpack_groups(row.groups),
            source_id=row.source_id,
            passages=tuple(texts[row.number]),
            external_id=row.external_id,
            updated_at=row.updated_at or row.stored_at,
        )
        for row in rows
    ]


def _passages(conn: Connection, numbers: Sequence[int]) -> dict[int, list[Passage]]:
    found: dict[int, list[Passage]] = defaultdict(list)
    query = (
        select(passages)
        .where(passages.c.answer_number.in_(numbers))
        .order_by(passages.c.answer_number, passages.c.ordinal)
    )
    for number, ordinal, heading, text, html in conn.execute(query):
        found[number].append(Passage(ordinal, heading, text, html))
    return found


def asked_since(conn: Connection, seq: int, limit: int = 1000) -> list[AskedQuestion]:
    """Return the questions whose newest change has a number over `seq`, in its order, gone ones included."""
    query = (
        select(asked, answers.c.gone_at, answers.c.groups)
        .join(answers, answers.c.number == asked.c.answer_number)
        .where(asked.c.seq > seq)
        .order_by(asked.c.seq)
        .limit(limit)
    )
    return [
        AskedQuestion(
            number=row.number,
            seq=row.seq,
            answer_number=row.answer_number,
            text=row.text,
            language=row.language,
            origin=Origin(row.origin),
            weight=row.weight,
            gone=row.withdrawn_at is not None or row.gone_at is not None,
            groups=unpack_groups(row.groups),
        )
        for row in conn.execute(query)
    ]
