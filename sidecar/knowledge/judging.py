"""What people say about an answer: verified, flagged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from sidecar.knowledge.clock import moment
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.schema import answers


def verify(conn: Connection, number: int, by: str, now: datetime | None = None) -> None:
    """Note that somebody found the answer right as it stands; settles a flag, too.

    Raises:
        NotFound: There is no such answer.
    """
    _change_trust(
        conn,
        number,
        verified_at=moment(now),
        verified_by=by,
        verified_hash=answers.c.text_hash,
        flagged_at=None,
        flagged_by=None,
        flag_reason=None,
    )


def flag(conn: Connection, number: int, by: str, reason: str, now: datetime | None = None) -> None:
    """Note that somebody found the answer wrong, and why.

    Raises:
        NotFound: There is no such answer.
    """
    _change_trust(conn, number, flagged_at=moment(now), flagged_by=by, flag_reason=reason)


def unflag(conn: Connection, number: int) -> None:
    """Take a flag back.

    Raises:
        NotFound: There is no such answer.
    """
    _change_trust(conn, number, flagged_at=None, flagged_by=None, flag_reason=None)


def _change_trust(conn: Connection, number: int, **values: Any) -> None:
    live = (answers.c.number == number) & answers.c.gone_at.is_(None)
    if conn.execute(answers.update().where(live).values(**values)).rowcount == 0:
        raise NotFound("This answer is not there any more. Search again.")
