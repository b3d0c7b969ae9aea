"""What speaks for an answer besides how well its texts fit: one small function for each signal.

Each returns a factor for the score within the bounds that `sidecar.suggest.bounds` states for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.model import Audience
from sidecar.knowledge.model import Answer, TrustState
from sidecar.knowledge.personal import Personal
from sidecar.search.analysis import base_language
from sidecar.suggest.bounds import BOUNDS, Signal
from sidecar.suggest.topics import NO_TOPICS, Topics, shared_topics

_TRUST = {
    TrustState.VERIFIED: BOUNDS[Signal.TRUST].most,
    TrustState.UNVERIFIED: 1.0,
    TrustState.DUE: 0.99,
    TrustState.CHANGED: 0.97,
    TrustState.FLAGGED: BOUNDS[Signal.TRUST].least,
}
#: How long, in days, until news and use count half.
_FRESH_HALF_LIFE = 365.0
_USE_HALF_LIFE = 180.0
#: What use for similar tickets still counts when it was long ago.
_OLD_USE = 0.5
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class SimilarUse:
    """How often an answer was inserted for similar tickets, and when last, if known."""

    count: int
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The ticket and the viewer that answers are weighed for.

    `language` is a BCP 47 tag, empty where it does not matter; `personal` and `similar_use` are by the
    numbers of answers.
    """

    language: str
    now: datetime
    reply_public: bool | None = None
    topics: Topics = NO_TOPICS
    personal: Mapping[int, Personal] = field(default_factory=dict)
    similar_use: Mapping[int, SimilarUse] = field(default_factory=dict)


def factors(answer: Answer, case: Case) -> dict[str, float]:
    """Return the factor of every signal (its value from `Signal`) for an answer."""
    own = case.personal.get(answer.number, Personal())
    return {
        Signal.TRUST: _TRUST[answer.trust.state],
        Signal.AUDIENCE: audience(answer, case.reply_public),
        Signal.LANGUAGE: language(answer, case.language),
        Signal.NOT_SEEN: 1.0 if answer.not_seen_since is None else BOUNDS[Signal.NOT_SEEN].least,
        Signal.SIMILAR_USE: similar_use(case.similar_use.get(answer.number), case.now),
        Signal.TEAM_USE: _lifted(Signal.TEAM_USE, _often(answer.inserted)),
        Signal.OWN_USE: _lifted(Signal.OWN_USE, _often(own.inserted)),
        Signal.OWN_PIN: _lifted(Signal.OWN_PIN, float(own.pinned)),
        Signal.TOPIC: _lifted(Signal.TOPIC, shared_topics(answer, case.topics).share),
        Signal.FRESHNESS: freshness(answer, case.now),
    }


def audience(answer: Answer, reply_public: bool | None) -> float:
    """Return the factor for an answer that may not be for who will read the reply."""
    wrong = bool(reply_public) and answer.audience is Audience.INTERNAL
    return BOUNDS[Signal.AUDIENCE].least if wrong else 1.0


def language(answer: Answer, wanted: str) -> float:
    """Return the factor for an answer that may be in another language than is wanted."""
    other = bool(wanted) and base_language(answer.language) != base_language(wanted)
    return BOUNDS[Signal.LANGUAGE].least if other else 1.0


def similar_use(use: SimilarUse | None, now: datetime) -> float:
    """Return the factor for use in similar tickets; use of long ago counts half."""
    if use is None:
        return 1.0
    recent = 1.0 if use.latest is None else _halved(use.latest, now, _USE_HALF_LIFE)
    return _lifted(Signal.SIMILAR_USE, _often(use.count) * (_OLD_USE + (1 - _OLD_USE) * recent))


def freshness(answer: Answer, now: datetime) -> float:
    """Return the factor for when an answer was last written or verified."""
    dates = [date for date in (answer.updated_at, answer.created_at, answer.trust.at) if date is not None]
    return _lifted(Signal.FRESHNESS, _halved(max(dates), now, _FRESH_HALF_LIFE) if dates else 0.0)


def _lifted(signal: Signal, share: float) -> float:
    return 1 + (BOUNDS[signal].most - 1) * share


def _often(count: int) -> float:
    """Return from 0 to 1 how often something was done; the first times count most."""
    return 1 - 1 / (1 + math.log1p(max(count, 0)))


def _halved(date: datetime, now: datetime, half_life: float) -> float:
    age = max((now - date).total_seconds() / _DAY, 0.0)
    return float(0.5 ** (age / half_life))
