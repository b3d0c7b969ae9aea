"""Why each result stands where it stands."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sidecar.web.wire.base import Incoming, Outgoing
from sidecar.web.wire.rules import AppliedRuleOut


class ExplainQuery(Incoming):
    """The query of `POST /v1/suggest`: `explain=1` is the same as `explain` in the body."""

    explain: bool | None = None


class VotingQuestionOut(Outgoing):
    """A question asked before that spoke for the answer.

    `nearness` is 0 to 1, `weight` what it counts (an insertion: 1). `text` is scrubbed of personal data, and
    missing for agents, who do not see what others were asked.
    """

    text: str | None
    nearness: float
    weight: float
    learned: bool


class ExplanationOut(Outgoing):
    """Why a result stands where it stands.

    `weighed` is the sum of `parts` times the product of `factors`. The `score` of a suggestion is
    `weighed / highest`, that of a search result lies `weighed / (weighed + half)` of the way `between` two
    scores that tell how it was found (by name, title, text, or forgiving). With `lifted` the score is that of
    the answer it was put before: by a rule (`pinned`), or because it says as much in the customer's language
    (`language`). `parts` and `evidence` are of the answer `found_as`, where this one stands for another that
    says the same.
    """

    place: int
    parts: dict[str, float]
    factors: dict[str, float]
    weighed: float
    highest: float | None
    half: float | None
    between: tuple[float, float]
    evidence: dict[str, float]
    words: list[str]
    questions: list[VotingQuestionOut]
    rules: list[AppliedRuleOut]
    lifted: str | None
    found_as: str | None


class LeftOutOut(Outgoing):
    """An answer that fits and is not shown by itself.

    `why` is `muted` (see `rule`), or `repeats` or `translation` (it says the same as the shown answer `of`).
    """

    answer_id: str
    title: str
    why: str
    rule: Annotated[AppliedRuleOut | None, Field(exclude_if=lambda value: value is None)] = None
    of: Annotated[str | None, Field(exclude_if=lambda value: value is None)] = None
