"""What the team has decided about an answer for a kind of ticket: pinned (it comes first), or muted.

A rule belongs to an answer, whatever it says: edits and syncs leave it alone. It has no effect and is in no
list while its answer is gone, and holds again when the same document comes back, as learned questions do.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import Connection, select

from sidecar.knowledge.clock import moment
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.packed import pack
from sidecar.knowledge.schema import answers, rules

#: Conditions parsed once; they are read for every ticket and change rarely.
_REMEMBERED = 1024


class Action(StrEnum):
    """What a rule does with its answer: put it first, or take it out."""

    PIN = "pin"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class Condition:
    """A kind of ticket. Every field that is given has to hold; of several values one is enough.

    `contains` are words or phrases of the subject or of what the customer wrote, in any form; `tags` those of
    the ticket; `helpdesks` and `sites` tell where it is open (a site holds for what is below it, too);
    `languages` are BCP 47 tags. Nothing given is every ticket.
    """

    contains: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    helpdesks: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        """Whether it holds for every ticket."""
        return not any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision of the team: who made it and when, why (`note`), and for which tickets."""

    id: str
    action: Action
    answer_number: int
    condition: Condition
    note: str | None
    by: str
    at: datetime


_LIVE = (
    select(rules)
    .join(answers, answers.c.number == rules.c.answer_number)
    .where(answers.c.gone_at.is_(None))
    .order_by(rules.c.created_at, rules.c.id)
)


def list_all(conn: Connection) -> list[Rule]:
    """Return the rules of all answers that are there, the oldest first."""
    return [
        Rule(id_, Action(action), number, _unpack(packed), note, by, at)
        for id_, action, number, packed, note, by, at in conn.execute(_LIVE)
    ]


def add(
    conn: Connection,
    action: Action,
    answer_number: int,
    condition: Condition,
    by: str,
    note: str | None = None,
    now: datetime | None = None,
) -> Rule:
    """Make a rule; the same decision made again is the rule that is there.

    Raises:
        NotFound: There is no such answer.
    """
    live = (answers.c.number == answer_number) & answers.c.gone_at.is_(None)
    if conn.execute(select(answers.c.number).where(live)).first() is None:
        raise NotFound("This answer is not there any more. Search again.")
    decided = (action, answer_number, condition)
    for there in list_all(conn):
        if (there.action, there.answer_number, there.condition) == decided:
            return there
    rule = Rule(f"r_{secrets.token_hex(6)}", action, answer_number, condition, note, by, moment(now))
    conn.execute(
        rules.insert().values(
            id=rule.id,
            action=action.value,
            answer_number=answer_number,
            condition=_pack(condition),
            note=note,
            created_by=by,
            created_at=rule.at,
        )
    )
    return rule


def remove(conn: Connection, rule_id: str) -> None:
    """Take a rule back.

    Raises:
        NotFound: There is no such rule.
    """
    if conn.execute(rules.delete().where(rules.c.id == rule_id)).rowcount == 0:
        raise NotFound("There is no such rule. List them to see which there are.")


def _pack(condition: Condition) -> str:
    return pack({name: values for name, values in asdict(condition).items() if values})


@lru_cache(_REMEMBERED)
def _unpack(packed: str) -> Condition:
    known = {field.name for field in fields(Condition)}
    return Condition(**{name: tuple(values) for name, values in json.loads(packed).items() if name in known})
