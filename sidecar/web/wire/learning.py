"""The state of learning from use, and what admins may change of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from sidecar.web.wire.base import Incoming, Outgoing, Text


class LearningOut(Outgoing):
    """Whether use teaches, how many questions are kept for an answer, and how many were learned in all."""

    learning: bool
    most_per_answer: int
    learned: int


class LearningIn(Incoming):
    """What is to change; what is left out stays."""

    learning: bool | None = None
    most_per_answer: Annotated[int, Field(ge=1, le=100_000)] | None = None


class EraseQuery(Incoming):
    """What to forget: of one answer, what is older than a moment, or without either, everything."""

    answer_id: Text | None = None
    before: AwareDatetime | None = None


class ErasedOut(Outgoing):
    """How many learned questions were forgotten."""

    erased: int
