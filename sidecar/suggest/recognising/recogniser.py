"""Keeps the texts of all answers at hand while past tickets are learned from, and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from sidecar.knowledge.database import Database

if TYPE_CHECKING:
    from sidecar.suggest.recognising.known import KnownTexts, Recognised


class Recogniser:
    """Says which answers stand in replies; reads the answers once, and anew when one has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: KnownTexts | None = None
        self._reading = asyncio.Lock()

    async def answers_in(self, replies: Sequence[Sequence[str]]) -> list[list[Recognised]]:
        """Return for each ticket the answers in the first of its replies that holds any."""
        async with self._reading:
            self._known = known = await self._database.read(_current, self._known)
        return await asyncio.to_thread(lambda: [_first(known, each) for each in replies])

    def forget(self) -> None:
        """Let the texts go: what is kept of 100,000 passages is some 100 MB."""
        self._known = None


def _current(conn: Connection, known: KnownTexts | None) -> KnownTexts:
    # Here, for a server that is not told past tickets needs none of it.
    from sidecar.suggest.recognising.known import known_texts, newest_change

    if known is not None and known.seq == newest_change(conn):
        return known
    return known_texts(conn)


def _first(known: KnownTexts, replies: Sequence[str]) -> list[Recognised]:
    return next((found for reply in replies if (found := known.answers_in(reply))), [])
