"""Requests for suggestions and searches, and the suggestions that answer them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from connectors.model import Audience, Kind
from sidecar.knowledge.model import GapKind, TrustState
from sidecar.suggest.model import Sender
from sidecar.web.wire.base import WITHOUT_NUL, Incoming, LanguageTag, Outgoing, Text
from sidecar.web.wire.explaining import ExplanationOut, LeftOutOut

#: How many suggestions one request may ask for, and gets unless it says.
MOST_SUGGESTIONS = 50
USUAL_SUGGESTIONS = 5
#: How many results a page of a search may have, and has unless told; how deep paging goes.
MOST_RESULTS = 100
USUAL_RESULTS = 10
DEEPEST_OFFSET = 10_000


#: The most tags of a ticket.
MOST_TAGS = 200


def _named(language: object) -> object:
    # Pages often declare a language and leave its name empty.
    return None if isinstance(language, str) and not language.strip() else language


class PersonIn(Incoming):
    """A customer or agent as the page names them."""

    name: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    email: Text | None = None


class PageIn(Incoming):
    """Where the ticket stands."""

    url: Text | None = None
    helpdesk: Text | None = None
    ticket_id: Text | None = None


class MessageIn(Incoming):
    """One message of the conversation. A time that cannot be read is no reason to refuse a suggestion."""

    sender: Annotated[Sender, Field(alias="from")]
    text: Text
    at: datetime | str | None = Field(default=None, union_mode="left_to_right")


class SuggestRequest(Incoming):
    """A conversation, oldest message first. All but `messages` may be missing.

    `tags` are those the ticket has in its helpdesk.
    """

    messages: Annotated[list[MessageIn], Field(max_length=10_000)]
    page: PageIn | None = None
    subject: Text | None = None
    reply_public: bool | None = None
    draft: Text | None = None
    customer: PersonIn | None = None
    agent: PersonIn | None = None
    company: Text | PersonIn | None = None
    tags: Annotated[list[Text], Field(max_length=MOST_TAGS)] | None = None
    language: Annotated[LanguageTag | None, BeforeValidator(_named)] = None
    limit: Annotated[int, Field(ge=1, le=MOST_SUGGESTIONS)] | None = None
    explain: bool | None = None


class SearchQuery(Incoming):
    """The query of `GET /v1/search`. `source` is a name or an id; no filter lets everything through."""

    q: Annotated[str, Field(max_length=2000), WITHOUT_NUL] = ""
    kind: Kind | None = None
    source: str | None = None
    tag: str | None = None
    language: LanguageTag | None = None
    audience: Audience | None = None
    trust: TrustState | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = USUAL_RESULTS
    offset: Annotated[int, Field(ge=0, le=DEEPEST_OFFSET)] = 0
    explain: bool = False


class PlaceholderOut(Outgoing):
    """A gap in an answer: what was found for it, and whether the agent has to be asked.

    `kind` says how, where it is no line of text: several `lines`, a `choice` of `choices`, or a `date`.
    """

    name: str
    value: str | None
    missing: bool
    kind: Annotated[GapKind | None, Field(exclude_if=lambda value: value is None)] = None
    choices: Annotated[list[str] | None, Field(exclude_if=lambda value: value is None)] = None


class SourceRefOut(Outgoing):
    """Where an answer comes from."""

    id: str
    name: str
    type: str
    external_id: str


class TrustOut(Outgoing):
    """How far an answer can be relied on, and why."""

    state: TrustState
    by: str | None
    at: datetime | None
    due: datetime | None
    reason: str | None
    conflicts: int


class ActionOut(Outgoing):
    """What a macro sets beside its text, in its helpdesk; it is shown and never carried out.

    `field` is the helpdesk's own word, `label` the same as people write it.
    """

    field: str
    label: str
    value: str


class SuggestionOut(Outgoing):
    """One answer offered.

    `html` and `text` are what would be inserted; gaps stand as `span[data-placeholder]`. `pinned` is `team`
    where a rule of the team puts it first, `own` for a favourite of whoever asks. `reasons` are in the
    language of the request's `Accept-Language`, if there is a catalogue for it. `actions` is there if the
    answer is a macro that has any, `explanation` if the request asked for it.
    """

    answer_id: str
    passage_id: str
    kind: Kind
    title: str
    excerpt_html: str
    text: str
    html: str
    placeholders: list[PlaceholderOut]
    source: SourceRefOut
    url: str | None
    language: str
    audience: Audience
    tags: list[str]
    question: str | None
    similar: list[str]
    translations: list[str]
    trust: TrustOut
    updated_at: datetime | None
    seen_at_source: datetime
    not_seen_since: datetime | None
    inserted: int
    score: float
    reasons: list[str]
    pinned: Literal["team", "own"] | None
    actions: list[ActionOut] = Field(default_factory=list, exclude_if=lambda value: not value)
    explanation: Annotated[ExplanationOut | None, Field(exclude_if=lambda value: value is None)] = None


class SuggestResponse(Outgoing):
    """Suggestions, best first. `confident` says whether anything fits; `confidence` is 0 to 1.

    `left_out` names the answers that a rule muted for this ticket, if any; with `explain` also those that
    repeat another.
    """

    query_id: str
    language: str
    took_ms: float
    confident: bool
    confidence: float
    suggestions: list[SuggestionOut]
    left_out: Annotated[list[LeftOutOut] | None, Field(exclude_if=lambda value: value is None)] = None


class SearchResponse(Outgoing):
    """One page of results; `total` counts all.

    `corrected` is there if words typed were taken for others: the query with those.
    """

    query_id: str
    total: int
    took_ms: float
    results: list[SuggestionOut]
    corrected: Annotated[str | None, Field(exclude_if=lambda value: value is None)] = None
