"""From a needle to a Tantivy query, with how well a passage answers packed into its score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import Occur, Query, Schema

from sidecar.search.analysis import grams
from sidecar.search.box.needle import Level, Needle, Reading, Word

#: What a match counts in each field: names are titles, tags and shortcuts; a surface is the word as written.
_NAME = 1.0
_TITLE = 2.0
_BODY = 1.0
_SURFACE = 0.5
#: What a word counts that begins with what is typed, and one that has it inside.
_BEGUN_NAME = 0.6
_BEGUN = 0.3
_INSIDE = 0.5

#: Far above any sum of word scores, and small enough for a score of 32 bits to keep three decimals.
_STEP = 4096.0
_OF_TITLE, _OF_NAME = _STEP, 2 * _STEP

_HANGUL_FIRST, _HANGUL_LAST, _FINALS = 0xAC00, 0xD7A3, 28


def needle_query(schema: Schema, needle: Needle) -> Query:
    """Return the query of a search box; a score read by `level_of` tells the level and the rest.

    An empty needle finds all rows.
    """
    if needle.is_empty:
        return Query.all_query()
    required, optional = _text(schema, needle)
    said = [(Occur.Must, query) for query in required or [Query.all_query()]]
    said += [(Occur.Should, query) for query in optional]
    if needle.words and needle.least is None:
        titled = [_titled(schema, word, begins=_begins(needle, place)) for place, word in _each(needle)]
        said.append((Occur.Should, _const(_all(titled), _OF_TITLE)))
    if needle.among is not None:
        said.append((Occur.Must, _const(Query.term_set_query(schema, "answer", list(needle.among)), 0.0)))
    found = Query.boolean_query(said)
    if needle.called:
        named = [(Occur.Should, _const(_called(schema, name), _OF_NAME)) for name in needle.called]
        ways = [(Occur.Should, found), *named] if required else named
        found = Query.boolean_query(ways)
    excluded = [(Occur.MustNot, _word(schema, word)) for word in needle.without]
    return Query.boolean_query([(Occur.Must, found), *excluded]) if excluded else found


def word_queries(schema: Schema, needle: Needle) -> list[Query]:
    """Return the query for each word of a search box by itself."""
    return [_word(schema, word, begins=_begins(needle, place)) for place, word in _each(needle)]


def level_of(score: float) -> tuple[Level, float]:
    """Return the level that is packed into the score of a hit, and the score of its words."""
    step = int(score // _STEP)
    level = Level.NAME if step >= 2 else Level(step)  # noqa: PLR2004 - the name counts two steps
    return level, score - step * _STEP


def _text(schema: Schema, needle: Needle) -> tuple[list[Query], list[Query]]:
    """Return what has to be in a text, and what counts beside it."""
    words: list[Query] = []
    optional = [_word(schema, word) for word in needle.aside]
    for place, word in _each(needle):
        query = _word(schema, word, begins=_begins(needle, place))
        # A single letter begins too much to be asked for beside other words.
        alone = len(needle.words) == 1 or not (_begins(needle, place) and _is_letter(word))
        (words if alone else optional).append(query)
    if needle.least is not None and words:
        words = [
            Query.boolean_query([(Occur.Should, query) for query in words], min(needle.least, len(words)))
        ]
    phrases = [_any([_phrase(schema, reading) for reading in readings]) for readings in needle.phrases]
    return [*words, *phrases], optional


def _each(needle: Needle) -> Iterable[tuple[int, Word]]:
    return enumerate(needle.words)


def _begins(needle: Needle, place: int) -> bool:
    return needle.open_end and place == len(needle.words) - 1


def _is_letter(word: Word) -> bool:
    return len(word.surface) == 1 and word.surface.isalpha() and not word.lone


def _word(schema: Schema, word: Word, *, begins: bool = False) -> Query:
    clauses = [
        _boosted(_reading(schema, reading, begins=begins), reading.weight) for reading in word.readings
    ]
    if word.surface:
        clauses.append(_boosted(_term(schema, "name", word.surface), _NAME))
        clauses.append(_boosted(_term(schema, "surface", word.surface), _SURFACE))
    for stem in word.stems:
        clauses.append(_boosted(_term(schema, "title", stem), _TITLE))
        clauses.append(_boosted(_term(schema, "body", stem), _BODY))
    if begins or word.lone:
        clauses += _going_on(schema, word)
    return _any(clauses)


def _titled(schema: Schema, word: Word, *, begins: bool = False) -> Query:
    """Return the query for a word in what an answer is called."""
    if begins and _is_letter(word):
        return Query.all_query()
    clauses = [_all([_titled(schema, each) for each in reading.words]) for reading in word.readings]
    if word.surface:
        clauses.append(_term(schema, "name", word.surface))
    clauses += [_term(schema, "title", stem) for stem in word.stems]
    if begins or word.lone:
        clauses += _begun(schema, "name", word.surface)
    return _any(clauses)


def _going_on(schema: Schema, word: Word) -> list[Query]:
    """Return the queries for words that begin with a word, or have it inside where it is one character."""
    clauses = [_boosted(query, _BEGUN_NAME) for query in _begun(schema, "name", word.surface)]
    if not _is_letter(word):
        # The body has what is written with a hyphen as one word, which the surface does not.
        for field in ("surface", "body"):
            clauses += [_boosted(query, _BEGUN) for query in _begun(schema, field, word.surface)]
    if word.lone:
        clauses.append(_boosted(Query.regex_query(schema, "surface", "." + word.surface), _BEGUN))
    return clauses


def _begun(schema: Schema, field: str, surface: str) -> list[Query]:
    queries = [Query.fuzzy_term_query(schema, field, surface, distance=0, prefix=True)] if surface else []
    code = ord(surface[-1]) if surface else 0
    if _HANGUL_FIRST <= code <= _HANGUL_LAST:
        # A syllable under way has another end, or none yet: 비미 is on the way to 비밀.
        first = code - (code - _HANGUL_FIRST) % _FINALS
        syllables = [surface[:-1] + chr(first + final) for final in range(_FINALS)]
        queries.append(_const(Query.term_set_query(schema, field, syllables), 1.0))
    return queries


def _reading(schema: Schema, reading: Reading, *, begins: bool) -> Query:
    if reading.inside:
        return _inside(schema, reading.words[0].surface)
    if reading.adjacent:
        return _phrase(schema, [word.surface for word in reading.words])
    return _all([_word(schema, word, begins=begins and reading.begins) for word in reading.words])


def _inside(schema: Schema, surface: str) -> Query:
    """Return the query for longer words that have all pieces of a word; pieces differ in size by language."""
    sizes = {tuple(grams(surface, language)) for language in ("en", "")}
    return _any(
        [_const(_all([_term(schema, "grams", piece) for piece in each]), _INSIDE) for each in sizes if each]
    )


def _phrase(schema: Schema, surfaces: Sequence[str]) -> Query:
    if len(surfaces) == 1:
        return _term(schema, "surface", surfaces[0])
    return Query.phrase_query(schema, "surface", list(surfaces))


def _called(schema: Schema, name: str) -> Query:
    return Query.term_query(schema, "called", name, "basic")


def _term(schema: Schema, field: str, term: str) -> Query:
    return Query.term_query(schema, field, term, "freq")


def _boosted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)


def _const(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _all(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, each) for each in queries])


def _any(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return (
        queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, each) for each in queries])
    )
