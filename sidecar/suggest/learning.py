"""Learning: what an agent inserts for which question counts from the very next request on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from sidecar.knowledge import answers, asked, settings, usage
from sidecar.knowledge.asked import Withdrawn
from sidecar.knowledge.database import Database
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.model import AskedQuestion, EventType, Origin, Viewer
from sidecar.search.indexer import Indexer
from sidecar.search.protocol import Index
from sidecar.suggest.classifier.keeper import Keeper
from sidecar.suggest.conversation import said_in
from sidecar.suggest.gist import gist
from sidecar.suggest.presenting import visible
from sidecar.suggest.recents import Recents
from sidecar.suggest.scrub import scrub
from sidecar.suggest.teaching import LEARNED, Lesson, Taught, teach

_log = logging.getLogger(__name__)

#: What an event says of an answer for the question it was shown for, from -1 to 1. Of several events of one
#: query the first named here counts alone: they are one agent's mind, not so many voices.
WEIGHTS: Mapping[EventType, float] = {
    EventType.INSERTED: 1.0,
    EventType.NOT_HELPFUL: -0.6,
    EventType.HELPFUL: 0.6,
    EventType.COPIED: 0.6,
    EventType.DISMISSED: -0.3,
}

#: Seconds after which remembered queries are written, together.
_WRITE_BEHIND = 0.5


@dataclass(frozen=True, slots=True)
class RememberedQuery:
    """The question of a request, kept for a day so that an insertion can teach; scrubbed when it is written.

    `names` are those known from the page, which are taken out with all other personal data.
    """

    sentences: Sequence[str]
    language: str
    viewer_name: str
    names: Sequence[str] = ()

    def scrubbed(self) -> list[str]:
        """Return the sentences without personal data."""
        return [clean for each in self.sentences if (clean := scrub(each, self.names))]


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What came of an event: whether it was new, taught (or untaught), and its query was known."""

    recorded: bool
    taught: bool
    known_query: bool


@dataclass(frozen=True, slots=True)
class _Change:
    outcome: EventOutcome
    learned: tuple[AskedQuestion, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


class Learning:
    """Remembers requests, records events and keeps what was learned searchable until the index has it."""

    def __init__(self, db: Database, index: Index, indexer: Indexer, keeper: Keeper, *, learns: bool) -> None:
        self.recents = Recents()
        self._db = db
        self._index = index
        self._indexer = indexer
        self._keeper = keeper
        self._learns = learns
        self._pending: dict[str, tuple[RememberedQuery, datetime]] = {}
        self._writer: asyncio.Task[None] | None = None

    def remember(self, query_id: str, query: RememberedQuery) -> None:
        """Keep a query; it is scrubbed and written soon, not now, so that the request waits for neither."""
        if not (self._learns and any(each.strip() for each in query.sentences)):
            return
        self._pending[query_id] = (query, datetime.now(UTC))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_soon(), name="cuecard-remember")

    async def record(self, event: EventType, query_id: str, answer_id: str, viewer: Viewer) -> EventOutcome:
        """Note an event, and learn from it if it says that an answer fits.

        Raises:
            NotFound: There is no such answer for this viewer.
        """
        pending, self._pending = self._pending, {}
        try:
            change = await self._db.write(_record, pending, event, query_id, answer_id, viewer, self._learns)
        except BaseException:
            self._pending = pending | self._pending
            raise
        self._take_in(change)
        return change.outcome

    async def learn(self, text: str, answer_number: int, viewer_name: str, language: str) -> None:
        """Teach that an answer solved a past ticket."""
        change = await self._db.write(_learn, text, answer_number, viewer_name, language)
        self._take_in(change)

    async def learn_many(self, lessons: Sequence[Lesson], default: str, *, dry_run: bool) -> list[Taught]:
        """Learn from solved tickets in one go; see `sidecar.suggest.teaching.teach`."""
        outcomes, over = await self._db.write(teach, lessons, default, dry_run=dry_run)
        if not dry_run:
            learned = (each.question for each in outcomes if each.question and each.outcome == LEARNED)
            outcome = EventOutcome(recorded=True, taught=True, known_query=False)
            self._take_in(_Change(outcome, tuple(learned), tuple(over)))
        return outcomes

    def switch(self, *, learns: bool) -> None:
        """Begin or end to remember queries; events are counted either way."""
        self._learns = learns
        if not learns:
            self._pending = {}

    async def erase(self, answer_id: str | None, before: datetime | None) -> int:
        """Forget what was learned: of all answers or one, all of it or what is older. Returns how much.

        Raises:
            NotFound: There is no such answer.
        """
        if answer_id is None and before is None:
            self._pending = {}
        erased = await self._db.write(_erase, answer_id, before)
        outcome = EventOutcome(recorded=True, taught=True, known_query=False)
        self._take_in(_Change(outcome, withdrawn=tuple(erased)))
        await self._keeper.forget()
        return len(erased)

    async def forget_old(self) -> None:
        """Forget the queries whose day is over."""
        await self._db.write(usage.purge_queries, datetime.now(UTC))

    async def close(self) -> None:
        """Write what is remembered now."""
        if self._writer is not None:
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._writer
        await self._flush()

    def _take_in(self, change: _Change) -> None:
        for question in change.learned:
            self.recents.add(question)
        for each in change.withdrawn:
            self.recents.withdraw([each.number], each.answer, each.seq)
        if change.learned or change.withdrawn:
            self._indexer.poke()
            self._keeper.poke()

    async def _write_soon(self) -> None:
        while self._pending:
            await asyncio.sleep(_WRITE_BEHIND)
            try:
                await self._flush()
            except Exception:  # noqa: BLE001 - a query that is lost teaches nothing; the request was answered
                _log.exception("The last queries could not be remembered")

    async def _flush(self) -> None:
        pending, self._pending = self._pending, {}
        if pending:
            await self._db.write(_remember, pending)


