"""One step of following the store's outbox: read what changed, put it into the index, commit.

A step is bounded in time, so that the read transaction stays short and what it did is soon searchable.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sidecar.knowledge import asked, changes
from sidecar.knowledge.model import AskedQuestion, IndexableAnswer
from sidecar.search.protocol import Batch, Index, Position, Profile

_PAGE = 300
#: Seconds after which a step commits what it has.
_BUDGET = 1.5


@dataclass(frozen=True, slots=True)
class Page:
    """Some changes of the outbox, of answers or of asked questions, and how far it is followed with them."""

    position: Position
    answers: Sequence[IndexableAnswer] = ()
    asked: Sequence[AskedQuestion] = ()


def step(conn: Connection, index: Index, budget: float = _BUDGET) -> bool:
    """Take in changes for at most about `budget` seconds and commit them.

    Returns:
        Whether everything the store had when the step began is now searchable.

    Raises:
        IndexFault: The index has to be rebuilt.
    """
    latest = changes.latest_seq(conn)
    before = position = index.position
    dirty: set[int] = set()
    for page in pages(conn, position, latest, budget):
        index.apply(Batch(answers=page.answers, asked=page.asked))
        dirty.update(answer.number for answer in page.answers)
        dirty.update(question.answer_number for question in page.asked)
        position = page.position
    if position != before:
        index.apply(Batch(profiles=list(_profiles(conn, sorted(dirty)))))
        index.commit(position)
    return position == Position(latest, latest)


def pages(conn: Connection, position: Position, latest: int, budget: float) -> Iterator[Page]:
    """Return what changed after a position, up to the change numbered `latest`, answers first.

    No page begins after `budget` seconds.
    """
    until = time.monotonic() + budget
    while position != Position(latest, latest):
        page = _page(conn, position, latest)
        yield page
        position = page.position
        if time.monotonic() > until:
            return


def _page(conn: Connection, position: Position, latest: int) -> Page:
    if position.answers < latest:
        changed = changes.answers_since(conn, position.answers, _PAGE)
        reached = changed[-1].seq if len(changed) == _PAGE else latest
        return Page(Position(reached, position.asked), answers=changed)
    questions = changes.asked_since(conn, position.asked, _PAGE)
    reached = questions[-1].seq if len(questions) == _PAGE else latest
    return Page(Position(position.answers, reached), asked=questions)


def _profiles(conn: Connection, numbers: list[int]) -> Iterable[Profile]:
    names = changes.names(conn, numbers)
    questions = asked.of_answers(conn, names)
    for number in numbers:
        name = names.get(number)
        if name is None:
            yield Profile(number, gone=True)
        else:
            yield Profile(
                number,
                title=name.title,
                language=name.language,
                groups=name.groups,
                questions=questions.get(number, ()),
            )
