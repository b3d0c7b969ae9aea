"""From answers that may fit to those shown, in their order: signals, languages, repetitions, rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection

from connectors.model import Kind
from sidecar.knowledge import answers, asked, personal
from sidecar.knowledge.model import Answer, Viewer
from sidecar.suggest.bounds import Signal
from sidecar.suggest.coverage import cover, how_sure
from sidecar.suggest.families import Related, one_of_each_family, wanted_translations
from sidecar.suggest.model import LeftOut, Ticket
from sidecar.suggest.own_language import lift_own_language
from sidecar.suggest.presenting import visible
from sidecar.suggest.rulings import Ruling
from sidecar.suggest.scoring import Candidate
from sidecar.suggest.signals import Case, SimilarUse, factors
from sidecar.suggest.similar import group_similar
from sidecar.suggest.topics import topics_of
from sidecar.suggest.units import Asking
from sidecar.suggest.voting import INSERTED

#: Answers looked at in the store, for each one wanted: some turn out to be gone, or to say the same.
_LOOKED_AT = 3
#: Of answers that say the same, these decide which stands for them.
_TELLING = (Signal.AUDIENCE, Signal.TRUST, Signal.NOT_SEEN, Signal.LANGUAGE)
#: Why a score is that of a better answer.
PINNED = "pinned"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, by whom: all that the order depends on besides the answers themselves.

    `gather` finds the candidates for a piece of the ticket.
    """

    ticket: Ticket
    subject: str
    language: str
    asking: Asking
    viewer: Viewer
    ruling: Ruling
    limit: int
    several_languages: bool
    gather: Callable[[Asking], list[Candidate]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answers to show, best first, with what the store says of them and why others are not among them.

    `groups` gives for each the answers that repeat it; `sure` is how sure the first is, if the ticket has
    several questions.
    """

    chosen: list[Candidate]
    cards: Mapping[int, Answer]
    groups: Mapping[int, list[Answer]]
    case: Case
    left_out: tuple[LeftOut, ...]
    sure: float | None = None


def rank(conn: Connection, candidates: Sequence[Candidate], by: Asked) -> Ranking:
    """Put answers that may fit in their final order.

    Args:
        conn: Of the store; it has the last word on what is there, and for whom.
        candidates: Answers with the scores of their texts, best first.
        by: What is asked, by whom.
    """
    found, muted = _without_muted(conn, candidates, by)
    cards = _cards(conn, found, by)
    related = _related(conn, cards, by)
    cards |= _seen(conn, wanted_translations(found, cards, related, by.language), by.viewer)
    there = [each for each in found if each.answer in cards]
    family_heads, translated = one_of_each_family(there, cards, related, by.language)
    case = _case(conn, family_heads, cards, by)
    ranked = _weighed(family_heads, cards, case)
    own_words = {*by.asking.whole.stems, *by.asking.whole.surfaces.values()}
    ranked = lift_own_language(ranked, cards, by.language, own_words)
    covering = cover(ranked, by.asking, partial(_answers_to, conn, cards, case, by, translated))
    ranked = _pins_first(covering.ranked, by.ruling)
    groups = group_similar([cards[each.answer] for each in ranked], by.limit)
    chosen, groups = _best_of_each_group(ranked, groups, cards)
    chosen = _pins_first(sorted(chosen, key=lambda each: -each.score), by.ruling)
    left_out = [
        *muted,
        *(LeftOut(cards[number], "translation", of=cards[head]) for number, head in translated.items()),
        *(LeftOut(each, "repeats", of=cards[head]) for head, others in groups.items() for each in others),
    ]
    return Ranking(chosen, cards, groups, case, tuple(left_out), covering.sure)


def pinned_as(candidate: Candidate, ruling: Ruling) -> int | None:
    """Return the number of the answer whose pin puts this one first: its own, or of what it stands for."""
    for number in (candidate.answer, candidate.found_as):
        if number is not None and number in ruling.pins:
            return number
    return None


def _without_muted(
    conn: Connection, candidates: Sequence[Candidate], by: Asked
) -> tuple[list[Candidate], list[LeftOut]]:
    """Take out what a rule mutes, and add what a rule pins though nothing of the ticket speaks for it."""
    mutes, pins = by.ruling.mutes, by.ruling.pins
    kept = [each for each in candidates if each.answer not in mutes]
    kept += [Candidate(number) for number in pins if number not in {each.answer for each in kept}]
    taken_out = [each.answer for each in candidates[: _LOOKED_AT * by.limit] if each.answer in mutes]
    cards = _seen(conn, taken_out, by.viewer)
    return kept, [
        LeftOut(cards[number], "muted", rule=mutes[number]) for number in taken_out if number in cards
    ]


def _cards(conn: Connection, candidates: Sequence[Candidate], by: Asked) -> dict[int, Answer]:
    """Return what the store says of the best candidates now: what is gone there is not suggested."""
    wanted = _LOOKED_AT * by.limit
    cards = _seen(conn, list(by.ruling.pins), by.viewer)
    for first in range(0, len(candidates), wanted):
        numbers = [each.answer for each in candidates[first : first + wanted]]
        cards |= _seen(conn, [number for number in numbers if number not in cards], by.viewer)
        if len(cards) >= wanted // 2:
            break
    return cards


def _seen(conn: Connection, numbers: Sequence[int], viewer: Viewer) -> dict[int, Answer]:
    if not numbers:
        return {}
    found = answers.cards(conn, numbers)
    return {number: card for number, card in found.items() if visible(card, viewer)}


def _related(conn: Connection, cards: Mapping[int, Answer], by: Asked) -> Related:
    if not (by.several_languages and cards):
        return {}
    groups = by.viewer.groups
    return {
        number: [
            each
            for each in others
            if each.number not in by.ruling.mutes
            and (groups is None or not each.groups or not each.groups.isdisjoint(groups))
        ]
        for number, others in answers.translations(conn, cards).items()
    }


def _case(conn: Connection, candidates: Sequence[Candidate], cards: Mapping[int, Answer], by: Asked) -> Case:
    latest = {
        each.answer: max(hit.question for hit in each.voted if hit.learned and hit.weight >= INSERTED)
        for each in candidates
        if any(hit.learned and hit.weight >= INSERTED for hit in each.voted)
    }
    dates = asked.dates(conn, latest.values()) if latest else {}
    return Case(
        language=by.language,
        now=datetime.now(UTC),
        reply_public=by.ticket.reply_public,
        topics=topics_of(by.ticket, by.subject, by.language, by.asking.tells),
        personal=personal.of_viewer(conn, by.viewer.name, cards),
        similar_use={
            each.answer: SimilarUse(each.used, dates.get(latest.get(each.answer, 0)))
            for each in candidates
            if each.used
        },
    )


def _weighed(candidates: Sequence[Candidate], cards: Mapping[int, Answer], case: Case) -> list[Candidate]:
    for each in candidates:
        each.factors = found = factors(cards[each.answer], case)
        each.weight = math.prod(found.values())
        each.score *= each.weight
    return sorted(candidates, key=lambda each: (-each.score, each.answer))


def _answers_to(
    conn: Connection,
    cards: dict[int, Answer],
    case: Case,
    by: Asked,
    passed_over: Collection[int],
    piece: Asking,
) -> tuple[list[Candidate], float]:
    """Return the answers to a piece of the ticket alone, best first, and how sure the best of them is."""
    found = [each for each in by.gather(piece) if each.answer not in by.ruling.mutes]
    found = [each for each in found if each.answer not in passed_over][: 2 * _LOOKED_AT]
    cards |= _seen(conn, [each.answer for each in found if each.answer not in cards], by.viewer)
    ranked = _weighed([each for each in found if each.answer in cards], cards, case)
    if not ranked:
        return [], 0.0
    best = cards[ranked[0].answer]
    return ranked, how_sure(ranked, best, _text_to_show(conn, best, ranked[0].ordinal), piece)


def _text_to_show(conn: Connection, answer: Answer, ordinal: int | None) -> str:
    if answer.kind is Kind.REPLY or ordinal is None:
        return answer.text
    found = answers.passages(conn, [(answer.number, ordinal)])
    return next((passage.text for passage in found.values()), answer.text)


def _pins_first(ranked: Sequence[Candidate], ruling: Ruling) -> list[Candidate]:
    if not ruling.pins:
        return list(ranked)
    order = {number: place for place, number in enumerate(ruling.pins)}
    pinned = [
        (place, each) for each in ranked if (place := order.get(pinned_as(each, ruling) or 0)) is not None
    ]
    first = [each for _, each in sorted(pinned, key=lambda item: item[0])]
    best = max((each.score for each in ranked), default=0.0)
    for each in first:
        each.score, each.lifted = best, PINNED
    return [*first, *(each for each in ranked if each.lifted != PINNED)]


def _best_of_each_group(
    ranked: Sequence[Candidate], groups: Mapping[int, list[Answer]], cards: Mapping[int, Answer]
) -> tuple[list[Candidate], dict[int, list[Answer]]]:
    """Let the most reliable of answers that say the same stand for them, with the best evidence of any."""
    found = {each.answer: each for each in ranked}
    chosen: list[Candidate] = []
    regrouped: dict[int, list[Answer]] = {}
    for number, others in groups.items():
        first = found[number]
        members = [first, *(found[other.number] for other in others)]
        best = first if first.lifted == PINNED else max(members, key=_reliability)
        regrouped[best.answer] = [cards[each.answer] for each in members if each is not best]
        chosen.append(first if best is first else _in_place_of(first, best))
    return chosen, regrouped


def _reliability(candidate: Candidate) -> float:
    return math.prod((candidate.factors or {}).get(signal, 1.0) for signal in _TELLING)


def _in_place_of(first: Candidate, best: Candidate) -> Candidate:
    score = first.score if first.lifted else first.score / first.weight * best.weight
    return replace(
        first,
        answer=best.answer,
        ordinal=best.ordinal,
        used=best.used,
        factors=best.factors,
        weight=best.weight,
        score=score,
        found_as=first.found_as or first.answer,
    )
