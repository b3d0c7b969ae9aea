"""The plain values the store speaks in. Nothing here touches a database.

An *answer* is what one `(source, external_id)` says now; its *passages* are the pieces that are indexed; its
*versions* are what it said before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from connectors.model import Audience, Kind


class TrustState(StrEnum):
    """How far an answer can be relied on. When several hold, the first in this order counts."""

    FLAGGED = "flagged"
    CHANGED = "changed"
    DUE = "due"
    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class EventType(StrEnum):
    """What an agent did with an answer. `UNDONE` takes an insertion back."""

    INSERTED = "inserted"
    COPIED = "copied"
    OPENED = "opened"
    DISMISSED = "dismissed"
    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    UNDONE = "undone"


class Role(StrEnum):
    """What a token may do: agents use answers, experts also verify and write, admins also configure."""

    AGENT = "agent"
    EXPERT = "expert"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `groups` is `None` for admins, who see every answer."""

    name: str
    role: Role
    groups: frozenset[str] | None

    @property
    def sees_everything(self) -> bool:
        """Whether group restrictions do not apply."""
        return self.groups is None


@dataclass(frozen=True, slots=True)
class Trust:
    """The trust state of an answer with its evidence. `due` is when the review interval runs (or ran) out."""

    state: TrustState
    by: str | None = None
    at: datetime | None = None
    due: datetime | None = None
    reason: str | None = None
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class SourceRef:
    """The source an answer comes from."""

    id: str
    name: str
    type: str


class GapKind(StrEnum):
    """How a gap is asked for: a line, several lines, one of some choices, a day."""

    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A gap in an answer: canonical name (`customer.first_name`) and the fallback its author gave, if any.

    `kind` says how it is asked for if nothing is known; `choices` are there for a choice.
    """

    name: str
    fallback: str | None = None
    kind: GapKind = GapKind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One indexed piece of an answer, in the order of the text.

    `heading` is the path of headings above it.
    """

    ordinal: int
    heading: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Content:
    """A document's body made ready: sanitised, placeholders in canonical form, cut into passages.

    `html` and `text` say the same. An unfilled placeholder stands as
    `<span data-placeholder="customer.first_name">…</span>` in `html` and as `{{customer.first_name}}` in
    `text`.
    """

    html: str
    text: str
    passages: tuple[Passage, ...]
    placeholders: tuple[Placeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What a macro sets beside its text: a field of the ticket, in its service's word, and to what.

    `label` is the field's name as people write it.
    """

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer whole, as it stands now. `number` is the store's own key, `id` the public one."""

    number: int
    id: str
    source: SourceRef
    external_id: str
    kind: Kind
    title: str
    html: str
    text: str
    placeholders: tuple[Placeholder, ...]
    questions: tuple[str, ...]
    url: str | None
    audience: Audience
    groups: frozenset[str]
    language: str
    translation_of: str | None
    tags: tuple[str, ...]
    folder: str | None
    shortcut: str | None
    created_at: datetime | None
    updated_at: datetime | None
    owner: str | None
    seen_at: datetime
    not_seen_since: datetime | None
    trust: Trust
    inserted: int = 0
    archived_at: datetime | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """What an answer said from `stored_at` on, until the next version."""

    number: int
    title: str
    text: str
    stored_at: datetime
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class IndexableAnswer:
    """What the index needs of one changed answer. `gone` answers are only removed from the index."""

    number: int
    seq: int
    gone: bool
    kind: Kind = Kind.ARTICLE
    title: str = ""
    tags: tuple[str, ...] = ()
    folder: str | None = None
    shortcut: str | None = None
    language: str = "en"
    audience: Audience = Audience.UNKNOWN
    groups: frozenset[str] = frozenset()
    source_id: str = ""
    passages: tuple[Passage, ...] = ()
    external_id: str = ""
    updated_at: datetime | None = None


class Origin(StrEnum):
    """Where an asked question comes from: written into the source, or learned from use."""

    SEED = "seed"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question an answer is known to answer.

    `weight` is 1.0 for an insertion; `gone` ones leave the index.
    """

    number: int
    seq: int
    answer_number: int
    text: str
    language: str
    origin: Origin
    weight: float = 1.0
    gone: bool = False
    groups: frozenset[str] = field(default_factory=frozenset)
