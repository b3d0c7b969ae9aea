"""The team's own synonyms: groups of phrases that mean the same, kept among its settings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from sidecar.knowledge import settings
from sidecar.knowledge.errors import NotFound

Groups = tuple[tuple[str, ...], ...]


def read(conn: Connection) -> Groups:
    """Return all groups, in the order in which they were begun."""
    return tuple(tuple(group) for group in settings.read(conn, settings.SYNONYMS) or ())


def add(conn: Connection, phrases: Sequence[str]) -> Groups:
    """Let phrases mean the same and return all groups; groups that share one of them become one."""
    wanted = {phrase.casefold(): phrase for phrase in phrases}
    kept: list[tuple[str, ...]] = []
    joined: dict[str, str] = {}
    for group in read(conn):
        if any(phrase.casefold() in wanted for phrase in group):
            joined |= {phrase.casefold(): phrase for phrase in group}
        else:
            kept.append(group)
    return _write(conn, [*kept, tuple((wanted | joined).values())])


def remove(conn: Connection, phrase: str) -> Groups:
    """Take a phrase out of its group and return all groups; a phrase left alone goes too.

    Raises:
        NotFound: No group has the phrase.
    """
    before = read(conn)
    out = phrase.casefold()
    after = [tuple(each for each in group if each.casefold() != out) for group in before]
    if list(before) == after:
        raise NotFound(f"There is no synonym {phrase!r}. `cuecard synonyms list` shows all.")
    return _write(conn, [group for group in after if len(group) > 1])


def _write(conn: Connection, groups: Sequence[Sequence[str]]) -> Groups:
    settings.write(conn, settings.SYNONYMS, [list(group) for group in groups] or None)
    return read(conn)
