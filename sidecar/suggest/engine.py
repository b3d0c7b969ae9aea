"""The engine: suggestions for a ticket, search, and learning from what agents do with the answers."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from sidecar.knowledge import usage
from sidecar.knowledge.content.language import detect
from sidecar.knowledge.database import Database
from sidecar.knowledge.model import EventType, Role, Viewer
from sidecar.search.analysis import base_language
from sidecar.search.indexer import Indexer
from sidecar.search.meanings.meanings import Meanings
from sidecar.search.protocol import AskedHit, Index, Scope, Words
from sidecar.search.widening import synonyms_of
from sidecar.suggest import browse, confidence, scoring
from sidecar.suggest.asked_once import AskedOnce, Finds
from sidecar.suggest.classifier.keeper import Keeper
from sidecar.suggest.classifier.predicting import Prediction, predict
from sidecar.suggest.conversation import Reading, read
from sidecar.suggest.coverage import how_sure
from sidecar.suggest.explaining import shown_of
from sidecar.suggest.fill import context_of
from sidecar.suggest.learning import EventOutcome, Learning, RememberedQuery
from sidecar.suggest.meaning import meant
from sidecar.suggest.meant import Meant
from sidecar.suggest.model import LeftOut, SearchResult, Suggestion, SuggestResult, Ticket
from sidecar.suggest.near_once import NearOnce
from sidecar.suggest.operators import SearchFilters, read_query
from sidecar.suggest.presenting import Setting, present
from sidecar.suggest.ranking import PINNED, Asked, Ranking, pinned_as, rank
from sidecar.suggest.rulings import ruling
from sidecar.suggest.scoring import Candidate
from sidecar.suggest.teaching import Lesson, Taught
from sidecar.suggest.units import Asking, asking_of
from sidecar.suggest.warming import sample_tickets
from sidecar.translating import SOURCE_LANGUAGE

#: Seconds waited for what was learned to be fitted, at most.
_SETTLES = 90.0
#: In whose name the engine warms up.
_ANYBODY = Viewer("Cuecard", Role.ADMIN, None)


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What a team may set.

    `default_language` counts for texts too short to tell; `synonyms` are groups of phrases that mean one.
    """

    learning: bool = True
    threshold: float = confidence.THRESHOLD
    default_language: str = "en"
    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    suggestions: tuple[Suggestion, ...]
    confidence: float
    language: str
    said: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()


