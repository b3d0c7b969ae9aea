"""How long suggestions take, beside the engine's own time for all words of the same tickets."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import Connection

from sidecar.knowledge import answers, asked
from sidecar.knowledge.model import Origin
from sidecar.search.protocol import Scope
from sidecar.suggest import scoring
from sidecar.suggest.conversation import read
from sidecar.suggest.units import Asking, asking_of, joined
from tests.suggest.running import ADMIN, Team, ticket

Clock = Callable[[], float]


def teach(conn: Connection, pool: Sequence[str], questions: int) -> None:
    """Store so many asked questions, of every third answer."""
    numbers = answers.all_numbers(conn)
    for place in range(questions):
        text = pool[place % len(pool)]
        asked.add(conn, numbers[place * 3], f"{text} {place}", "en", Origin.LEARNED, 1.0, f"q{place}")


def time_all(
    conn: Connection, house: Team, texts: Sequence[str], clock: Clock
) -> tuple[list[float], list[float]]:
    """Return for each ticket how many ms of a clock the suggestion takes, and its searches alone."""
    whole: list[float] = []
    raw: list[float] = []
    for text in texts:
        asked_for = ticket(text)
        whole.append(_timed(partial(house.engine._suggest, conn, asked_for, ADMIN, 5, explain=False), clock))
        asking = asking_of(read(asked_for), asked_for, "en", house.index)
        raw.append(_timed(partial(_search, house, asking), clock))
    return whole, raw


def at(times: Sequence[float], percentile: int) -> float:
    """Return a percentile."""
    return statistics.quantiles(times, n=100)[percentile - 1]


def _search(house: Team, asking: Asking) -> None:
    """Ask the index for every word of a ticket, and nothing else: what the engine alone would take.

    A suggestion asks for less of a long ticket, which is no reason to measure it with another yardstick.
    """
    index, scope = house.index, Scope()
    index.find_passages(joined([unit.words for unit in asking.units]), scope, scoring.PASSAGES)
    for unit in asking.units:
        index.find_asked(unit.words, scope, scoring.NEAREST)
        index.find_profiles(unit.words, scope, scoring.PROFILES)


def _timed(work: Callable[[], object], clock: Clock) -> float:
    started = clock()
    work()
    return (clock() - started) * 1000
