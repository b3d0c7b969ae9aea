"""Answers that agents ask their team for, and who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sidecar.knowledge.model import Role
from sidecar.web.wire.base import WITHOUT_NUL, Incoming, Outgoing


class MeOut(Outgoing):
    """Whose token this is, and what it may do."""

    name: str
    role: Role


class WantedIn(Incoming):
    """What should be answered, in the agent's words; the query that found nothing brings the question."""

    words: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S"), WITHOUT_NUL]
    query_id: Annotated[str, Field(max_length=200)] | None = None


class WantedOut(Outgoing):
    """An answer asked for. Personal data is taken out of `words` and `question`."""

    id: str
    words: str
    question: str
    by: str
    at: datetime


class WantedList(Outgoing):
    """What was asked for and is not settled, the newest first."""

    wanted: list[WantedOut]
