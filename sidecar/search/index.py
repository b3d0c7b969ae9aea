"""The search index on disk: passages, asked questions and profiles of answers, one Tantivy index each."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path

from tantivy import Occur, Query, Searcher

from sidecar.search import generation, queries, rows, vocabulary
from sidecar.search.box.lexicon import Lexicon
from sidecar.search.box.needle import BoxResult, Needle
from sidecar.search.box.query import needle_query, word_queries
from sidecar.search.box.results import box_result
from sidecar.search.errors import IndexFault, tantivy_faults
from sidecar.search.generation import State
from sidecar.search.protocol import (
    AskedHit,
    Batch,
    Counts,
    PassageHit,
    Position,
    Scope,
    TermStatistics,
    Words,
)
from sidecar.search.shelf import SMALLEST_HEAP, Shelf
from sidecar.search.snapshot import Snapshot
from sidecar.search.vocabulary import Vocabulary
from sidecar.search.words import PassageWords

#: Writer memory for passages, in bytes: bulk indexing gains little above it.
_PASSAGE_HEAP = 2 * SMALLEST_HEAP

#: Makes a hit for a third of the price of calling its class: a ticket has hundreds.
_tuple = tuple.__new__

#: Of so many of the nearest questions the words are read back.
_NEAREST = 4

#: So many passages found by a search box are counted by their answers; of more, the share is taken.
_COUNTED = 1000

#: A word that more passages have is taken to be in every answer.
_COMPARED = 5000

#: No more languages than this are asked for at once.
_LANGUAGES = 6

#: The words of so few passages are counted anew after each change, those of more once so many came or went.
_FEW_PASSAGES = 2000
_GROWTH = 0.05


class _Shelves:
    """The three indexes of one generation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = generation.read_state(folder)
        self.passages = Shelf(folder / "passages", rows.PASSAGES, _PASSAGE_HEAP)
        self.asked = Shelf(folder / "asked", rows.ASKED)
        self.profiles = Shelf(folder / "profiles", rows.PROFILES)
        self._counted = Vocabulary(())
        self._counted_at: Searcher | None = None
        self.look()

    def counts(self) -> Counts:
        return Counts(self.passages.count(), self.asked.count())

    def look(self) -> None:
        """Read what every query needs to know and only a commit changes."""
        with tantivy_faults():
            self.restricted = any(
                shelf.snapshot.searcher.doc_freq("groups", rows.MEMBERS_ONLY)
                for shelf in (self.passages, self.asked)
            )
            self.languages = _languages(self.passages)
            self.asked_length = _mean(self.asked, "length")

    def vocabulary(self) -> Vocabulary:
        """Return the words of the passages, counted anew once enough of them have changed."""
        now, before = self.passages.snapshot.searcher, self._counted_at
        if before is None or (now is not before and _has_grown(before.num_docs, now.num_docs)):
            fields = ("title", "body")
            counted = (now.terms_with_prefix(field, "", limit=vocabulary.MOST) for field in fields)
            with tantivy_faults():
                self._counted, self._counted_at = Vocabulary(chain.from_iterable(counted)), now
        return self._counted

    def commit(self, position: Position) -> None:
        for shelf in (self.passages, self.asked, self.profiles):
            shelf.commit()
        self.look()
        self.state = State(position, self.counts())
        generation.write_state(self.folder, self.state)

    def tidy(self) -> None:
        for shelf in (self.passages, self.asked, self.profiles):
            shelf.tidy()

    def close(self) -> None:
        for shelf in (self.passages, self.asked, self.profiles):
            shelf.close()


