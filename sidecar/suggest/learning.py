"""Learning: what an agent inserts for which question counts from the very next request on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from sidecar.knowledge import answers, asked, settings, usage
from sidecar.knowledge.database import Database
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.model import AskedQuestion, EventType, Origin, Viewer
from sidecar.knowledge.schema import asked as asked_table
from sidecar.search.indexer import Indexer
from sidecar.search.protocol import Index
from sidecar.suggest.gist import gist
from sidecar.suggest.presenting import visible
from sidecar.suggest.recents import Recents
from sidecar.suggest.scrub import scrub
from sidecar.suggest.sentences import split_sentences
from sidecar.suggest.teaching import LEARNED, Lesson, Taught, teach

_log = logging.getLogger(__name__)

#: What an event is worth as evidence that the answer answers the question; others teach nothing.
WEIGHTS: Mapping[EventType, float] = {EventType.INSERTED: 1.0, EventType.COPIED: 0.6, EventType.HELPFUL: 0.6}

#: Seconds after which remembered queries are written, together.
_WRITE_BEHIND = 0.5


@dataclass(frozen=True, slots=True)
class RememberedQuery:
    """The scrubbed question of a request, kept for a day so that an insertion can teach."""

    sentences: Sequence[str]
    language: str
    viewer_name: str


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
    withdrawn: tuple[int, ...] = ()
    answer: int = 0
    seq: int = 0


class Learning:
    """Remembers requests, records events and keeps what was learned searchable until the index has it."""

    def __init__(self, db: Database, index: Index, indexer: Indexer, *, learns: bool) -> None:
        self.recents = Recents()
        self._db = db
        self._index = index
        self._indexer = indexer
        self._learns = learns
        self._pending: dict[str, tuple[RememberedQuery, datetime]] = {}
        self._writer: asyncio.Task[None] | None = None

    def remember(self, query_id: str, query: RememberedQuery) -> None:
        """Keep a query; it is written soon, not now, so that the request does not wait for the disk."""
        if not (self._learns and any(query.sentences)):
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
        outcomes = await self._db.write(teach, lessons, default, dry_run=dry_run)
        if not dry_run:
            learned = (each.question for each in outcomes if each.question and each.outcome == LEARNED)
            self._take_in(
                _Change(EventOutcome(recorded=True, taught=True, known_query=False), tuple(learned))
            )
        return outcomes

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
        if change.withdrawn:
            self.recents.withdraw(change.withdrawn, change.answer, change.seq)
        if change.learned or change.withdrawn:
            self._indexer.poke()

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
        usage.remember_query(conn, query_id, list(query.sentences), query.language, query.viewer_name, at)


def _record(
    conn: Connection,
    pending: _Pending,
    event: EventType,
    query_id: str,
    answer_id: str,
    viewer: Viewer,
    learns: bool,
) -> _Change:
    _remember(conn, pending)
    answer = answers.get(conn, answer_id)
    if answer is None or not visible(answer, viewer):
        raise NotFound("This answer is not there any more. Search again.")
    now = datetime.now(UTC)
    query = usage.recall_query(conn, query_id, now)
    if not usage.record_event(conn, query_id, answer.number, event, viewer.name, now):
        return _Change(EventOutcome(recorded=False, taught=False, known_query=query is not None))
    if event is EventType.UNDONE:
        return _withdraw(conn, query_id, answer.number, now, known=query is not None)
    weight = WEIGHTS.get(event)
    if weight is None or query is None or not (learns and settings.read(conn, settings.LEARNING)):
        return _Change(EventOutcome(recorded=True, taught=False, known_query=query is not None))
    text = gist(query[0], answer, query[1])
    if not text:
        return _Change(EventOutcome(recorded=True, taught=False, known_query=True))
    question = asked.add(conn, answer.number, text, query[1], Origin.LEARNED, weight, query_id, now)
    return _Change(EventOutcome(recorded=True, taught=True, known_query=True), (question,))


def _withdraw(conn: Connection, query_id: str, number: int, now: datetime, *, known: bool) -> _Change:
    of_query = (asked_table.c.query_id == query_id) & (asked_table.c.answer_number == number)
    numbers = conn.execute(
        select(asked_table.c.number).where(of_query, asked_table.c.withdrawn_at.is_(None))
    ).scalars()
    withdrawn = tuple(numbers)
    asked.withdraw(conn, withdrawn, now)
    seqs = conn.execute(select(asked_table.c.seq).where(asked_table.c.number.in_(withdrawn))).scalars()
    outcome = EventOutcome(recorded=True, taught=bool(withdrawn), known_query=known)
    return _Change(outcome, withdrawn=withdrawn, answer=number, seq=max(seqs, default=0))


def _learn(conn: Connection, text: str, answer_number: int, viewer_name: str, language: str) -> _Change:
    card = answers.cards(conn, [answer_number]).get(answer_number)
    if card is None:
        raise NotFound(f"There is no such answer ({viewer_name} wanted to teach it a question).")
    sentences = [scrub(sentence) for sentence in split_sentences(text)]
    question = gist(sentences, card, language)
    if not question:
        return _Change(EventOutcome(recorded=False, taught=False, known_query=False))
    learned = asked.add(conn, answer_number, question, language, Origin.LEARNED, 1.0)
    return _Change(EventOutcome(recorded=True, taught=True, known_query=False), (learned,))
