"""One answer whole, its rendering, and the answers a team writes itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from connectors.model import Audience, BodyFormat, Kind
from sidecar.knowledge.model import EventType
from sidecar.web.wire.base import WITHOUT_NUL, Incoming, LanguageTag, Name, Outgoing, Text
from sidecar.web.wire.suggest import ActionOut, PersonIn, PlaceholderOut, SourceRefOut, TrustOut


class GapOut(Outgoing):
    """A placeholder of an answer, and what its author wants there if nothing is known."""

    name: str
    fallback: str | None


class VersionOut(Outgoing):
    """What an answer said from `stored_at` on."""

    version: int
    title: str
    text: str
    stored_at: datetime
    updated_at: datetime | None


class ConflictOut(Outgoing):
    """Another answer that says something else about the same matter."""

    answer_id: str
    title: str
    source: str
    here: str
    there: str


class OverrideOut(Outgoing):
    """What the team said about an answer against its source, who was the last to, and what the source says.

    `null`: there the source's word counts.
    """

    audience: Audience | None
    tags: list[str] | None
    source_audience: Audience
    source_tags: list[str]
    by: str
    at: datetime


class AnswerOut(Outgoing):
    """One answer whole. `history` is newest first and begins with what the answer says now.

    `actions` are what a macro sets beside its text; they are shown, never carried out.

    `pinned` tells whether it is a favourite of whoever asks. An answer with `archived_at` is neither found
    nor suggested, and is shown to experts and admins only.
    """

    answer_id: str
    source: SourceRefOut
    kind: Kind
    title: str
    html: str
    text: str
    placeholders: list[GapOut]
    questions: list[str]
    url: str | None
    audience: Audience
    groups: list[str]
    language: str
    translation_of: str | None
    translations: list[str]
    tags: list[str]
    folder: str | None
    shortcut: str | None
    created_at: datetime | None
    updated_at: datetime | None
    owner: str | None
    seen_at_source: datetime
    not_seen_since: datetime | None
    inserted: int
    pinned: bool
    trust: TrustOut
    history: list[VersionOut]
    conflicts: list[ConflictOut]
    archived_at: datetime | None = None
    override: OverrideOut | None = None
    actions: list[ActionOut] = Field(default_factory=list)


class AnswerIn(Incoming):
    """An answer that the team writes itself. Placeholders as `{{customer.first_name}}`."""

    title: Name
    body: Annotated[str, Field(min_length=1), WITHOUT_NUL]
    body_format: BodyFormat = BodyFormat.TEXT
    kind: Kind = Kind.REPLY
    questions: list[Name] = Field(default_factory=list)
    url: Annotated[str, Field(pattern=r"^https?://", max_length=2000)] | None = None
    audience: Audience = Audience.UNKNOWN
    groups: list[Name] = Field(default_factory=list)
    language: LanguageTag | None = None
    tags: list[Name] = Field(default_factory=list)
    folder: Name | None = None
    shortcut: Name | None = None


class AnswerPatch(Incoming):
    """What the team says about an answer from now on; later syncs leave it alone.

    What is missing stays as it is; `reset` lets the source's word count again. An archived answer is neither
    found nor suggested until it is brought back (`archived: false`).
    """

    audience: Audience | None = None
    tags: Annotated[list[Name], Field(max_length=200)] | None = None
    archived: bool | None = None
    reset: list[Literal["audience", "tags"]] = Field(default_factory=list)


class TicketIn(Incoming):
    """The ticket, as far as placeholders name it."""

    id: Text | None = None
    subject: Text | None = None
    url: Text | None = None


class CompanyIn(Incoming):
    """The company that answers."""

    name: Text | None = None


class RenderRequest(Incoming):
    """What is known for filling placeholders.

    `values` and `context` name values by placeholder: flat (`{"customer.first_name": "Ada"}`) or nested
    (`{"customer": {"first_name": "Ada"}}`). What an agent typed (`values`) wins over what the page said.
    """

    passage_id: str | None = None
    values: dict[str, Any] = Field(default_factory=dict)
    context: dict[str, Any] = Field(default_factory=dict)
    customer: PersonIn | None = None
    agent: PersonIn | None = None
    ticket: TicketIn | None = None
    company: CompanyIn | None = None


class RenderResponse(Outgoing):
    """The body with its placeholders filled; `missing` are those the agent has to be asked for."""

    answer_id: str
    passage_id: str | None
    html: str
    text: str
    placeholders: list[PlaceholderOut]
    missing: list[str]


class FlagRequest(Incoming):
    """Why an answer is not to be relied on. An empty reason is a flag without words."""

    reason: Annotated[str, Field(max_length=1000), WITHOUT_NUL] = ""


class EventRequest(Incoming):
    """What an agent did with an answer. `inserted` teaches."""

    type: EventType
    query_id: Annotated[str, Field(min_length=1, max_length=200)]
    answer_id: Annotated[str, Field(min_length=1, max_length=200)]


class EventResponse(Outgoing):
    """What the event did: `recorded` is false if it was known already, `learned` says whether it taught."""

    recorded: bool
    learned: bool


def flatten(values: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Return nested values by dotted name; what is neither text nor number is left out."""
    flat: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{name}.")
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            flat[f"{prefix}{name}"] = str(value).replace("\x00", "")
    return flat
