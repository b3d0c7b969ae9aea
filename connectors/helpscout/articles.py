"""Articles of the Docs sites: what one says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, Kind
from connectors.parsing.fields import read_moment, web_address

_DRAFT = "notpublished"
_PRIVATE = "private"


def is_draft(article: Mapping[str, Any]) -> bool:
    """Whether an article was never published, or taken back."""
    return article.get("status") == _DRAFT


def fields(
    article: Mapping[str, Any],
    collection: Mapping[str, Any],
    categories: Mapping[str, str],
    people: Mapping[str, str],
) -> Fields:
    """Return what an article says.

    Args:
        article: as the API gives it whole.
        collection: that it belongs to; articles of private ones are for the team only.
        categories: the names of the collection's categories by id.
        people: names by id, as far as they are known.
    """
    url = web_address(article.get("publicUrl"))
    internal = is_draft(article) or collection.get("visibility") == _PRIVATE
    return {
        "kind": Kind.ARTICLE,
        "title": article["name"],
        "body": article.get("text"),
        "images": pictures(str(article.get("text") or ""), url or ""),
        "url": url,
        "audience": Audience.INTERNAL if internal else Audience.PUBLIC,
        "tags": tuple(dict.fromkeys(str(word) for word in article.get("keywords") or ())),
        "folder": _folder(article, collection, categories),
        "owner": people.get(str(article.get("updatedBy"))) or people.get(str(article.get("createdBy"))),
        "created_at": read_moment(article.get("createdAt")),
        "updated_at": read_moment(article.get("updatedAt") or article.get("createdAt")),
        "extra": extra(
            (),
            state="draft" if is_draft(article) else None,
            views=article.get("viewCount"),
            popularity=article.get("popularity"),
            published_at=article.get("lastPublishedAt"),
        ),
    }


def _folder(
    article: Mapping[str, Any], collection: Mapping[str, Any], categories: Mapping[str, str]
) -> str | None:
    """Return the collection and the first category that has a name."""
    named = (categories.get(str(id_)) for id_ in article.get("categories") or ())
    levels = (str(collection.get("name") or ""), next(filter(None, named), ""))
    return "::".join(filter(None, levels)) or None
