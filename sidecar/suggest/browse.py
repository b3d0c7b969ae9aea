"""The search box: forgiving, with filters, and useful even before anything is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from sidecar.knowledge import sources
from sidecar.knowledge.model import Viewer
from sidecar.search.analysis import base_language
from sidecar.search.box.lexicon import Lexicon
from sidecar.search.box.typed import literal_needle_of, needle_of
from sidecar.search.protocol import Index, Scope
from sidecar.suggest.fill import context_of
from sidecar.suggest.finding import Finding, find
from sidecar.suggest.listing import listed
from sidecar.suggest.marking import wanted_terms
from sidecar.suggest.model import Suggestion, Ticket
from sidecar.suggest.operators import SearchFilters, narrowed, read_query
from sidecar.suggest.presenting import Setting, present
from sidecar.suggest.standing import Standing
from sidecar.translating import SOURCE_LANGUAGE

_LETTERS = re.compile(r"[^\W_]+")


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


@dataclass(frozen=True, slots=True)
class Found:
    """How many answers a search finds, those of one page, and the words it was taken to mean, if others."""

    total: int = 0
    results: tuple[Suggestion, ...] = ()
    corrected: str | None = None


def search(conn: Connection, index: Index, page: Page, viewer: Viewer) -> Found:
    """Return how many answers match, and those of the page."""
    words, wanted_by = read_query(page.query)
    wanted_by = _with_whole_tags(wanted_by, index.lexicon(Scope(viewer.groups)))
    filters = narrowed(page.filters, wanted_by)
    scope = _scope(conn, filters, viewer) if filters is not None else None
    if filters is None or scope is None:
        return Found()
    page = replace(page, query=words, filters=filters)
    standing = Standing(conn, viewer, filters, page.context.reply_public, page.explain)
    known = index.languages()
    language = page.language if base_language(page.language) in known or not known else known[0]
    needle = needle_of(words, language, known)
    end = page.offset + page.limit
    if needle.is_empty:
        finding = listed(index, scope, standing, page.offset, end)
    else:
        finding = find(index, needle, scope, standing, end)
        if not finding.shown and needle.without:
            finding = find(index, literal_needle_of(words, language, known), scope, standing, end)
        finding = replace(finding, shown=finding.shown[page.offset :])
    setting = Setting(
        viewer,
        wanted_terms(finding.needle, index.lexicon(scope)),
        context_of(page.context),
        page.context.reply_public,
        translated=len(known) > 1,
        reader=page.reader,
    )
    results = present(conn, finding.shown[: page.limit], setting)
    return Found(finding.total, results, _corrected(words, finding))


def _with_whole_tags(wanted_by: list[SearchFilters], lexicon: Lexicon) -> list[SearchFilters]:
    """Take the beginning of a tag for the tag: it is narrowed by while it is typed."""
    return [replace(each, tag=lexicon.tag(each.tag)) if each.tag else each for each in wanted_by]


def _corrected(words: str, finding: Finding) -> str | None:
    """Return what was typed with the words it was taken to mean."""
    if not finding.corrected:
        return None

    def meant(typed: re.Match[str]) -> str:
        return finding.corrected.get(typed[0].casefold(), typed[0])

    said = " ".join(
        finding.corrected.get(word.casefold()) or _LETTERS.sub(meant, word) for word in words.split()
    )
    return said if said != " ".join(words.split()) else None


def _scope(conn: Connection, filters: SearchFilters, viewer: Viewer) -> Scope | None:
    scope = _named(conn, filters)
    if scope is None:
        return None
    # What a trust state leaves out is told by the store.
    without = [each for other in filters.without if other.trust is None and (each := _named(conn, other))]
    return replace(scope, groups=viewer.groups, more_tags=filters.more_tags, without=tuple(without))


def _named(conn: Connection, filters: SearchFilters) -> Scope | None:
    source_id = None
    if filters.source is not None:
        source = sources.get(conn, filters.source)
        if source is None:
            return None
        source_id = source.id
    language = base_language(filters.language) or None
    return Scope(None, filters.kind, source_id, filters.tag, language, filters.audience)
