"""Which answers a search finds, in which order: exact before forgiven, names before texts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sidecar.knowledge.model import Answer
from sidecar.knowledge.personal import Personal
from sidecar.search.box.forgiving import forgiven
from sidecar.search.box.needle import BoxHit, Level, Needle
from sidecar.search.box.splitting import with_splits
from sidecar.search.protocol import Index, Scope
from sidecar.suggest.model import Explanation
from sidecar.suggest.presenting import Shown
from sidecar.suggest.reasons import Facts
from sidecar.suggest.signals import Case, factors
from sidecar.suggest.standing import Standing

#: A trust state is looked for among so many answers.
_MOST = 1_000
#: So many of the best are weighed by trust and use; what comes after stands in the order of the texts.
_WEIGHED = 40
#: What was found exactly is little up to here, and is followed by what is found by forgiving.
_LITTLE = 2
#: A match of this score is shown as one half of what its level has; text scores have no upper end.
_HALF = 8.0
#: What a title that is exactly what was typed, a shortcut or an id adds to the score of the words.
_EXACT_NAME = 4.0
#: Where the scores of each level begin and end.
_EXACT = {Level.TEXT: (0.4, 0.7), Level.TITLE: (0.7, 0.9), Level.NAME: (0.9, 1.0)}
_SPREAD = {Level.TEXT: (0.35, 0.4), Level.TITLE: (0.35, 0.4), Level.NAME: (0.35, 0.4)}
_FORGIVEN = {Level.TEXT: (0.0, 0.2), Level.TITLE: (0.2, 0.33), Level.NAME: (0.33, 0.35)}
#: So many answers that have the words in different passages are looked at.
_SPREAD_MOST = 1000

Levels = dict[Level, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Finding:
    """The answers found, best first as far as they were asked for, and how many there are at all.

    `needle` is what found them; `corrected` are typed words with those they were taken for.
    """

    shown: tuple[Shown, ...]
    total: int
    needle: Needle
    corrected: dict[str, str] = field(default_factory=dict)


def find(index: Index, needle: Needle, scope: Scope, standing: Standing, end: int) -> Finding:
    """Return the first `end` answers that a search box finds."""
    lexicon = index.lexicon(scope)
    needle = with_splits(needle, lexicon)
    exact = _found(index, needle, scope, standing, end, _EXACT)
    if exact.total > _LITTLE:
        return exact
    spread = _spread(index, needle, scope, standing, end, _SPREAD)
    if spread.shown:
        exact = _together(exact, spread, {})
        if exact.total > _LITTLE:
            return exact
    for instead in forgiven(needle, lexicon, index.languages(), little=bool(exact.shown)):
        more = _found(index, instead.needle, scope, standing, end + _LITTLE, _FORGIVEN)
        if not more.shown and instead.needle.least is None:
            more = _spread(index, instead.needle, scope, standing, end, _FORGIVEN)
        if more.shown:
            return _together(exact, more, instead.corrected)
    return exact


def _spread(
    index: Index, needle: Needle, scope: Scope, standing: Standing, end: int, levels: Levels
) -> Finding:
    """Return the answers that have all words, though not in one passage."""
    several = len(needle.words) > 1 and not needle.phrases
    among = index.answers_with_all(needle, scope)[:_SPREAD_MOST] if several else []
    if not among:
        return Finding((), 0, needle)
    wherever = replace(needle, least=1, among=tuple(among), called=())
    return _found(index, wherever, scope, standing, end + _LITTLE, levels)


def _together(exact: Finding, more: Finding, corrected: dict[str, str]) -> Finding:
    known = {each.answer.number for each in exact.shown}
    added = [each for each in more.shown if each.answer.number not in known]
    if not added:
        return exact
    both = len(known & {each.answer.number for each in more.shown})
    return Finding((*exact.shown, *added), len(known) + more.total - both, more.needle, corrected)


def _found(
    index: Index, needle: Needle, scope: Scope, standing: Standing, end: int, levels: Levels
) -> Finding:
    wanted = _MOST if standing.asks_for_trust else max(end, _WEIGHED)
    result = index.find_needle(needle, scope, wanted)
    best = {hit.answer: hit for hit in result.hits}
    order, total = list(best), result.total
    if standing.asks_for_trust and order:
        order = standing.trusted(order)
        total = round(total * len(order) / len(best))
    head = _weighed(standing.cards(order[:_WEIGHED]), best, standing, levels)
    shown = head if len(head) >= end else [*head, *_rest(order[_WEIGHED:end], best, standing, levels, head)]
    gone = len(order[:_WEIGHED]) - len(head)
    return Finding(tuple(shown), total - gone, needle)


def _weighed(
    cards: dict[int, Answer], best: dict[int, BoxHit], standing: Standing, levels: Levels
) -> list[Shown]:
    case = standing.case(cards)
    shown = [_shown(card, best[number], case, standing, levels) for number, card in cards.items()]
    return sorted(shown, key=lambda each: (-each.score, each.answer.number))


def _rest(
    numbers: Iterable[int], best: dict[int, BoxHit], standing: Standing, levels: Levels, head: list[Shown]
) -> list[Shown]:
    ceiling = head[-1].score if head else 1.0
    cards = standing.cards(numbers)
    case = standing.case(cards)
    shown: list[Shown] = []
    for number, card in cards.items():
        each = _shown(card, best[number], case, standing, levels)
        # They stay in the order of their texts, so that pages do not depend on each other.
        ceiling = min(ceiling, each.score)
        shown.append(replace(each, score=ceiling))
    return shown


def _shown(card: Answer, hit: BoxHit, case: Case, standing: Standing, levels: Levels) -> Shown:
    low, high = levels[hit.level]
    parts = {"text": hit.score, "exact": _EXACT_NAME if hit.level is Level.NAME else 0.0}
    signals = factors(card, case)
    weighed = sum(parts.values()) * math.prod(signals.values())
    own = case.personal.get(card.number, Personal())
    return Shown(
        card,
        low + (high - low) * weighed / (weighed + _HALF),
        hit.ordinal,
        explanation=Explanation(parts, signals, weighed, half=_HALF, between=(low, high))
        if standing.explain
        else None,
        facts=Facts(own_used=own.inserted, own_pin=own.pinned),
    )
