"""Requests for suggestions and searches, and the suggestions that answer them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from connectors.model import Audience, Kind
from sidecar.knowledge.model import TrustState
from sidecar.suggest.model import Sender
from sidecar.web.wire.base import Incoming, LanguageTag, Outgoing, Text

#: How many suggestions one request may ask for, and gets unless it says.
MOST_SUGGESTIONS = 50
USUAL_SUGGESTIONS = 5
#: How many results a page of a search may have, and has unless told; how deep paging goes.
MOST_RESULTS = 100
USUAL_RESULTS = 10
DEEPEST_OFFSET = 10_000


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
    """A conversation, oldest message first. All but `messages` may be missing."""

    messages: Annotated[list[MessageIn], Field(max_length=10_000)]
    page: PageIn | None = None
    subject: Text | None = None
    reply_public: bool | None = None
    draft: Text | None = None
    customer: PersonIn | None = None
    agent: PersonIn | None = None
    company: Text | PersonIn | None = None
    language: LanguageTag | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_SUGGESTIONS)] | None = None
    explain: bool | None = None


class SearchQuery(Incoming):
    """The query of `GET /v1/search`. `source` is a name or an id; no filter lets everything through."""

    q: Annotated[Text, Field(max_length=2000)] = ""
    kind: Kind | None = None
    source: str | None = None
    tag: str | None = None
    language: LanguageTag | None = None
    audience: Audience | None = None
    trust: TrustState | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = USUAL_RESULTS
    offset: Annotated[int, Field(ge=0, le=DEEPEST_OFFSET)] = 0


class PlaceholderOut(Outgoing):
    """A gap in an answer: what was found for it, and whether the agent has to be asked."""

    name: str
    value: str | None
    missing: bool


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


class SuggestionOut(Outgoing):
    """One answer offered.

    `html` and `text` are what would be inserted; gaps stand as `span[data-placeholder]`. `explanation` is
    there if the request asked for it: the parts that `score` is made of.
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
    explanation: Annotated[dict[str, float] | None, Field(exclude_if=lambda value: value is None)] = None


class SuggestResponse(Outgoing):
    """Suggestions, best first. `confident` says whether anything fits; `confidence` is 0 to 1."""

    query_id: str
    language: str
    took_ms: float
    confident: bool
    confidence: float
    suggestions: list[SuggestionOut]


class SearchResponse(Outgoing):
    """One page of results; `total` counts all.

    `corrected` is there if words typed were taken for others: the query with those.
    """

    query_id: str
    total: int
    took_ms: float
    results: list[SuggestionOut]
    corrected: Annotated[str | None, Field(exclude_if=lambda value: value is None)] = None
