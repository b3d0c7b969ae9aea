"""The trust state of an answer, from what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sidecar.knowledge.model import Trust, TrustState


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is stored about an answer's trust. The hashes are of its text: now, and when it was verified."""

    text_hash: str
    verified_at: datetime | None
    verified_by: str | None
    verified_hash: str | None
    flagged_at: datetime | None
    flagged_by: str | None
    flag_reason: str | None


def assess(evidence: Evidence, review_days: int, now: datetime) -> Trust:
    """Return the trust state; of several that hold, flagged > changed > due > verified > unverified."""
    due = evidence.verified_at + timedelta(days=review_days) if evidence.verified_at else None
    if evidence.flagged_at:
        return Trust(TrustState.FLAGGED, evidence.flagged_by, evidence.flagged_at, due, evidence.flag_reason)
    if due is None:
        return Trust(TrustState.UNVERIFIED)
    if evidence.verified_hash != evidence.text_hash:
        state = TrustState.CHANGED
    elif due <= now:
        state = TrustState.DUE
    else:
        state = TrustState.VERIFIED
    return Trust(state, evidence.verified_by, evidence.verified_at, due)
