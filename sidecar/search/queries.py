"""From words to Tantivy queries. Nothing a person types ever reaches a query parser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tantivy import Occur, Query, Schema

from sidecar.search.protocol import Needle, Scope, Word, Words
from sidecar.search.rows import EVERYONE, GROUP

#: How much a match in the title weighs beside one in the body, and pieces of words beside stems.
TITLE = 2.0
BODY = 1.0
GRAMS = 0.15

#: How much a pair of neighbouring words weighs beside a word, in asked questions and in profiles.
PAIRS = 0.3
PROFILE_PAIRS = 0.5

#: A fuzzy match may differ in one letter, or two, from these lengths on.
_FUZZY_FROM = 4
_FUZZY_TWICE_FROM = 9


def passages_any(schema: Schema, words: Words) -> Query | None:
    """Return the query for passages with any of the words; `None` if there are no words."""
    clauses = [
        *_weighted(schema, "title", words.stems, TITLE),
        *_weighted(schema, "body", words.stems, BODY),
        *_weighted(schema, "grams", words.grams, GRAMS),
    ]
    return _any(clauses)


def needle_query(schema: Schema, needle: Needle, *, fuzzy: bool) -> Query:
    """Return the query of a search box: every word and phrase, a prefix at the end; all rows if empty.

    With `fuzzy`, words may differ by a letter and only most of them need to be there.
    """
    words = [_word(schema, word, fuzzy=fuzzy) for word in needle.words]
    if words and needle.open_end:
        started = Query.fuzzy_term_query(schema, "surface", needle.words[-1].surface, distance=0, prefix=True)
        words[-1] = Query.boolean_query(
            [(Occur.Should, words[-1]), (Occur.Should, Query.boost_query(started, 0.3))]
        )
    if fuzzy and words:
        most = max(1, (2 * len(words) + 2) // 3)
        words = [Query.boolean_query([(Occur.Should, query) for query in words], most)]
    phrases = [_phrase(schema, phrase) for phrase in needle.phrases]
    if not words and not phrases:
        return Query.all_query()
    return Query.boolean_query([(Occur.Must, query) for query in (*words, *phrases)])


def asked_any(schema: Schema, words: Words) -> Query | None:
    """Return the query for asked questions that share words or pairs of words; `None` without words."""
    clauses = [
        *_weighted(schema, "stems", words.stems, 1.0),
        *_weighted(schema, "pairs", words.pairs, PAIRS),
        *_weighted(schema, "grams", words.grams, GRAMS),
    ]
    return _any(clauses)


def profiles_any(schema: Schema, words: Words) -> Query | None:
    """Return the query for the profiles of answers, as for asked questions."""
    clauses = [
        *_weighted(schema, "stems", words.stems, 1.0),
        *_weighted(schema, "pairs", words.pairs, PROFILE_PAIRS),
        *_weighted(schema, "grams", words.grams, GRAMS),
    ]
    return _any(clauses)


def within(schema: Schema, query: Query, scope: Scope, *, restricted: bool) -> Query:
    """Narrow a query to what the scope lets exist; scores stay as they were.

    `restricted` tells whether the index holds anything that is not for everyone; if not, the filter is
    spared.
    """
    filters: list[Query] = []
    if scope.groups is not None and restricted:
        marks = [EVERYONE, *(GROUP + group for group in sorted(scope.groups))]
        filters.append(Query.term_set_query(schema, "groups", marks))
    named = {
        "kind": scope.kind and scope.kind.value,
        "source": scope.source_id,
        "tag": scope.tag and scope.tag.casefold(),
        "language": scope.language,
        "audience": scope.audience and scope.audience.value,
    }
    filters += [Query.term_query(schema, name, value, "basic") for name, value in named.items() if value]
    if not filters:
        return query
    silent = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
    return Query.boolean_query([(Occur.Must, query), *silent])


def _weighted(schema: Schema, field: str, terms: Mapping[str, float], boost: float) -> Iterable[Query]:
    for term, weight in terms.items():
        query = Query.term_query(schema, field, term, "freq")
        yield query if weight * boost == 1.0 else Query.boost_query(query, weight * boost)


def _any(clauses: list[Query]) -> Query | None:
    if not clauses:
        return None
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses])


def _word(schema: Schema, word: Word, *, fuzzy: bool) -> Query:
    clauses = [Query.boost_query(Query.term_query(schema, "surface", word.surface, "freq"), 0.5)]
    for stem in word.stems:
        clauses.append(Query.boost_query(Query.term_query(schema, "title", stem, "freq"), TITLE))
        clauses.append(Query.term_query(schema, "body", stem, "freq"))
    if fuzzy and len(word.surface) >= _FUZZY_FROM:
        # Fuzzy matches all score the same constant: kept far below a real one, they only fill up.
        distance = 1 if len(word.surface) < _FUZZY_TWICE_FROM else 2
        near = Query.fuzzy_term_query(schema, "surface", word.surface, distance=distance)
        clauses.append(Query.boost_query(near, 0.3))
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses])


def _phrase(schema: Schema, words: tuple[str, ...]) -> Query:
    if len(words) == 1:
        return Query.term_query(schema, "surface", words[0], "freq")
    return Query.phrase_query(schema, "surface", list(words))
