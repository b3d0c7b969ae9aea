"""The plain values a suggestion is made from and consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from sidecar.knowledge.model import Answer, GapKind
from sidecar.knowledge.rules import Rule


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
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledPlaceholder:
    """A placeholder with the value found for it. `missing`: the agent has to be asked, as `kind` says."""

    name: str
    value: str | None
    missing: bool
    kind: GapKind = GapKind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VotingQuestion:
    """A question asked before that spoke for an answer.

    `nearness` is from 0 to 1, `weight` what it counts (1 for an insertion); `text` is `None` for viewers who
    may not see what others were asked.
    """

    text: str | None
    nearness: float
    weight: float
    learned: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer stands where it stands.

    `weighed` is the sum of `parts` (what its texts and the questions asked before say) times the product of
    `factors` (what is known besides). The score shown is `weighed` as a share of the highest there can be
    (suggestions), or `weighed / (weighed + half)` of the way `between` two scores (searches, which have no
    upper end: exact names lie above titles, titles above texts, texts above what was forgiven). `lifted` says
    why the score is that of a better one instead: `pinned`, or `language` (it shares as many words with the
    ticket, in the customer's language). `evidence` is what the parts were made from, `found_as` the answer
    they are of, where this one stands for another that says the same.
    """

    parts: Mapping[str, float]
    factors: Mapping[str, float]
    weighed: float
    evidence: Mapping[str, float] = field(default_factory=dict)
    highest: float | None = None
    half: float | None = None
    between: tuple[float, float] = (0.0, 1.0)
    words: tuple[str, ...] = ()
    questions: tuple[VotingQuestion, ...] = ()
    rules: tuple[Rule, ...] = ()
    lifted: str | None = None
    found_as: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An answer that fits and is not shown by itself.

    `why` is `muted` (by `rule`), or `repeats` or `translation` (`of` an answer that is shown).
    """

    answer: Answer
    why: str
    rule: Rule | None = None
    of: Answer | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer offered: `text` and `html` would be inserted, `excerpt_html` shows why, with `<mark>`.

    `score` is from 0 to 1 and compares the answers of one response; the better never has the lower one.
    `question` is what of several questions it answers, `similar` and `translations` are ids of answers
    that say the same, `explanation` why it stands there, if asked for. `pinned` is `team` where a rule put it
    first, `own` for a favourite of the viewer.
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
    explanation: Explanation | None = None
    pinned: Literal["team", "own"] | None = None


@dataclass(frozen=True, slots=True)
class SuggestResult:
    """The outcome of one request. `confidence` is 0 to 1, `confident` whether it is over the threshold.

    `left_out` has what a rule muted, and all that was left out if an explanation was asked for (else `None`
    where nothing was muted).
    """

    query_id: str
    language: str
    took_ms: float
    confident: bool
    confidence: float
    suggestions: tuple[Suggestion, ...]
    left_out: tuple[LeftOut, ...] | None = None


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
