"""What the team pins or mutes for a kind of ticket, and what agents pin for themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from sidecar.knowledge.rules import Action
from sidecar.suggest.rulings import host_of
from sidecar.web.wire.base import WITHOUT_NUL, Incoming, LanguageTag, Name, Outgoing, Text

#: The most values of one field of a condition.
MOST_VALUES = 50


def _with_host(site: str) -> str:
    if not host_of(site):
        raise ValueError("Use a host, such as desk.example.com.")
    return site


_Site = Annotated[Name, AfterValidator(_with_host)]


class ConditionIn(Incoming):
    """A kind of ticket. Every field given has to hold; of several values one is enough.

    `contains` are words or phrases of the subject or of what the customer wrote, in any form. `tags` are the
    ticket's, as the page or the request names them. `sites` are hosts of the helpdesk's pages, with all below
    them. For every ticket say `always` and nothing else.
    """

    model_config = ConfigDict(extra="forbid")

    always: bool = False
    contains: Annotated[list[Name], Field(max_length=MOST_VALUES, default_factory=list)]
    tags: Annotated[list[Name], Field(max_length=MOST_VALUES, default_factory=list)]
    helpdesks: Annotated[list[Name], Field(max_length=MOST_VALUES, default_factory=list)]
    sites: Annotated[list[_Site], Field(max_length=MOST_VALUES, default_factory=list)]
    languages: Annotated[list[LanguageTag], Field(max_length=MOST_VALUES, default_factory=list)]

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        given = any((self.contains, self.tags, self.helpdesks, self.sites, self.languages))
        if given == self.always:
            raise ValueError(
                "Say for which tickets: contains, tags, helpdesks, sites or languages; or always, alone."
            )
        return self


class RuleIn(Incoming):
    """What to decide: `pin` an answer first, or `mute` it, `when` a ticket is of a kind.

    `answer` is its public id, its id at its source, or its exact title (with `source` where two share it).
    """

    action: Action
    answer: Name
    source: Name | None = None
    when: ConditionIn
    note: Annotated[str, Field(max_length=1000), WITHOUT_NUL] | None = None


class ConditionOut(Outgoing):
    """A kind of ticket; `always` is every ticket."""

    always: bool
    contains: list[str]
    tags: list[str]
    helpdesks: list[str]
    sites: list[str]
    languages: list[str]


class AppliedRuleOut(Outgoing):
    """A decision of the team: who made it and when, why, and for which tickets."""

    id: str
    action: Action
    when: ConditionOut
    note: str | None
    by: str
    at: datetime


class RuleOut(AppliedRuleOut):
    """A decision of the team with the answer it is about; `source` is the name of the answer's source."""

    answer_id: str
    title: str
    source: str


class RuleList(Outgoing):
    """The decisions of the team, the oldest first."""

    rules: list[RuleOut]


class RuleQuery(Incoming):
    """Which rules to list: all, or those of one answer."""

    answer_id: Text | None = None


class PinOut(Outgoing):
    """Whether an answer is a favourite of whoever asked."""

    answer_id: str
    pinned: bool
