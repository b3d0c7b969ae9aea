"""Labelled tickets, sent to be learned from or to be measured on, and what came of each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sidecar.web.wire.base import Incoming, LanguageTag, Outgoing, Text

#: The most labelled tickets of one request.
MOST_ROWS = 500
#: The most replies of one ticket that are looked at, and the most names.
MOST_REPLIES = 20
MOST_NAMES = 20


class LabelledIn(Incoming):
    """A ticket with the answer that solved it: public id, id at its source, or exact title."""

    text: Text
    answer: Text | None = None
    source: Text | None = None
    language: LanguageTag | None = None


class LessonIn(LabelledIn):
    """A solved ticket. Without `answer`, the answers are those that stand in the first of `replies` with any.

    `names` are those known of the people in it: they are taken out of what is learned.
    """

    replies: Annotated[list[Text], Field(max_length=MOST_REPLIES, default_factory=list)]
    names: Annotated[list[Text], Field(max_length=MOST_NAMES, default_factory=list)]


class LearnRequest(Incoming):
    """Solved tickets to learn from. With `dry_run` they are only looked at.

    With `wait` the answer comes when all that was learned is fitted, for the last of several requests.
    """

    rows: Annotated[list[LessonIn], Field(max_length=MOST_ROWS)]
    dry_run: bool = False
    wait: bool = False


class LearnedOut(Outgoing):
    """What came of each ticket, in the order sent: `learned`, `known` or `skipped`, with the reason.

    `answers` are the titles of those that were found in its replies.
    """

    outcome: str
    reason: str | None = None
    answers: list[str] = Field(default_factory=list)


class LearnResponse(Outgoing):
    """What came of the tickets."""

    rows: list[LearnedOut]


class EvaluateRequest(Incoming):
    """Labelled tickets to measure on; no `answer` says that none exists. Nothing of them is kept."""

    rows: Annotated[list[LabelledIn], Field(max_length=MOST_ROWS)]


class MeasuredOut(Outgoing):
    """What would have been suggested for one ticket.

    `place` is where the right answer stands (1 is first; none: not among the first ten), `known` whether
    the very text is a question learned before; with a `problem` the ticket could not be used.
    """

    answerable: bool = False
    place: int | None = None
    confidence: float = 0.0
    took_ms: float = 0.0
    language: str = ""
    source: str | None = None
    wanted: str | None = None
    wanted_id: str | None = None
    first: str | None = None
    first_id: str | None = None
    known: bool = False
    problem: str | None = None


class EvaluateResponse(Outgoing):
    """What would have been suggested; `threshold` is the team's, over which a suggestion is confident."""

    threshold: float
    rows: list[MeasuredOut]


class ThresholdIn(Incoming):
    """How sure suggestions must be to be shown as such; `null` returns to the usual."""

    threshold: Annotated[float, Field(gt=0, lt=1)] | None = None


class ThresholdOut(Outgoing):
    """The threshold that holds now."""

    threshold: float
