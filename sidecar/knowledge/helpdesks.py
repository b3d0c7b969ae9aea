"""The helpdesks that admins declared, kept among the team's settings as they were given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from sidecar.knowledge import settings
from sidecar.knowledge.errors import NotFound, TooMany

#: The most adapters; each is sent to every browser.
MOST_ADAPTERS = 100


def read(conn: Connection) -> list[dict[str, Any]]:
    """Return all adapters as JSON values, by their ids."""
    kept: list[dict[str, Any]] = settings.read(conn, settings.HELPDESKS) or []
    return kept


def declare(conn: Connection, adapter: Mapping[str, Any]) -> None:
    """Keep an adapter; one of the same id is replaced.

    Raises:
        TooMany: there are `MOST_ADAPTERS` others already.
    """
    others = [each for each in read(conn) if each["id"] != adapter["id"]]
    if len(others) >= MOST_ADAPTERS:
        raise TooMany(
            f"There are {MOST_ADAPTERS} declared helpdesks already. "
            "Remove one first: `cuecard helpdesk list` names them."
        )
    settings.write(conn, settings.HELPDESKS, sorted([*others, dict(adapter)], key=lambda each: each["id"]))


def remove(conn: Connection, adapter_id: str) -> None:
    """Take an adapter back; the extension's own of this id, if there is one, holds again.

    Raises:
        NotFound: none of this id was declared.
    """
    before = read(conn)
    after = [each for each in before if each["id"] != adapter_id]
    if len(after) == len(before):
        raise NotFound("No helpdesk of this id was declared. `cuecard helpdesk list` names them.")
    settings.write(conn, settings.HELPDESKS, after or None)
