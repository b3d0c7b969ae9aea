"""The outbox for the index: everything that changed after a number it has already seen.

One counter numbers all changes, of answers and of asked questions alike. The index keeps the last number it
has taken in, asks for what came later, and so catches up after any interruption.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from connectors.model import Audience, Kind
from sidecar.knowledge.counting import latest
from sidecar.knowledge.model import AskedQuestion, IndexableAnswer, Origin, Passage
from sidecar.knowledge.packed import in_chunks, unpack_groups, unpack_texts
from sidecar.knowledge.schema import answers, asked, passages

_NAMES = select(answers.c.number, answers.c.title, answers.c.language, answers.c.groups).where(
    answers.c.number.in_(bindparam("numbers", expanding=True)), answers.c.gone_at.is_(None)
)
_PASSAGES = (
    select(passages.c.answer_number, passages.c.ordinal, passages.c.heading, passages.c.text)
    .where(passages.c.answer_number.in_(bindparam("numbers", expanding=True)))
    .order_by(passages.c.answer_number, passages.c.ordinal)
)


@dataclass(frozen=True, slots=True)
class Name:
    """What an answer is called, in which language, and which groups may see it."""

    title: str
    language: str
    groups: frozenset[str]


def latest_seq(conn: Connection) -> int:
    """Return the number of the newest change; 0 while there is none."""
    return latest(conn, "change")


def answers_since(conn: Connection, seq: int, limit: int = 1000) -> list[IndexableAnswer]:
    """Return the answers whose newest change has a number over `seq`, in its order, gone ones included.

    Their passages come without HTML, which nothing is searched by.
    """
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


def names(conn: Connection, numbers: Iterable[int]) -> dict[int, Name]:
    """Return what answers are called, by their numbers; those that are gone are absent."""
    found: dict[int, Name] = {}
    for chunk in in_chunks(numbers):
        for number, title, language, groups in conn.execute(_NAMES, {"numbers": chunk}).all():
            found[number] = Name(title, language, unpack_groups(groups))
    return found


def _passages(conn: Connection, numbers: Sequence[int]) -> dict[int, list[Passage]]:
    """Return the passages of answers without their HTML, which is half of all there is to read."""
    found: dict[int, list[Passage]] = defaultdict(list)
    for chunk in in_chunks(numbers):
        for number, ordinal, heading, text in conn.execute(_PASSAGES, {"numbers": chunk}).all():
            found[number].append(Passage(ordinal, heading, text, ""))
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