class SearchIndex:
    """The index in a folder. It answers from the state of the last commit, from any thread.

    Opening never fails for what lies in the folder: a missing, damaged or outdated index is begun anew and
    empty, with `position` at zero, and the indexer fills it from the store.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._root.mkdir(parents=True, exist_ok=True)
        self._aside: _Shelves | None = None
        self._writes = threading.Lock()
        self._live = self._open()

    @property
    def position(self) -> Position:
        """How far the outbox has been followed; while a new index is built aside, by that one."""
        return self._writing.state.position

    @property
    def answering(self) -> Position:
        """How far what is found follows the outbox; a new index that is being built aside does not count."""
        return self._live.state.position

    def counts(self) -> Counts:
        """Return how much is searchable."""
        return self._live.counts()

    def languages(self) -> tuple[str, ...]:
        """Return the base languages of the passages, the most frequent first."""
        return self._live.languages

    def find_passages(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """Return the best passages for any of the words, the title weighing more, best first."""
        shelves = self._live
        query = queries.passages_any(shelves.passages.schema, words)
        return _passage_hits(shelves, query, scope, limit)

    def find_needle(self, needle: Needle, scope: Scope, limit: int) -> BoxResult:
        """Return up to `limit` answers for a search box, best first, and about how many there are."""
        shelves = self._live
        shelf = shelves.passages.snapshot
        query = needle_query(shelf.schema, needle)
        narrowed = queries.within(shelf.schema, query, scope, restricted=shelves.restricted)
        most = max(_COUNTED, 2 * limit)
        hits, total = shelf.search_counted(narrowed, most)
        return box_result(hits, shelf.values("answer", hits), shelf, limit, total)

    def answers_with_all(self, needle: Needle, scope: Scope) -> list[int]:
        """Return the answers that have every word of a search box in some passage, by number."""
        shelves = self._live
        shelf = shelves.passages.snapshot
        found: set[int] | None = None
        for query in word_queries(shelf.schema, needle):
            narrowed = queries.within(shelf.schema, query, scope, restricted=shelves.restricted)
            hits, total = shelf.search_counted(narrowed, _COMPARED)
            if total <= len(hits):
                answers = set(shelf.values("answer", hits))
                found = answers if found is None else found & answers
            if found is not None and not found:
                break
        return sorted(found or ())

    def newest(self, scope: Scope, limit: int) -> tuple[int, list[int]]:
        """Return how many answers are in the scope, and those that changed last, the newest first."""
        shelves = self._live
        shelf = shelves.passages.snapshot
        # Every answer has a first passage.
        first = Query.term_query(shelf.schema, "ordinal", 0, "basic")
        query = queries.within(shelf.schema, first, scope, restricted=shelves.restricted)
        return shelf.count_of(query), shelf.values("answer", shelf.newest(query, "updated", limit))

    def inside(self, scope: Scope, answers: Collection[int]) -> set[int]:
        """Return which of some answers are in the scope."""
        shelves = self._live
        shelf = shelves.passages.snapshot
        schema = shelf.schema
        first = Query.const_score_query(Query.term_query(schema, "ordinal", 0, "basic"), 0.0)
        named = Query.boolean_query(
            [(Occur.Should, Query.term_query(schema, "answer", number, "basic")) for number in answers]
        )
        query = Query.boolean_query([(Occur.Must, first), (Occur.Must, named)])
        within = queries.within(schema, query, scope, restricted=shelves.restricted)
        return set(shelf.values("answer", shelf.search(within, len(answers))))

    def lexicon(self, scope: Scope) -> Lexicon:
        """Return the words of what the groups of a scope may see."""
        shelves = self._live
        if scope.groups is None or not shelves.restricted:
            return PassageWords(shelves.passages.snapshot)
        groups = Scope(groups=scope.groups)
        visible = queries.within(shelves.passages.schema, Query.all_query(), groups, restricted=True)
        return PassageWords(shelves.passages.snapshot, visible)

    def find_asked(self, words: Words, scope: Scope, limit: int) -> list[AskedHit]:
        """Return the nearest asked questions, best first."""
        shelves = self._live
        shelf = shelves.asked.snapshot
        query = queries.questions_any(shelf, words, queries.PAIRS)
        if query is None:
            return []
        hits = shelf.search(_for_groups(shelves, shelf, query, scope), limit)
        columns = shelf.columns(("question", "answer", "weight", "learned"), hits)
        near = _nearest(columns[2])
        kept = shelf.kept("stems", [hits[place] for place in near])
        words_of = {place: frozenset(text.split()) for place, text in zip(near, kept, strict=True)}
        stems = map(words_of.get, range(len(hits)))
        questions, answers, weights, learned = columns
        scores = (score for score, _ in hits)
        fresh = [False] * len(hits)
        found = zip(questions, answers, scores, weights, map(bool, learned), stems, fresh, strict=True)
        return [_tuple(AskedHit, each) for each in found]

    def find_profiles(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """Return the answers whose title and asked questions together fit best."""
        shelves = self._live
        shelf = shelves.profiles.snapshot
        query = queries.questions_any(shelf, words, queries.PROFILE_PAIRS)
        if query is None:
            return []
        hits = shelf.search(_for_groups(shelves, shelf, query, scope), limit)
        found = shelf.values("answer", hits)
        return [_tuple(PassageHit, (answer, 0, hit[0])) for hit, answer in zip(hits, found, strict=True)]

    def asked_statistics(self, words: Words) -> TermStatistics:
        """Return the statistics that let a question outside the index be scored like one inside."""
        shelves = self._live
        shelf = shelves.asked.snapshot
        stems, both = shelf.frequencies("stems", words.stems), shelf.frequencies("pairs", words.pairs)
        return TermStatistics(shelf.count(), shelves.asked_length, stems, both)

    def asked_frequencies(self, terms: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return the number of asked questions, and in how many of them each term stands."""
        shelf = self._live.asked.snapshot
        return shelf.count(), shelf.frequencies("stems", terms)

    def passage_frequencies(self, terms: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return the number of passages, and in how many of them each term stands in the text."""
        shelf = self._live.passages.snapshot
        return shelf.count(), shelf.frequencies("body", terms)

    def has_word(self, stem: str, surface: str) -> bool:
        """Tell whether any passage or asked question has a word, by its stem or as it is written."""
        shelves = self._live
        passages, asked = shelves.passages.snapshot, shelves.asked.snapshot
        looked_at = ((passages, "body", stem), (passages, "surface", surface), (passages, "title", stem))
        return any(
            shelf.frequencies(name, (term,))[term]
            for shelf, name, term in (*looked_at, (asked, "stems", stem))
        )

    def vocabulary(self) -> Vocabulary:
        """Return the words of the passages; those of the last few that came in may be missing."""
        return self._live.vocabulary()

    def apply(self, batch: Batch) -> None:
        """Put in what changed and take out what is gone; visible after `commit`."""
        with self._writes:
            shelves = self._writing
            for answer in batch.answers:
                shelves.passages.replace(answer.number, rows.passage_rows(answer))
            for question in batch.asked:
                shelves.asked.replace(question.number, rows.asked_row(question))
            for profile in batch.profiles:
                shelves.profiles.replace(profile.answer, rows.profile_row(profile))

    def commit(self, position: Position) -> None:
        """Make everything applied searchable and remember how far the outbox was followed."""
        with self._writes:
            self._writing.commit(position)

    def tidy(self) -> None:
        """Make the index quicker to ask, at leisure: it takes seconds, and changes nothing that is found."""
        with self._writes:
            self._writing.tidy()

    def restart(self) -> None:
        """Begin an empty index aside; the old one answers until `swap`."""
        if self._aside is not None:
            self._aside.close()
        self._aside = _Shelves(generation.begin(self._root))

    def swap(self) -> None:
        """Let the index begun by `restart` take over and remove the old one."""
        if self._aside is None:
            return
        generation.promote(self._root, self._aside.folder)
        old, self._live, self._aside = self._live, self._aside, None
        old.close()
        generation.sweep(self._root)

    def close(self) -> None:
        """Release files and locks; what was not committed is replayed at the next start."""
        with self._writes:
            for shelves in (self._live, self._aside):
                if shelves is not None:
                    shelves.close()

    @property
    def _writing(self) -> _Shelves:
        return self._aside or self._live

    def _open(self) -> _Shelves:
        folder = generation.current(self._root)
        generation.sweep(self._root)
        if folder is not None:
            try:
                shelves = _Shelves(folder)
            except IndexFault:
                shelves = None
            if shelves is not None and shelves.counts() == shelves.state.counts:
                return shelves
        fresh = generation.begin(self._root)
        generation.promote(self._root, fresh)
        generation.sweep(self._root)
        return _Shelves(fresh)


def _nearest(weights: Sequence[float]) -> list[int]:
    """Return the places of the nearest few questions that speak for an answer, and of those against one.

    Else a question that was found unhelpful again and again would hide that it was answered, too.
    """
    speaking = [place for place, weight in enumerate(weights) if weight > 0][:_NEAREST]
    opposing = [place for place, weight in enumerate(weights) if weight <= 0][:_NEAREST]
    return sorted(speaking + opposing)


def _passage_hits(shelves: _Shelves, query: Query | None, scope: Scope, limit: int) -> list[PassageHit]:
    if query is None:
        return []
    shelf = shelves.passages.snapshot
    hits = shelf.search(queries.within(shelf.schema, query, scope, restricted=shelves.restricted), limit)
    columns = shelf.columns(("answer", "ordinal"), hits)
    scores = (score for score, _ in hits)
    return [_tuple(PassageHit, each) for each in zip(*columns, scores, strict=True)]


def _has_grown(before: int, now: int) -> bool:
    return now < _FEW_PASSAGES or abs(now - before) > _GROWTH * before


def _for_groups(shelves: _Shelves, shelf: Snapshot, query: Query, scope: Scope) -> Query:
    # Questions and profiles carry no kind or language of their answer; only who may see it must hold early.
    if scope.groups is None or not shelves.restricted:
        return query
    return queries.within(shelf.schema, query, Scope(groups=scope.groups), restricted=True)


def _languages(shelf: Shelf) -> tuple[str, ...]:
    if not shelf.count():
        return ()
    request = {"by": {"terms": {"field": "language", "size": _LANGUAGES}}}
    buckets = shelf.snapshot.searcher.aggregate(Query.all_query(), request)["by"]["buckets"]
    found = Counter({bucket["key"]: bucket["doc_count"] for bucket in buckets})
    return tuple(language for language, _ in found.most_common())


def _mean(shelf: Shelf, field: str) -> float:
    if not shelf.count():
        return 1.0
    value = shelf.snapshot.searcher.aggregate(Query.all_query(), {"mean": {"avg": {"field": field}}})["mean"][
        "value"
    ]
    return max(float(value or 0.0), 1.0)
