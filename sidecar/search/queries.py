"""From words to Tantivy queries. Nothing a person types ever reaches a query parser."""

from __future__ import annotations

from collections.abc import Mapping

from tantivy import Occur, Query, Schema

from sidecar.search.protocol import Scope, Words
from sidecar.search.rows import EVERYONE, GROUP
from sidecar.search.snapshot import Snapshot

#: How much a match in the title weighs beside one in the body, and pieces of words beside stems.
TITLE = 2.0
BODY = 1.0
GRAMS = 0.15

#: How much a pair of neighbouring words weighs beside a word, in asked questions and in profiles.
PAIRS = 0.3
PROFILE_PAIRS = 0.5

_EVERYTHING = Scope()


def passages_any(schema: Schema, words: Words) -> Query | None:
    """Return the query for passages with any of the words; `None` if there are no words."""
    titled = words.stems
    if words.titled is not None:
        titled = {stem: weight for stem, weight in words.stems.items() if stem in words.titled}
    clauses = [
        *_weighted(schema, "title", titled, TITLE),
        *_weighted(schema, "body", words.stems, BODY),
        *_weighted(schema, "grams", words.grams, GRAMS),
    ]
    return _any(clauses)


def questions_any(shelf: Snapshot, words: Words, pairs: float) -> Query | None:
    """Return the query for asked questions, or profiles, that share words or pairs of words.

    Args:
        shelf: The asked questions or the profiles: what none of them has is not asked for.
        words: What is asked for.
        pairs: What a pair of neighbouring words weighs beside a word.

    Returns:
        `None` if none of the words is there.
    """
    schema = shelf.schema
    clauses = [
        *_weighted(schema, "stems", shelf.known("stems", words.stems), 1.0),
        *_weighted(schema, "pairs", shelf.known("pairs", words.pairs), pairs),
        *_weighted(schema, "grams", words.grams, GRAMS),
    ]
    return _any(clauses)


def within(schema: Schema, query: Query, scope: Scope, *, restricted: bool) -> Query:
    """Narrow a query to what the scope lets exist; scores stay as they were.

    `restricted` tells whether the index holds anything that is not for everyone; if not, the filter is
    spared.
    """
    if scope.groups is None and scope == _EVERYTHING:
        return query
    filters: list[Query] = []
    if scope.groups is not None and restricted:
        marks = [EVERYONE, *(GROUP + group for group in sorted(scope.groups))]
        filters.append(Query.term_set_query(schema, "groups", marks))
    filters += _named(schema, scope)
    excluded = [(Occur.MustNot, each) for other in scope.without for each in _named(schema, other)]
    if not (filters or excluded):
        return query
    silent = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
    return Query.boolean_query([(Occur.Must, query), *silent, *excluded])


def _named(schema: Schema, scope: Scope) -> list[Query]:
    named = [
        ("kind", scope.kind and scope.kind.value),
        ("source", scope.source_id),
        ("tag", scope.tag and scope.tag.casefold()),
        *(("tag", tag.casefold()) for tag in scope.more_tags),
        ("language", scope.language),
        ("audience", scope.audience and scope.audience.value),
    ]
    return [Query.term_query(schema, name, value, "basic") for name, value in named if value]


def _weighted(schema: Schema, field: str, terms: Mapping[str, float], boost: float) -> list[Query]:
    term_query, boost_query = Query.term_query, Query.boost_query
    return [
        term_query(schema, field, term, "freq")
        if weight * boost == 1.0
        else boost_query(term_query(schema, field, term, "freq"), weight * boost)
        for term, weight in terms.items()
    ]


def _any(clauses: list[Query]) -> Query | None:
    if not clauses:
        return None
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses])
