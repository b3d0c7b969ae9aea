"""Learning from solved tickets many at a time, and knowing which texts were learned before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from sidecar.knowledge import answers, asked, settings
from sidecar.knowledge.asked import Withdrawn
from sidecar.knowledge.content.language import detect
from sidecar.knowledge.model import Answer, AskedQuestion, Origin
from sidecar.knowledge.naming import Name, Unclear, resolve
from sidecar.knowledge.packed import in_chunks
from sidecar.knowledge.schema import asked as asked_table
from sidecar.suggest.conversation import said_in
from sidecar.suggest.gist import gist
from sidecar.suggest.scrub import scrub

LEARNED = "learned"
KNOWN = "known"
SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A solved ticket: what was asked, and how a person names the answer (and its source).

    `names` are those known of people in it, which are taken out with all other personal data.
    """

    text: str
    answer: Name
    language: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of a lesson: `learned`, `known` before, or `skipped` for a reason."""

    outcome: str
    reason: str | None = None
    question: AskedQuestion | None = None


def teach(
    conn: Connection, lessons: Sequence[Lesson], default: str, *, dry_run: bool
) -> tuple[list[Taught], list[Withdrawn]]:
    """Learn from solved tickets, in one transaction; a bad one is skipped and keeps no other back.

    Args:
        conn: Of the store.
        lessons: The tickets. Their texts are scrubbed of personal data before they are stored.
        default: The language of texts too short to tell.
        dry_run: Look, but write nothing.

    Returns:
        What came of each, and the questions that were over the most that is kept for an answer.
    """
    named = resolve(conn, {each.answer for each in lessons})
    numbers = {each.number for each in named.values() if not isinstance(each, Unclear)}
    cards = answers.cards(conn, numbers)
    last = conn.execute(select(func.max(asked_table.c.number))).scalar() or 0
    seen: set[tuple[int, str]] = set()
    outcomes = []
    for lesson in lessons:
        found = named[lesson.answer]
        if isinstance(found, Unclear):
            outcomes.append(Taught(SKIPPED, found.reason))
            continue
        card = cards[found.number]
        language = lesson.language or detect(lesson.text, default)
        text = to_learn(lesson.text, card, language, lesson.names)
        if not text:
            outcomes.append(Taught(SKIPPED, "The text says nothing that could be learned."))
        elif (card.number, text) in seen:
            outcomes.append(Taught(KNOWN))
        else:
            seen.add((card.number, text))
            outcomes.append(_look(conn, card, text) if dry_run else _add(conn, card, text, language, last))
    over: list[Withdrawn] = []
    if not dry_run:
        most = settings.read(conn, settings.LEARNED_MOST)
        grown = {each.question.answer_number for each in outcomes if each.question}
        over = [each for number in sorted(grown) for each in asked.trim(conn, number, most)]
    return outcomes, over


def to_learn(text: str, answer: Answer, language: str, names: Sequence[str] = ()) -> str:
    """Return what is learned of a ticket's text for an answer: scrubbed, and of a long one a part."""
    return gist([scrub(sentence, names) for sentence in said_in(text)], answer, language)


def asked_before(conn: Connection, texts: Collection[str]) -> set[str]:
    """Return which of these texts are asked questions themselves, word for word."""
    found: set[str] = set()
    for chunk in in_chunks(texts):
        there = asked_table.c.text.in_(chunk) & asked_table.c.withdrawn_at.is_(None)
        found.update(conn.execute(select(asked_table.c.text).where(there)).scalars())
    return found


def _look(conn: Connection, card: Answer, text: str) -> Taught:
    same = (asked_table.c.answer_number == card.number) & (asked_table.c.text == text)
    same &= asked_table.c.withdrawn_at.is_(None) & asked_table.c.query_id.is_(None)
    there = conn.execute(select(asked_table.c.number).where(same)).first()
    return Taught(KNOWN if there else LEARNED)


def _add(conn: Connection, card: Answer, text: str, language: str, last: int) -> Taught:
    question = asked.add(conn, card.number, text, language, Origin.LEARNED, 1.0)
    return Taught(KNOWN if question.number <= last else LEARNED, question=question)
