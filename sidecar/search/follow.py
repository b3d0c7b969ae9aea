"""One step of following the store's outbox: read what changed, put it into the index, commit.

A step is bounded in time, so that the read transaction stays short and what it did is soon searchable.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from sqlalchemy import Connection

from sidecar.knowledge import answers, asked, changes
from sidecar.search.protocol import Batch, Index, Position, Profile

_PAGE = 300
#: Seconds after which a step commits what it has.
_BUDGET = 1.5


def step(conn: Connection, index: Index, budget: float = _BUDGET) -> bool:
    """Take in changes for at most about `budget` seconds and commit them.

    Returns:
        Whether everything the store had when the step began is now searchable.

    Raises:
        IndexFault: The index has to be rebuilt.
    """
    until = time.monotonic() + budget
    latest = changes.latest_seq(conn)
    before = position = index.position
    dirty: set[int] = set()
    while position != Position(latest, latest):
        position = _take_page(conn, index, position, latest, dirty)
        if time.monotonic() > until:
            break
    if position != before:
        index.apply(Batch(profiles=list(_profiles(conn, sorted(dirty)))))
        index.commit(position)
    return position == Position(latest, latest)


def _take_page(conn: Connection, index: Index, position: Position, latest: int, dirty: set[int]) -> Position:
    if position.answers < latest:
        changed = changes.answers_since(conn, position.answers, _PAGE)
        index.apply(Batch(answers=changed))
        dirty.update(answer.number for answer in changed)
        return Position(changed[-1].seq if len(changed) == _PAGE else latest, position.asked)
    questions = changes.asked_since(conn, position.asked, _PAGE)
    index.apply(Batch(asked=questions))
    dirty.update(question.answer_number for question in questions)
    return Position(position.answers, questions[-1].seq if len(questions) == _PAGE else latest)


def _profiles(conn: Connection, numbers: list[int]) -> Iterable[Profile]:
    cards = answers.cards(conn, numbers)
    for number in numbers:
        card = cards.get(number)
        if card is None:
            yield Profile(number, gone=True)
        else:
            questions = asked.of_answer(conn, number)
            yield Profile(
                number, title=card.title, language=card.language, groups=card.groups, questions=questions
            )
