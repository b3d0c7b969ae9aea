"""Articles of the knowledge bases: what one says in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.front import files
from connectors.front.api import Names, related
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.model import Audience, Kind
from connectors.parsing.fields import language_tag, read_moment

_DRAFT = "draft"
_INTERNAL = "internal"


def is_draft(content: Mapping[str, Any], base: Mapping[str, Any]) -> bool:
    """Whether an article, or the knowledge base as a whole, is not published."""
    return content.get("status") == _DRAFT or base.get("status") == "unpublished"


def fields(content: Mapping[str, Any], base: Mapping[str, Any], folder: str | None, names: Names) -> Fields:
    """Return what an article says.

    Args:
        content: the article in one language, as the API gives it.
        base: the knowledge base; an internal one is for the company only.
        folder: the names of the base and the categories.
        names: of teammates.
    """
    draft = is_draft(content, base)
    internal = draft or base.get("type") == _INTERNAL
    editor = related(content, "last_editor") or ("", "")
    return {
        "kind": Kind.ARTICLE,
        "title": content["name"],
        "body": content["content"],
        "audience": Audience.INTERNAL if internal else Audience.PUBLIC,
        "language": language_tag(content.get("locale")),
        "tags": tuple(dict.fromkeys(str(word) for word in content.get("keywords") or ())),
        "folder": folder,
        "owner": names.teammates.get(editor[1]),
        "created_at": read_moment(content.get("created_at")),
        "updated_at": read_moment(content.get("last_edited_at") or content.get("updated_at")),
        "attachments": files.attachments(content),
        "images": files.images(content, str(content["content"] or "")),
        "extra": extra((), slug=content.get("slug"), state=_DRAFT if draft else None),
    }
