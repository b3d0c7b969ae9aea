"""The sentences a team has: what it published and what it was asked. Word vectors are fitted to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from sidecar.knowledge import answers, asked
from sidecar.search.semantic.vectors import WordVectors
from sidecar.search.semantic.words import words_of
from sidecar.suggest.conversation import read
from sidecar.suggest.model import Message, Sender, Ticket
from sidecar.suggest.scrub import scrub
from sidecar.suggest.sentences import split_sentences

#: Answers looked at to see how much of what a team says is known: that many tell it well enough.
_SAMPLE = 2000
#: Rarer words are not missed.
_MISSED_FROM = 3


@dataclass(frozen=True, slots=True)
class Page:
    """Sentences with their languages (BCP 47), and the answer to go on after; `None`: that was all."""

    sentences: tuple[tuple[str, str], ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what a team says has vectors.

    `unknown` is the share (0 to 1) of all words said that have none of their own, `missed` how many different
    words those are that come again and again.
    """

    unknown: float
    missed: int


def page_of(conn: Connection, after: int, limit: int) -> Page:
    """Return the titles, texts and questions of the next answers.

    Args:
        conn: A reading connection.
        after: The number of the last answer seen; 0 at first.
        limit: How many answers.
    """
    numbers = answers.numbers_after(conn, after, limit)
    found = tuple(each for number in numbers for each in _of_answer(conn, number))
    return Page(found, numbers[-1] if len(numbers) == limit else None)


def coverage(conn: Connection, vectors: WordVectors) -> Coverage:
    """Return how much of what a team says (at most some thousand answers of it) has vectors."""
    numbers = answers.all_numbers(conn)
    said = unknown = 0
    missing: Counter[str] = Counter()
    for number in numbers[:: max(1, len(numbers) // _SAMPLE)]:
        for text, language in _of_answer(conn, number):
            for word in words_of(text, language):
                if not word.surface.isalpha():
                    continue
                said += 1
                if not vectors.knows(word):
                    unknown += 1
                    missing[word.surface] += 1
    missed = sum(count >= _MISSED_FROM for count in missing.values())
    return Coverage(unknown / said if said else 0.0, missed)


def ticket_sentences(text: str) -> list[str]:
    """Return what a past ticket says, sentence by sentence, without quotes, signatures and personal data."""
    reading = read(Ticket(messages=(Message(Sender.CUSTOMER, text),)))
    rest = reading.rest.split("\n") if reading.rest else []
    spoken = [*(sentence.text for sentence in reading.sentences), *rest]
    return [clean for sentence in spoken if (clean := scrub(sentence))]


def _of_answer(conn: Connection, number: int) -> Iterator[tuple[str, str]]:
    card = answers.cards(conn, [number]).get(number)
    if card is None:
        return
    yield card.title, card.language
    for passage in answers.passages_of(conn, number):
        for text in (passage.heading, passage.text):
            for sentence in split_sentences(text):
                yield sentence, card.language
    for question in asked.of_answer(conn, number):
        yield question.text, question.language
