"""Articles of the help centre: each in each of its languages.

Format: Zendesk's Help Center API reference ("Articles", "Translations"); the sideload `translations` puts an
article's translations, with their bodies, into the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.contract import Skipped
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, Kind
from connectors.parsing.fields import language_tag, read_moment, web_address
from connectors.zendesk.places import Places, Viewers


@dataclass(frozen=True, slots=True)
class Told:
    """An article in one language, with what is said elsewhere about it."""

    article: dict[str, Any]
    translation: dict[str, Any]
    folder: str | None
    tags: tuple[str, ...]
    viewers: Viewers
    owner: str | None

    @property
    def locale(self) -> str:
        """The locale as Zendesk writes it, such as `en-us`."""
        return str(self.translation.get("locale") or self.article.get("locale") or "")

    @property
    def external_id(self) -> str:
        """The id of the article in this language."""
        return _id(self.article, self.locale)

    def marks(self) -> list[Any]:
        """Return what makes it another version when it changes: votes do not."""
        kept = ("title", "body", "draft", "hidden", "outdated", "html_url", "created_at", "updated_at")
        viewers = [self.viewers.audience, *self.viewers.groups]
        article = [self.article.get(name) for name in ("source_locale", "promoted", "edited_at")]
        said = [self.translation.get(name) for name in kept]
        return [said, article, self.folder, self.tags, viewers, self.owner]


def told(article: dict[str, Any], places: Places, owners: Mapping[int, str]) -> Iterator[Told]:
    """Yield an article in each language it has been written in."""
    translations = article.get("translations") or [article]
    for translation in translations:
        yield Told(
            article=article,
            translation=translation,
            folder=places.folder(article.get("section_id"), str(translation.get("locale"))),
            tags=places.tags_of(article),
            viewers=places.viewers(article),
            owner=owners.get(article.get("author_id") or 0),
        )


def ids(article: dict[str, Any]) -> list[str]:
    """Return the ids of an article in all its languages."""
    translations = [item for item in article.get("translations") or () if isinstance(item, dict)]
    return [_id(article, str(item.get("locale") or "")) for item in translations or [article]]


def left_out(item: Told, *, drafts: bool, languages: frozenset[str]) -> Skipped | None:
    """Return why an article in one language is none of the answers, if it is none.

    Args:
        item: the article.
        drafts: whether drafts are wanted.
        languages: which are wanted, in small letters; empty means all.
    """
    reason = None
    tag = language_tag(item.locale) or item.locale
    if languages and not {tag.lower(), tag.lower().partition("-")[0]} & languages:
        reason = "The article is in a language that the settings leave out."
    elif item.translation.get("draft") and not drafts:
        reason = "The article is a draft."
    elif item.translation.get("hidden"):
        reason = "The article is hidden in this language."
    elif not str(item.translation.get("body") or "").strip():
        reason = "The article has a title alone in this language."
    return Skipped(item.external_id, reason) if reason else None


def fields(item: Told) -> Fields:
    """Return what an article says in one language."""
    article, translation = item.article, item.translation
    is_draft = bool(translation.get("draft"))
    source = article.get("source_locale") or item.locale
    url = web_address(translation.get("html_url") or article.get("html_url"))
    return {
        "kind": Kind.ARTICLE,
        "title": str(translation.get("title") or article.get("title") or ""),
        "body": translation.get("body"),
        "url": url,
        "audience": Audience.INTERNAL if is_draft else item.viewers.audience,
        "groups": item.viewers.groups,
        "language": language_tag(item.locale),
        "translation_of": None if source == item.locale else _id(article, source),
        "tags": item.tags,
        "folder": item.folder,
        "created_at": read_moment(translation.get("created_at") or article.get("created_at")),
        "updated_at": read_moment(translation.get("updated_at") or article.get("updated_at")),
        "owner": item.owner,
        "images": pictures(str(translation.get("body") or ""), url or ""),
        "extra": extra(
            (),
            draft=is_draft or None,
            outdated=bool(translation.get("outdated")) or None,
            promoted=bool(article.get("promoted")) or None,
        ),
    }


def _id(article: dict[str, Any], locale: str) -> str:
    return f"article/{article['id']}/{locale}"