_Pending = dict[str, tuple[RememberedQuery, datetime]]


def _remember(conn: Connection, pending: _Pending) -> None:
    for query_id, (query, at) in pending.items():
        sentences = query.scrubbed()
        if sentences:
            usage.remember_query(conn, query_id, sentences, query.language, query.viewer_name, at)


def _record(
    conn: Connection,
    pending: _Pending,
    event: EventType,
    query_id: str,
    answer_id: str,
    viewer: Viewer,
    allowed: bool,
) -> _Change:
    _remember(conn, pending)
    answer = answers.get(conn, answer_id)
    if answer is None or not visible(answer, viewer):
        raise NotFound("This answer is not there any more. Search again.")
    now = datetime.now(UTC)
    query = usage.recall_query(conn, query_id, now)
    learns = allowed and bool(settings.read(conn, settings.LEARNING))
    if not usage.record_event(conn, query_id, answer.number, event, viewer.name, now):
        return _Change(EventOutcome(recorded=False, taught=False, known_query=query is not None))
    if event is not EventType.UNDONE and (query is None or not learns):
        return _Change(EventOutcome(recorded=True, taught=False, known_query=query is not None))
    text = gist(query[0], answer, query[1]) if query is not None and learns else ""
    said = usage.events_of(conn, query_id, answer.number)
    weight = next((WEIGHTS[each] for each in WEIGHTS if each in said), None) if text else None
    learned, withdrawn = asked.settle(
        conn, answer.number, query_id, text, query[1] if query else "", weight, now
    )
    if learned:
        withdrawn += asked.trim(conn, answer.number, settings.read(conn, settings.LEARNED_MOST), now)
    taught = bool(learned or withdrawn)
    outcome = EventOutcome(recorded=True, taught=taught, known_query=query is not None)
    return _Change(outcome, tuple(learned), tuple(withdrawn))


def _learn(conn: Connection, text: str, answer_number: int, viewer_name: str, language: str) -> _Change:
    card = answers.cards(conn, [answer_number]).get(answer_number)
    if card is None:
        raise NotFound(f"There is no such answer ({viewer_name} wanted to teach it a question).")
    sentences = [scrub(sentence) for sentence in said_in(text)]
    question = gist(sentences, card, language)
    if not question:
        return _Change(EventOutcome(recorded=False, taught=False, known_query=False))
    learned = asked.add(conn, answer_number, question, language, Origin.LEARNED, 1.0)
    over = asked.trim(conn, answer_number, settings.read(conn, settings.LEARNED_MOST))
    return _Change(EventOutcome(recorded=True, taught=True, known_query=False), (learned,), tuple(over))


def _erase(conn: Connection, answer_id: str | None, before: datetime | None) -> list[Withdrawn]:
    number = None
    if answer_id is not None:
        answer = answers.get(conn, answer_id)
        if answer is None:
            raise NotFound("There is no such answer: nothing was erased.")
        number = answer.number
    elif before is None:
        usage.forget_queries(conn)
    return asked.erase(conn, number, before)
