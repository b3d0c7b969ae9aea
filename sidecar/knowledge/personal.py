"""What each viewer does with answers: how often they inserted one, and which are their favourites.

A viewer is known by the name of their token. Rows outlive an answer that is gone, as learned questions do:
they say nothing while it is away, and hold again when the same document comes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, select

from sidecar.knowledge.clock import moment
from sidecar.knowledge.packed import in_chunks
from sidecar.knowledge.schema import answers, personal

_OF_VIEWER = select(personal.c.answer_number, personal.c.inserted, personal.c.pinned_at).where(
    personal.c.viewer == bindparam("of"),
    personal.c.answer_number.in_(bindparam("numbers", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Personal:
    """What one viewer did with one answer: insertions that were not undone, and whether they pinned it."""

    inserted: int = 0
    pinned: bool = False


def of_viewer(conn: Connection, viewer: str, numbers: Iterable[int]) -> dict[int, Personal]:
    """Return what a viewer did with each of these answers; those they never touched are absent."""
    found: dict[int, Personal] = {}
    for chunk in in_chunks(numbers):
        for number, inserted, pinned_at in conn.execute(_OF_VIEWER, {"of": viewer, "numbers": chunk}):
            found[number] = Personal(inserted, pinned_at is not None)
    return found


def pinned(conn: Connection, viewer: str) -> list[int]:
    """Return the numbers of a viewer's favourites that are there now, the newest favourite first."""
    query = (
        select(personal.c.answer_number)
        .join(answers, answers.c.number == personal.c.answer_number)
        .where(personal.c.viewer == viewer, personal.c.pinned_at.is_not(None), answers.c.gone_at.is_(None))
        .order_by(personal.c.pinned_at.desc(), personal.c.answer_number)
    )
    return list(conn.execute(query).scalars())


def pin(conn: Connection, viewer: str, number: int, now: datetime | None = None) -> None:
    """Make an answer a favourite of a viewer; one that is a favourite already stays as it is."""
    row = conn.execute(select(personal.c.pinned_at).where(_key(viewer, number))).first()
    if row is None:
        conn.execute(personal.insert().values(viewer=viewer, answer_number=number, pinned_at=moment(now)))
    elif row.pinned_at is None:
        conn.execute(personal.update().where(_key(viewer, number)).values(pinned_at=moment(now)))


def unpin(conn: Connection, viewer: str, number: int) -> None:
    """Let an answer be no favourite of a viewer; one that is none stays as it is."""
    conn.execute(personal.update().where(_key(viewer, number)).values(pinned_at=None))


def count(conn: Connection, viewer: str, number: int, change: int) -> None:
    """Count an insertion by a viewer (1), or that one was undone (-1)."""
    key = _key(viewer, number)
    there = conn.execute(select(personal.c.inserted).where(key)).scalar()
    if there is None:
        conn.execute(personal.insert().values(viewer=viewer, answer_number=number, inserted=max(change, 0)))
    else:
        conn.execute(personal.update().where(key).values(inserted=max(there + change, 0)))


def _key(viewer: str, number: int) -> ColumnElement[bool]:
    return (personal.c.viewer == viewer) & (personal.c.answer_number == number)
