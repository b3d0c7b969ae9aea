"""The trust states of many answers at once, without reading the answers themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from sidecar.knowledge import settings
from sidecar.knowledge.model import TrustState
from sidecar.knowledge.packed import in_chunks
from sidecar.knowledge.schema import answers
from sidecar.knowledge.schema import settings as settings_table
from sidecar.knowledge.trust import Evidence, assess

#: Most answers were neither verified nor flagged, and those that were are few.
_EVIDENCE = select(
    answers.c.number,
    answers.c.text_hash,
    answers.c.verified_at,
    answers.c.verified_hash,
    answers.c.flagged_at,
).where(answers.c.number.in_(bindparam("numbers", expanding=True)), answers.c.gone_at.is_(None))
_REVIEW_DAYS = select(settings_table.c.value).where(settings_table.c.key == settings.REVIEW_DAYS)


def trust_states(conn: Connection, numbers: Iterable[int], now: datetime) -> dict[int, TrustState]:
    """Return the state of each answer by number; those that are gone are absent."""
    review_days = int(conn.execute(_REVIEW_DAYS).scalar() or settings.DEFAULTS[settings.REVIEW_DAYS])
    found: dict[int, TrustState] = {}
    for chunk in in_chunks(numbers):
        for number, text_hash, verified_at, verified_hash, flagged_at in conn.execute(
            _EVIDENCE, {"numbers": chunk}
        ):
            if verified_at is None and flagged_at is None:
                found[number] = TrustState.UNVERIFIED
                continue
            evidence = Evidence(text_hash, verified_at, None, verified_hash, flagged_at, None, None)
            found[number] = assess(evidence, review_days, now).state
    return found
