"""What speaks for an answer beside how well it fits: bounded, so that it breaks ties and buries nothing."""

from __future__ import annotations

import math
from datetime import datetime

from connectors.model import Audience
from sidecar.knowledge.model import Answer, TrustState
from sidecar.search.analysis import base_language

_TRUST = {
    TrustState.VERIFIED: 1.04,
    TrustState.UNVERIFIED: 1.0,
    TrustState.DUE: 0.99,
    TrustState.CHANGED: 0.97,
    TrustState.FLAGGED: 0.88,
}
#: An internal answer while the editor writes to the customer.
_NOT_FOR_CUSTOMERS = 0.92
#: An answer in another language than the ticket, though it may be the only one.
_OTHER_LANGUAGE = 0.9
#: An answer its source no longer showed in the last complete pass.
_NOT_SEEN = 0.9
_MOST_USED = 0.03
_FRESHEST = 0.02
_HALF_LIFE_DAYS = 365.0
#: The highest weight there is.
HIGHEST = max(_TRUST.values()) * (1 + _MOST_USED) * (1 + _FRESHEST)


def weight(answer: Answer, language: str, reply_public: bool | None, now: datetime) -> float:
    """Return the factor for an answer's score, between about 0.65 and 1.1."""
    factor = _TRUST[answer.trust.state]
    if reply_public and answer.audience is Audience.INTERNAL:
        factor *= _NOT_FOR_CUSTOMERS
    if language and base_language(answer.language) != base_language(language):
        factor *= _OTHER_LANGUAGE
    if answer.not_seen_since is not None:
        factor *= _NOT_SEEN
    return factor * (1 + _use(answer.inserted)) * (1 + _freshness(answer, now))


def _use(inserted: int) -> float:
    return _MOST_USED * (1 - 1 / (1 + math.log1p(max(inserted, 0))))


def _freshness(answer: Answer, now: datetime) -> float:
    dates = [date for date in (answer.updated_at, answer.created_at, answer.trust.at) if date is not None]
    if not dates:
        return 0.0
    age = max((now - max(dates)).total_seconds() / 86_400, 0.0)
    return float(_FRESHEST * 0.5 ** (age / _HALF_LIFE_DAYS))
