"""From rows to events: what sources in a database share once their tables are read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.contract import Connector, Event, ParseFailed, Skipped
from connectors.hosted.answers import Fields, mark, read_answers
from connectors.listing import Listed, pull_listed
from connectors.mysql.tables import TOO_LONG, Row

_BATCH = 100
_NO_DATE = "0000-00-00"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its id, all that is told of it, and what makes its fields of that.

    Attributes:
        external_id: of its document.
        told: JSON that changes when the answer does.
        make: returns its document's fields; raises `ParseFailed`.
    """

    external_id: str
    told: Any
    make: Callable[[], Fields]


async def pull_answers(
    connector: Connector[Any], found: Iterable[Answer | Skipped], settings: Mapping[str, Any], version: int
) -> AsyncIterator[Event]:
    """Yield the events of a whole pass over a database's answers.

    Args:
        connector: whose pull this is.
        found: every answer there is, and those that are left out.
        settings: that change what a document says.
        version: of the reader.
    """
    listed: list[Listed[Answer]] = []
    for one in found:
        if isinstance(one, Skipped):
            yield one
        else:
            listed.append(Listed(one.external_id, mark(version, settings, one.told), one))

    async def read(new: Sequence[Listed[Answer]]) -> list[Event]:
        return await read_answers(connector.context, new, _fields)

    async for event in pull_listed(connector, listed, read, batch=_BATCH):
        yield event


def _fields(answer: Answer) -> Fields:
    return answer.make()


def text(row: Row, name: str) -> str:
    """Return a column's text, empty for NULL.

    Raises:
        ParseFailed: it is too long for any answer.
    """
    said = row.get(name) or ""
    if said == TOO_LONG:
        raise ParseFailed("It is longer than any answer can be: shorten it in the helpdesk.")
    return said


def moment(row: Row, name: str) -> str | None:
    """Return a column's date, or `None` where there is none; MySQL writes one of zeros."""
    said = row.get(name)
    return said if said and not said.startswith(_NO_DATE) else None


def path_of(key: str | None, parents: Mapping[str, tuple[str, str | None]]) -> tuple[str, ...]:
    """Return the names from the top of a tree down to an item; a circle ends it.

    Args:
        key: of the item.
        parents: name and parent's key by key.
    """
    names: list[str] = []
    seen: set[str] = set()
    while key and key in parents and key not in seen:
        seen.add(key)
        name, key = parents[key]
        names.append(name)
    return tuple(reversed([name for name in names if name]))