class Engine:
    """Answers the requests of one server. Close it to write down what is still in memory."""

    def __init__(
        self,
        db: Database,
        index: Index,
        indexer: Indexer,
        keeper: Keeper,
        meanings: Meanings,
        *,
        settings: EngineSettings | None = None,
    ) -> None:
        self._db = db
        self._index = index
        self._keeper = keeper
        self._meanings = meanings
        self._settings = settings or EngineSettings()
        self._learning = Learning(db, index, indexer, keeper, learns=self._settings.learning)

    async def suggest(
        self,
        ticket: Ticket,
        viewer: Viewer,
        limit: int = 5,
        *,
        explain: bool = False,
        reader: str = SOURCE_LANGUAGE,
    ) -> SuggestResult:
        """Return the answers that fit a ticket best, for one viewer.

        Args:
            ticket: What the page shows.
            viewer: Who asks; answers of other groups do not exist for them.
            limit: How many suggestions at most.
            explain: Whether each suggestion tells why it stands there, and the result what was left out.
            reader: The language to give reasons in, one of `sidecar.suggest.reasons.LANGUAGES`.
        """
        started = time.perf_counter()
        query_id = new_query_id()
        outcome = await self._db.read(self._suggest, ticket, viewer, limit, explain=explain, reader=reader)
        said = RememberedQuery(outcome.said, outcome.language, viewer.name, _names(ticket))
        self._learning.remember(query_id, said)
        return self._result(query_id, outcome, started, explain=explain)

    async def search(
        self,
        query: str,
        filters: SearchFilters,
        viewer: Viewer,
        limit: int = 20,
        offset: int = 0,
        context: Ticket | None = None,
        *,
        explain: bool = False,
        reader: str = SOURCE_LANGUAGE,
    ) -> SearchResult:
        """Return what a search box finds: words in any form, quoted parts exactly, narrowed by operators.

        Args:
            query: What was typed; empty lists the answers used most, then the newest.
            filters: What to narrow the search to.
            viewer: Who asks.
            limit: How many results at most.
            offset: How many to leave out first.
            context: The open ticket, to fill placeholders from.
            explain: Whether each result tells why it stands there.
            reader: The language to give reasons in, one of `sidecar.suggest.reasons.LANGUAGES`.
        """
        started = time.perf_counter()
        query_id = new_query_id()
        # Half a character and NUL, as broken clients send them, are in no text and cannot be stored.
        query = query.encode("utf-8", "ignore").decode().replace("\0", " ")
        language = self._settings.default_language
        page = browse.Page(query, filters, limit, offset, context or Ticket(), language, explain, reader)
        found = await self._db.read(browse.search, self._index, page, viewer)
        typed = (read_query(query)[0],)
        self._learning.remember(query_id, RememberedQuery(typed, language, viewer.name, _names(page.context)))
        return SearchResult(query_id, found.total, _milliseconds(started), found.results, found.corrected)

    async def record(self, event: EventType, query_id: str, answer_id: str, viewer: Viewer) -> EventOutcome:
        """Note what an agent did with an answer; an insertion teaches. It is durable when this returns.

        Raises:
            NotFound: There is no such answer for this viewer.
        """
        return await self._learning.record(event, query_id, answer_id, viewer)

    async def learn(
        self, text: str, answer_number: int, viewer_name: str, language: str | None = None
    ) -> None:
        """Teach that an answer solved a past ticket.

        Raises:
            NotFound: There is no such answer.
        """
        await self._learning.learn(
            text, answer_number, viewer_name, language or self._settings.default_language
        )

    async def learn_many(self, lessons: Sequence[Lesson], *, dry_run: bool = False) -> list[Taught]:
        """Learn from solved tickets, many at a time; what cannot be learned is skipped with its reason.

        Args:
            lessons: The tickets with the names of the answers that solved them.
            dry_run: Whether to look only.
        """
        return await self._learning.learn_many(lessons, self._settings.default_language, dry_run=dry_run)

    async def try_out(self, ticket: Ticket, viewer: Viewer, limit: int = 10) -> SuggestResult:
        """Return what `suggest` would, and remember nothing of it: for measuring."""
        started = time.perf_counter()
        outcome = await self._db.read(self._suggest, ticket, viewer, limit, explain=False)
        return self._result("", outcome, started)

    @property
    def threshold(self) -> float:
        """The confidence from which on suggestions are shown as such."""
        return self._settings.threshold

    def set_threshold(self, threshold: float | None) -> None:
        """Change the threshold for all requests from now on; `None` returns to the usual one."""
        usual = confidence.THRESHOLD if threshold is None else threshold
        self._settings = replace(self._settings, threshold=usual)

    def set_synonyms(self, groups: tuple[tuple[str, ...], ...]) -> None:
        """Change what means the same to the team, for all requests from now on."""
        self._settings = replace(self._settings, synonyms=groups)

    async def warm_up(self) -> None:
        """Load what the first request would otherwise wait for: the language model, tables, statements."""
        # A ticket in a script that tells its language by itself would leave the model unloaded.
        await asyncio.to_thread(detect, "How do I change my address?", "en")
        for ticket in await self._db.read(sample_tickets):
            await self._db.read(self._suggest, ticket, _ANYBODY, 5, explain=False)

    def switch_learning(self, *, learns: bool) -> None:
        """Begin or end to learn from use, for all requests from now on."""
        self._learning.switch(learns=learns)

    async def erase_learned(self, answer_id: str | None = None, before: datetime | None = None) -> int:
        """Forget what was learned (of one answer, before a moment). Returns how many questions.

        Raises:
            NotFound: There is no such answer.
        """
        return await self._learning.erase(answer_id, before)

    async def settled(self) -> None:
        """Wait until what was learned is fitted, but not much longer than a large team's fitting takes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SETTLES):
                await self._keeper.settled()

    def vectors_changed(self) -> None:
        """Say that there are other word vectors, or none: what was learned is fitted to them anew."""
        self._keeper.poke()

    async def forget_old_queries(self) -> None:
        """Forget the questions of requests that can teach nothing any more."""
        await self._learning.forget_old()

    async def close(self) -> None:
        """Write down what is still in memory."""
        await self._learning.close()

    # What follows runs in a reader thread of the database.

    def _suggest(
        self,
        conn: Connection,
        ticket: Ticket,
        viewer: Viewer,
        limit: int,
        *,
        explain: bool,
        reader: str = SOURCE_LANGUAGE,
    ) -> _Outcome:
        reading = read(ticket)
        language = self._language(reading, ticket)
        said = tuple(filter(None, (reading.subject, *(sentence.text for sentence in reading.sentences))))
        rules = ruling(conn, ticket, reading, language)
        if reading.is_empty and not rules.pins:
            return _Outcome((), 0.0, language, said)
        own = synonyms_of(self._settings.synonyms, base_language(language))
        asking = asking_of(reading, ticket, language, self._index, own)
        view = self._meanings.view
        near = NearOnce(view, several=bool(asking.looked_at())) if view is not None else None
        gather = partial(self._candidates, conn, AskedOnce(self._index), near, {}, viewer)
        candidates = gather(asking)
        languages = len(self._index.languages()) > 1
        asked = Asked(ticket, reading.subject, language, asking, viewer, rules, limit, languages, gather)
        ranking = rank(conn, candidates, asked)
        shown = shown_of(conn, ranking, asked, explain=explain)
        context = context_of(ticket)
        setting = Setting(viewer, asking.tells, context, ticket.reply_public, languages, language, reader)
        suggestions = present(conn, shown, setting)
        sure = _confidence(ranking, suggestions, asked, self._settings.threshold)
        left_out = tuple(each for each in ranking.left_out if explain or each.rule)
        return _Outcome(suggestions, sure, language, said, left_out)

    def _result(
        self, query_id: str, outcome: _Outcome, started: float, *, explain: bool = False
    ) -> SuggestResult:
        return SuggestResult(
            query_id=query_id,
            language=outcome.language,
            took_ms=_milliseconds(started),
            confident=bool(outcome.suggestions) and outcome.confidence >= self._settings.threshold,
            confidence=round(outcome.confidence, 4),
            suggestions=outcome.suggestions,
            left_out=outcome.left_out if explain or outcome.left_out else None,
        )

    def _language(self, reading: Reading, ticket: Ticket) -> str:
        text = "\n".join(filter(None, (reading.subject, reading.text)))
        return detect(text, ticket.language or self._usual_language(), self._index.languages())

    def _usual_language(self) -> str:
        """Return what a text too short to tell is taken for: the team's language, if any answer is in it."""
        known, default = self._index.languages(), self._settings.default_language
        return default if not known or base_language(default) in known else known[0]

    def _candidates(
        self,
        conn: Connection,
        index: Finds,
        near: NearOnce | None,
        votes: scoring.Votes,
        viewer: Viewer,
        asking: Asking,
    ) -> list[Candidate]:
        recents = self._learning.recents.since(self._index.answering.asked)

        def merge(hits: list[AskedHit], words: Words) -> list[AskedHit]:
            return recents.merge(hits, words, self._index, viewer.groups, scoring.NEAREST)

        scope = Scope(groups=viewer.groups)
        fitted = self._keeper.fitted

        def ask_meanings(asked: float) -> Meant | None:
            if near is None:
                return None
            parts = [question.places for question in asking.looked_at()]
            return meant(near, asking.units, asking.language, asking.tells, scope, asked, parts)

        def ask_classifier(
            places: Sequence[int], found: Sequence[int], says: Meant | None
        ) -> Prediction | None:
            if fitted is None:
                return None
            same = says is not None and near is not None and near.vectors.name == fitted.vectors
            meanings = says.vectors[list(places)] if same and says is not None else None
            return predict(fitted, [asking.units[place].words for place in places], found, meanings)

        voices = partial(usage.voices, conn)
        beside = scoring.Beside(
            merge, ask_classifier, recents.outdated(), voices, ask_meanings, asking.tells, votes
        )
        return scoring.gather(asking.units, asking.whole, index, scope, beside)


