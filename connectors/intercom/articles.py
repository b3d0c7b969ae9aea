"""Articles of help centres, each language a document of its own, and internal articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, Kind
from connectors.parsing.fields import language_tag, read_moment, web_address

_LOCALE_IN_URL = re.compile(r"https?://[^?#]*?/([a-z]{2,3}(?:-[A-Za-z]{2,4})?)/articles/")
_DRAFT = "draft"
_RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Version:
    """An article in one of its languages.

    Attributes:
        external_id: `article/39` in the default language, `article/39/de` translated.
        article: as the API lists it.
        content: the title, text, state, author, dates and address of this language.
        locale: if the API says it.
        original: the id in the default language, for a translation.
    """

    external_id: str
    article: Mapping[str, Any]
    content: Mapping[str, Any]
    locale: str | None
    original: str | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it was not published."""
        return self.content.get("state") == _DRAFT


def versions(article: Mapping[str, Any]) -> Iterator[Version]:
    """Yield an article in each of its languages, the default one first."""
    id_ = f"article/{article['id']}"
    default = article.get("default_locale") or _locale_of(article.get("url"))
    yield Version(id_, article, article, default)
    translated = article.get("translated_content")
    for locale, content in sorted(translated.items()) if isinstance(translated, dict) else ():
        if isinstance(content, dict) and locale != default:
            yield Version(f"{id_}/{locale}", article, content, locale, id_)


def fields(version: Version, folder: str | None, people: Mapping[str, str]) -> Fields:
    """Return what an article says in one language.

    Args:
        version: the article.
        folder: where it is.
        people: names by id.
    """
    article, content = version.article, version.content
    return {
        "kind": Kind.ARTICLE,
        "title": content["title"],
        "body": content.get("body"),
        "images": pictures(str(content.get("body") or ""), str(content.get("url") or "")),
        "url": web_address(content.get("url")),
        "audience": _audience(version),
        "language": language_tag(version.locale) if version.locale else None,
        "translation_of": version.original,
        "tags": tags(article),
        "folder": folder,
        "owner": author_of(content, people),
        "created_at": read_moment(content.get("created_at")),
        "updated_at": read_moment(content.get("updated_at")),
        "extra": extra(
            (),
            description=content.get("description"),
            state=_DRAFT if version.is_draft else None,
            help_center_audience=article.get("help_center_audience"),
        ),
    }


def _audience(version: Version) -> Audience:
    """Return whether an article may be sent: what only some customers may see is for agents to judge."""
    if version.is_draft:
        return Audience.INTERNAL
    restricted = version.article.get("help_center_audience") == _RESTRICTED
    return Audience.UNKNOWN if restricted else Audience.PUBLIC


def internal_fields(article: Mapping[str, Any], folder: str | None, people: Mapping[str, str]) -> Fields:
    """Return what an internal article says; it is never for customers."""
    return {
        "kind": Kind.ARTICLE,
        "title": article.get("title") or "",
        "body": article.get("body"),
        "images": pictures(str(article.get("body") or ""), ""),
        "audience": Audience.INTERNAL,
        "language": language_tag(article.get("locale")),
        "tags": tags(article),
        "folder": folder,
        "owner": owner_of(article, people),
        "created_at": read_moment(article.get("created_at")),
        "updated_at": read_moment(article.get("updated_at")),
    }


def author_of(content: Mapping[str, Any], people: Mapping[str, str]) -> str | None:
    """Return the name of who wrote an article in this language."""
    return people.get(str(content.get("author_id")))


def owner_of(article: Mapping[str, Any], people: Mapping[str, str]) -> str | None:
    """Return the name of who looks after an internal article, else of who wrote it."""
    return people.get(str(article.get("owner_id"))) or author_of(article, people)


def collection_of(article: Mapping[str, Any]) -> object:
    """Return the id of the first collection an article is in."""
    ids = article.get("parent_ids")
    return next(iter(ids), None) if isinstance(ids, list) else None


def tags(article: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of an article's tags."""
    told = (article.get("tags") or {}).get("tags") or ()
    return tuple(dict.fromkeys(str(tag["name"]) for tag in told if tag.get("name")))


def _locale_of(url: object) -> str | None:
    """Return the language in an address: with one language only, the API does not say it otherwise."""
    found = _LOCALE_IN_URL.match(str(url or ""))
    return found[1] if found else None
