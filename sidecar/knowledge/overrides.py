"""What the team says about an answer against its source: audience, tags, and that it rests in the archive.

`answers` holds what counts, so search and suggestions need not know who said it. A later sync changes what is
kept here of the source and leaves alone what the team has said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from connectors.model import Audience
from sidecar.knowledge.answers import renew_asked
from sidecar.knowledge.clock import moment
from sidecar.knowledge.counting import take
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.packed import pack, unpack_texts
from sidecar.knowledge.schema import answers, documents, overrides

#: What storing a document has to know of the override of its answer, if there is one.
COLUMNS = (
    overrides.c.answer_number.label("overridden"),
    overrides.c.audience.label("team_audience"),
    overrides.c.tags.label("team_tags"),
    overrides.c.archived_at,
)

_GONE = "This answer is not there any more. Search again."


@dataclass(frozen=True, slots=True)
class Override:
    """What the team said about one answer; `None` where the source's word counts."""

    audience: Audience | None
    tags: tuple[str, ...] | None
    archived_at: datetime | None
    source_audience: Audience
    source_tags: tuple[str, ...]
    by: str
    at: datetime


def of_answer(conn: Connection, number: int) -> Override | None:
    """Return what the team said about an answer, if anything."""
    row = conn.execute(select(overrides).where(overrides.c.answer_number == number)).first()
    if row is None:
        return None
    return Override(
        audience=None if row.audience is None else Audience(row.audience),
        tags=None if row.tags is None else unpack_texts(row.tags),
        archived_at=row.archived_at,
        source_audience=Audience(row.source_audience),
        source_tags=unpack_texts(row.source_tags),
        by=row.changed_by,
        at=row.changed_at,
    )


def set_audience(
    conn: Connection, number: int, audience: Audience | None, by: str, now: datetime | None = None
) -> None:
    """Let the team's word on the audience count from now on; with `None`, the source's again.

    Raises:
        NotFound: There is no such answer.
    """
    _note(conn, number, by, now, audience=None if audience is None else audience.value)
    _put_in_effect(conn, number)


def set_tags(
    conn: Connection, number: int, tags: Sequence[str] | None, by: str, now: datetime | None = None
) -> None:
    """Let the team's tags count from now on; with `None`, the source's again.

    Raises:
        NotFound: There is no such answer.
    """
    _note(conn, number, by, now, tags=None if tags is None else pack(list(dict.fromkeys(tags))))
    _put_in_effect(conn, number)


def archive(conn: Connection, number: int, by: str, now: datetime | None = None) -> None:
    """Take an answer out of search and suggestions, whatever later syncs bring, until it is brought back.

    Raises:
        NotFound: There is no such answer.
    """
    at = moment(now)
    live = select(answers.c.number).where(answers.c.number == number, answers.c.gone_at.is_(None))
    if conn.execute(live).first() is None:
        raise NotFound(_GONE)
    _note(conn, number, by, at, archived_at=at)
    _set_gone(conn, number, at)


def bring_back(conn: Connection, number: int, by: str, now: datetime | None = None) -> None:
    """Let an archived answer be found again.

    Raises:
        NotFound: It is not archived, or was deleted at its source meanwhile.
    """
    archived = select(overrides.c.archived_at).where(
        overrides.c.answer_number == number, overrides.c.archived_at.is_not(None)
    )
    at_source = select(documents.c.external_id).where(documents.c.answer_number == number)
    if conn.execute(archived).first() is None or conn.execute(at_source).first() is None:
        raise NotFound("This answer is not in the archive, or was deleted at its source meanwhile.")
    _note(conn, number, by, now, archived_at=None)
    _set_gone(conn, number, None)


def archived_after(conn: Connection, after: int, limit: int) -> list[int]:
    """Return the numbers of the next archived answers that their sources still have."""
    query = (
        select(overrides.c.answer_number)
        .join(documents, documents.c.answer_number == overrides.c.answer_number)
        .where(overrides.c.archived_at.is_not(None), overrides.c.answer_number > after)
    )
    return list(conn.execute(query.order_by(overrides.c.answer_number).limit(limit)).scalars())


def keep(row: dict[str, Any], before: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Put the team's word into a row of `answers` that is about to be stored; return the source's.

    Args:
        row: what the source says now, changed in place.
        before: what is stored, with `COLUMNS`.
    """
    said = {
        "overridden_number": row["number"],
        "source_audience": row["audience"],
        "source_tags": row["tags"],
    }
    if before.team_audience is not None:
        row["audience"] = before.team_audience
    if before.team_tags is not None:
        row["tags"] = before.team_tags
    if before.archived_at is not None:
        row["gone_at"] = before.archived_at
    return said


def note_source(conn: Connection, said: Sequence[dict[str, Any]]) -> None:
    """Note what the source says of overridden answers, as `keep` returned it."""
    if said:
        key = overrides.c.answer_number == bindparam("overridden_number")
        conn.execute(overrides.update().where(key), list(said))


def _note(conn: Connection, number: int, by: str, now: datetime | None, **said: Any) -> None:
    values = said | {"changed_by": by, "changed_at": moment(now)}
    key = overrides.c.answer_number == number
    if conn.execute(overrides.update().where(key).values(values)).rowcount:
        return
    current = select(answers.c.audience, answers.c.tags).where(answers.c.number == number)
    row = conn.execute(current.where(answers.c.gone_at.is_(None))).first()
    if row is None:
        raise NotFound(_GONE)
    source = {"source_audience": row.audience, "source_tags": row.tags}
    conn.execute(overrides.insert().values(answer_number=number, **source, **values))


def _put_in_effect(conn: Connection, number: int) -> None:
    (seq,) = take(conn, "change")
    said = conn.execute(select(overrides).where(overrides.c.answer_number == number)).one()
    conn.execute(
        answers.update()
        .where(answers.c.number == number)
        .values(
            seq=seq,
            audience=said.audience or said.source_audience,
            tags=said.source_tags if said.tags is None else said.tags,
        )
    )


def _set_gone(conn: Connection, number: int, gone_at: datetime | None) -> None:
    (seq,) = take(conn, "change")
    conn.execute(answers.update().where(answers.c.number == number).values(gone_at=gone_at, seq=seq))
    renew_asked(conn, [number])
