"""Which answer people mean, who know it by its public id, its id at the source, or its title."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sidecar.knowledge.packed import in_chunks
from sidecar.knowledge.schema import answers, sources

#: How a person names an answer: its name, and the name or id of its source where that is needed.
Name = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Named:
    """An answer by its names. `source` is the name of its source."""

    number: int
    id: str
    title: str
    source: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """No answer, or more than one, is meant; `reason` says what to do."""

    reason: str


def resolve(conn: Connection, names: Collection[Name]) -> dict[Name, Named | Unclear]:
    """Return which one answer is meant by each name.

    A name is a public id, else an id at the source or an exact title.
    """
    wanted = {name for name, _ in names}
    by_id: dict[str, list[Named]] = {}
    by_own: dict[str, list[Named]] = {}
    ways = ((by_id, answers.c.id), (by_own, answers.c.external_id), (by_own, answers.c.title))
    for by_name, column in ways:
        for chunk in in_chunks(wanted):
            query = (
                select(column, answers.c.number, answers.c.id, answers.c.title, sources.c.name, sources.c.id)
                .join(sources, sources.c.id == answers.c.source_id)
                .where(answers.c.gone_at.is_(None), column.in_(chunk))
                .order_by(answers.c.number)
            )
            for name, *rest in conn.execute(query):
                answer = Named(*rest)
                if answer not in by_name.setdefault(name, []):
                    by_name[name].append(answer)
    known = {
        each
        for row in conn.execute(select(sources.c.name, sources.c.id).where(sources.c.removed_at.is_(None)))
        for each in row
    }
    return {name: _one(name, [each.get(name[0], []) for each in (by_id, by_own)], known) for name in names}


def _one(name: Name, ways: list[list[Named]], known: set[str]) -> Named | Unclear:
    wanted, source = name
    if source and source not in known:
        return Unclear(f"There is no source named {source!r}.")
    for found in ways:
        those = [each for each in found if not source or source in (each.source, each.source_id)]
        if len(those) == 1:
            return those[0]
        if those:
            return Unclear(_several(wanted, those))
    return Unclear(f"There is no answer {wanted!r}{f' in the source {source!r}' if source else ''}.")


def _several(wanted: str, found: list[Named]) -> str:
    names = sorted({each.source for each in found})
    if len(names) > 1:
        return f"{len(found)} answers are named {wanted!r}; say which as `source`: {', '.join(names)}."
    ids = ", ".join(each.id for each in found[:5])
    return f"{len(found)} answers of {names[0]} are named {wanted!r}; use the id of one: {ids}."