def new_query_id() -> str:
    """Return a fresh id by which later events refer to a request."""
    return "q_" + secrets.token_hex(12)


def _confidence(ranking: Ranking, suggestions: Sequence[Suggestion], asked: Asked, threshold: float) -> float:
    """Return how sure it is that something fits; what a rule puts first for such tickets counts as sure."""
    chosen = ranking.chosen
    if not chosen:
        return 0.0
    first = pinned_as(chosen[0], asked.ruling)
    sure = _fit(chosen, suggestions, asked.asking) if ranking.sure is None else ranking.sure
    if first is None:
        return sure
    # The best behind the pins may fit, too; the pinned may not be found by any word.
    others = next((place for place, each in enumerate(chosen) if each.lifted != PINNED), len(chosen))
    sure = max(sure, _fit(chosen[others:], suggestions[others:], asked.asking))
    return sure if asked.ruling.pins[first].condition.always else max(sure, threshold)


def _fit(chosen: Sequence[Candidate], suggestions: Sequence[Suggestion], asking: Asking) -> float:
    if not chosen:
        return 0.0
    return how_sure(chosen, suggestions[0].answer, suggestions[0].text, asking)


def _names(ticket: Ticket) -> tuple[str, ...]:
    people = (ticket.customer, ticket.agent)
    return tuple(
        part for person in people for part in (person.name, person.first_name, person.last_name) if part
    )


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
