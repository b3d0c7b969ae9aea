"""Ranked answers made ready to be shown, each with what is known of why; for admins with all of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sqlalchemy import Connection

from sidecar.knowledge import asked as asked_questions
from sidecar.knowledge.model import Role, Viewer
from sidecar.knowledge.personal import Personal
from sidecar.search.protocol import AskedHit
from sidecar.suggest import scoring, weights
from sidecar.suggest.model import Explanation, VotingQuestion
from sidecar.suggest.presenting import Shown
from sidecar.suggest.ranking import Asked, Ranking, pinned_as
from sidecar.suggest.reasons import Facts
from sidecar.suggest.scoring import Candidate
from sidecar.suggest.topics import shared_topics

#: The factor that stands beside those of the signals: what is left after what agents found unhelpful.
HELPED = "helped"
#: The highest score there is.
_HIGHEST = scoring.HIGHEST * weights.HIGHEST
#: Who may read what other agents were asked, scrubbed as it is.
_SEES_QUESTIONS = frozenset({Role.EXPERT, Role.ADMIN})


def shown_of(conn: Connection, ranking: Ranking, asked: Asked, *, explain: bool) -> list[Shown]:
    """Return what is to be shown of each answer, in the order of the ranking.

    Args:
        conn: Of the store.
        ranking: The answers in their order.
        asked: What was asked, by whom.
        explain: Whether to tell all of why.
    """
    texts = _texts(conn, ranking.chosen, asked.viewer) if explain else {}
    return [_shown(each, ranking, asked, texts if explain else None) for each in ranking.chosen]


def _shown(candidate: Candidate, ranking: Ranking, asked: Asked, texts: dict[int, str] | None) -> Shown:
    unit, units = candidate.unit, asked.asking.units
    return Shown(
        answer=ranking.cards[candidate.answer],
        score=candidate.score / _HIGHEST,
        ordinal=candidate.ordinal,
        used=candidate.used,
        question=asked.asking.question_at(unit),
        about=frozenset(units[unit].words.stems) if unit is not None else frozenset(),
        similar=ranking.groups[candidate.answer],
        explanation=None if texts is None else _explanation(candidate, ranking, asked, texts),
        facts=_facts(candidate, ranking, asked),
    )


def _facts(candidate: Candidate, ranking: Ranking, asked: Asked) -> Facts:
    own = ranking.case.personal.get(candidate.answer, Personal())
    pinned = pinned_as(candidate, asked.ruling)
    return Facts(
        own_used=own.inserted,
        own_pin=own.pinned,
        pinned_by=None if pinned is None else asked.ruling.pins[pinned].by,
        label=shared_topics(ranking.cards[candidate.answer], ranking.case.topics).label,
    )


def _explanation(candidate: Candidate, ranking: Ranking, asked: Asked, texts: dict[int, str]) -> Explanation:
    parts = scoring.parts(candidate)
    factors = {HELPED: scoring.left(candidate), **(candidate.factors or {})}
    pinned = pinned_as(candidate, asked.ruling)
    found_as = ranking.cards.get(candidate.found_as) if candidate.found_as is not None else None
    return Explanation(
        parts=parts,
        factors=factors,
        weighed=sum(parts.values()) * math.prod(factors.values()),
        evidence=scoring.evidence(candidate),
        highest=_HIGHEST,
        questions=tuple(_question(hit, candidate, texts) for hit in _strongest_first(candidate.voted)),
        rules=() if pinned is None else (asked.ruling.pins[pinned],),
        lifted=candidate.lifted,
        found_as=found_as.id if found_as else None,
    )


def _texts(conn: Connection, chosen: Sequence[Candidate], viewer: Viewer) -> dict[int, str]:
    sees_all = viewer.role in _SEES_QUESTIONS
    numbers = {hit.question for each in chosen for hit in each.voted if sees_all or not hit.learned}
    return asked_questions.texts(conn, numbers)


def _strongest_first(voted: Sequence[AskedHit]) -> list[AskedHit]:
    return sorted(voted, key=lambda hit: -hit.weight * hit.score**2)


def _question(hit: AskedHit, candidate: Candidate, texts: dict[int, str]) -> VotingQuestion:
    nearness = (candidate.close or {}).get(hit.question, 0.0)
    return VotingQuestion(texts.get(hit.question), nearness, hit.weight, hit.learned)
