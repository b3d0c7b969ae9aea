"""The plain values a suggestion is made from and consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sidecar.knowledge.model import Answer


class Sender(StrEnum):
    """Who said something in a conversation."""

    CUSTOMER = "customer"
    AGENT = "agent"
    NOTE = "note"
    BOT = "bot"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; conversations run oldest first."""

    sender: Sender
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A customer or agent as the page names them."""

    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the extension read from the page."""

    messages: tuple[Message, ...] = ()
    subject: str | None = None
    url: str | None = None
    helpdesk: str | None = None
    ticket_id: str | None = None
    reply_public: bool | None = None
    draft: str | None = None
    customer: Person = field(default_factory=Person)
    agent: Person = field(default_factory=Person)
    company: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FilledPlaceholder:
    """A placeholder with the value found for it. `missing` means the agent has to be asked."""

    name: str
    value: str | None
    missing: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer offered: `text` and `html` would be inserted, `excerpt_html` shows why, with `<mark>`.

    `score` is from 0 to 1 and compares the answers of one response; the better never has the lower one.
    `question` is what of several questions it answers, `similar` and `translations` are ids of answers
    that say the same, `explanation` the parts of the score, if asked for.
    """

    answer: Answer
    passage_id: str
    excerpt_html: str
    text: str
    html: str
    placeholders: tuple[FilledPlaceholder, ...]
    score: float
    reasons: tuple[str, ...]
    question: str | None = None
    similar: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    explanation: dict[str, float] | None = None


@dataclass(frozen=True, slots=True)
class SuggestResult:
    """The outcome of one request. `confidence` is 0 to 1, `confident` whether it is over the threshold."""

    query_id: str
    language: str
    took_ms: float
    confident: bool
    confidence: float
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The outcome of a search; `total` counts all answers that match, not only those on this page.

    `corrected` is the query with the words it was taken to mean, where those typed are nowhere.
    """

    query_id: str
    total: int
    took_ms: float
    results: tuple[Suggestion, ...]
    corrected: str | None = None
