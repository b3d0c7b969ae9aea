"""The search box: forgiving, with filters, and useful even before anything is typed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from sidecar.knowledge import answers, personal, sources
from sidecar.knowledge.model import Answer, Viewer
from sidecar.knowledge.personal import Personal
from sidecar.knowledge.schema import answers as answer_table
from sidecar.knowledge.schema import usage as usage_table
from sidecar.search.analysis import base_language
from sidecar.search.asking import needle_of
from sidecar.search.protocol import Index, Needle, PassageHit, Scope
from sidecar.suggest.fill import context_of
from sidecar.suggest.model import Explanation, Suggestion, Ticket
from sidecar.suggest.operators import SearchFilters, narrowed, read_query
from sidecar.suggest.presenting import Setting, Shown, present, visible
from sidecar.suggest.reasons import Facts
from sidecar.suggest.rulings import always_pinned
from sidecar.suggest.signals import Case, factors
from sidecar.translating import SOURCE_LANGUAGE

#: Passages looked at; beyond them only the count goes on.
_MOST = 1000
#: What a title that is exactly what was typed, or a shortcut, adds to the score.
_EXACT = 4.0
#: A match of this score is shown as one half; scores of text searches have no upper end.
_HALF = 8.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results asked for."""

    query: str
    filters: SearchFilters = field(default_factory=SearchFilters)
    limit: int = 20
    offset: int = 0
    context: Ticket = field(default_factory=Ticket)
    language: str = "en"
    explain: bool = False
    reader: str = SOURCE_LANGUAGE


def search(conn: Connection, index: Index, page: Page, viewer: Viewer) -> tuple[int, tuple[Suggestion, ...]]:
    """Return how many answers match, and those of the page."""
    words, wanted_by = read_query(page.query)
    filters = narrowed(page.filters, wanted_by)
    scope = _scope(conn, filters, viewer) if filters is not None else None
    if filters is None or scope is None:
        return 0, ()
    page = replace(page, query=words, filters=filters)
    needle = needle_of(page.query, page.language, index.languages())
    if not (needle.words or needle.phrases):
        ranked = _listed(conn, page, scope, viewer)
        total, wanted = len(ranked), {}
    else:
        ranked, capped = _found(conn, index, needle, scope, page, viewer)
        total = max(len(ranked), index.count_needle(needle, scope)) if capped else len(ranked)
        wanted = _wanted(needle)
    setting = Setting(viewer, wanted, context_of(page.context), page.context.reply_public, reader=page.reader)
    return total, present(conn, ranked[page.offset : page.offset + page.limit], setting)


def _scope(conn: Connection, filters: SearchFilters, viewer: Viewer) -> Scope | None:
    source_id = None
    if filters.source is not None:
        source = sources.get(conn, filters.source)
        if source is None:
            return None
        source_id = source.id
    language = base_language(filters.language) or None
    return Scope(viewer.groups, filters.kind, source_id, filters.tag, language, filters.audience)


def _found(
    conn: Connection, index: Index, needle: Needle, scope: Scope, page: Page, viewer: Viewer
) -> tuple[list[Shown], bool]:
    hits = index.find_needle(needle, scope, _MOST)
    if not hits:
        hits = index.find_needle(needle, scope, _MOST, fuzzy=True)
    best: dict[int, PassageHit] = {}
    for hit in hits:
        best.setdefault(hit.answer, hit)
    cards = _cards(conn, best, page.filters, viewer)
    own = personal.of_viewer(conn, viewer.name, cards)
    case = Case("", datetime.now(UTC), page.context.reply_public, personal=own)
    shown = [_shown(card, best[number], page, case) for number, card in cards.items()]
    return sorted(shown, key=lambda each: (-each.score, each.answer.number)), len(hits) == _MOST


def _shown(card: Answer, hit: PassageHit, page: Page, case: Case) -> Shown:
    typed = page.query.strip().casefold()
    exact = typed in {card.title.casefold(), (card.shortcut or "").casefold()}
    parts = {"text": hit.score, "exact": _EXACT if exact else 0.0}
    signals = factors(card, case)
    weighed = sum(parts.values()) * math.prod(signals.values())
    own = case.personal.get(card.number, Personal())
    return Shown(
        card,
        weighed / (weighed + _HALF),
        hit.ordinal,
        explanation=Explanation(parts, signals, weighed, half=_HALF) if page.explain else None,
        facts=Facts(own_used=own.inserted, own_pin=own.pinned),
    )


def _listed(conn: Connection, page: Page, scope: Scope, viewer: Viewer) -> list[Shown]:
    """Return what there is: first what the viewer or the team pins, then the most used, then the newest."""
    inserted = func.coalesce(usage_table.c.inserted, 0)
    newest = func.coalesce(answer_table.c.updated_at, answer_table.c.stored_at)
    query = (
        select(answer_table.c.number)
        .outerjoin(usage_table, usage_table.c.answer_number == answer_table.c.number)
        .where(answer_table.c.gone_at.is_(None))
        .order_by(inserted.desc(), newest.desc(), answer_table.c.number)
    )
    named = {"kind": scope.kind, "audience": scope.audience, "source_id": scope.source_id}
    for name, value in named.items():
        if value is not None:
            query = query.where(answer_table.c[name] == str(value))
    cards = _cards(conn, conn.execute(query).scalars().all(), page.filters, viewer)
    own, team = personal.pinned(conn, viewer.name), always_pinned(conn)
    first = dict.fromkeys((*own, *team))
    listed = [
        *(number for number in first if number in cards),
        *(each for each in cards if each not in first),
    ]
    return [
        Shown(cards[number], 0.0, facts=Facts(own_pin=number in own, pinned_by=team.get(number)))
        for number in listed
        if _fits(cards[number], scope)
    ]


def _fits(card: Answer, scope: Scope) -> bool:
    if scope.language is not None and base_language(card.language) != scope.language:
        return False
    return scope.tag is None or scope.tag.casefold() in {tag.casefold() for tag in card.tags}


def _cards(
    conn: Connection, numbers: Iterable[int], filters: SearchFilters, viewer: Viewer
) -> dict[int, Answer]:
    wanted = list(numbers)
    cards = answers.cards(conn, wanted)
    return {
        number: cards[number]
        for number in wanted
        if number in cards
        and visible(cards[number], viewer)
        and (filters.trust is None or cards[number].trust.state is filters.trust)
    }


def _wanted(needle: Needle) -> dict[str, float]:
    wanted = {stem: 1.0 for word in needle.words for stem in (*word.stems, word.surface)}
    return wanted | {surface: 1.0 for phrase in needle.phrases for surface in phrase}
