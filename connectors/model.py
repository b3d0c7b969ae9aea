"""What a connector hands over: the document, whatever system it came from.

This is the one part of the connectors that the rest of Cuecard builds on.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """What an answer is for: to be inserted as it stands, or to be read and quoted."""

    REPLY = "reply"
    ARTICLE = "article"


class BodyFormat(StrEnum):
    """The markup of a document's body."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


class Audience(StrEnum):
    """Who may see an answer: `public` may be sent to a customer, `internal` may not."""

    PUBLIC = "public"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class Attachment(BaseModel):
    """A file or picture a document refers to, kept so that an answer can show it.

    `url` is absolute, or relative to the document; `media_type` is a MIME type such as `image/png`.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    url: str
    media_type: str | None = None


NonEmpty = Annotated[str, Field(min_length=1)]


class Document(BaseModel):
    """One document of a source.

    The same `external_id` means the same document over time; it is unique within its source. Empty `groups`
    means everyone. `folder` is a path with `::` between levels. `language` is a BCP 47 tag, or `None` to have
    it detected. All times are timezone-aware.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    external_id: Annotated[str, Field(min_length=1, max_length=2000)]
    kind: Kind
    title: str
    body: str
    body_format: BodyFormat
    questions: tuple[str, ...] = ()
    url: str | None = None
    audience: Audience = Audience.UNKNOWN
    groups: tuple[NonEmpty, ...] = ()
    language: str | None = None
    translation_of: str | None = None
    tags: tuple[str, ...] = ()
    folder: str | None = None
    shortcut: str | None = None
    placeholder_syntax: str | None = None
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
    verified_at: AwareDatetime | None = None
    verified_by: str | None = None
    owner: str | None = None
    attachments: tuple[Attachment, ...] = ()
    images: tuple[Attachment, ...] = ()
    extra: dict[str, Any] = Field(default_factory=dict)

    def newest_date(self) -> datetime | None:
        """Return when the source last touched the document, if it says so."""
        return self.updated_at or self.created_at
