"""Numbers handed out one after the other, by the database itself.

The row of a counter is locked until the transaction ends, so numbers become visible in their order: whoever
has seen change 7 will never find a change 6 appearing later.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, select

from sidecar.knowledge.schema import counters

Counter = Literal["change", "answer", "asked", "run"]


def take(conn: Connection, counter: Counter, count: int = 1) -> range:
    """Take the next `count` numbers of a counter."""
    if count <= 0:
        return range(0)
    last: int = conn.execute(
        counters.update()
        .where(counters.c.name == counter)
        .values(value=counters.c.value + count)
        .returning(counters.c.value)
    ).scalar_one()
    return range(last - count + 1, last + 1)


def latest(conn: Connection, counter: Counter) -> int:
    """Return the last number that was taken, 0 if none was."""
    last: int = conn.execute(select(counters.c.value).where(counters.c.name == counter)).scalar_one()
    return last
