"""From a file that was read to the document it is: what the file says of itself, its place, the settings."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing import names
from connectors.parsing.model import Parsed


class Defaults(Protocol):
    """What the settings of a source of files say of those that do not say it themselves."""

    @property
    def kind(self) -> Kind:
        """What the documents are for."""

    @property
    def audience(self) -> Audience:
        """Whether they may be sent to customers."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Who may see them."""

    @property
    def language(self) -> str | None:
        """Their language."""


def filed(
    parsed: Parsed,
    path: str,
    defaults: Defaults,
    *,
    external_id: str | None = None,
    language: str | None = None,
    translation_of: str | None = None,
    updated_at: datetime | None = None,
    url: str | None = None,
) -> Document:
    """Return the document that a file is.

    Args:
        parsed: the file, read.
        path: of the file within its source, with `/`.
        defaults: the source's settings.
        external_id: unless it is the path.
        language: that the file's name says it has; goes before what is in it.
        translation_of: the id of the document it translates, by its name.
        updated_at: when the file was changed.
        url: where a person opens it.

    Raises:
        ValidationError: the file says of itself what cannot be.
    """
    fields = {
        "kind": defaults.kind,
        "audience": defaults.audience,
        "groups": defaults.groups,
        "language": language or defaults.language,
        "translation_of": translation_of,
        "folder": names.folder_of(path),
        "updated_at": updated_at,
        "url": url,
        **parsed.fields,
    }
    if language:
        fields["language"] = language
    return Document(
        external_id=external_id or path,
        title=parsed.title or names.title_of(path, language),
        body=parsed.body,
        body_format=BodyFormat(parsed.body_format),
        extra=parsed.extra,
        **fields,
    )
