"""Articles of help centres (portals): from what Chatwoot says of them to answers.

Source: Chatwoot's `app/views/api/v1/accounts/articles/_article.json.jbuilder` in its versions, `article.rb`
(status, locale, root article of translations) and the public pages' `articles_controller.rb` (addresses).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectors.contract import ParseFailed, Skipped
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import language_tag, read_moment, web_address, words

Article = dict[str, Any]

#: What the ids of articles begin with.
PREFIX = "article/"


@dataclass(frozen=True, slots=True)
class Portal:
    """A help centre. `locales` begins with the default one; `address` is that of its public pages."""

    slug: str
    name: str
    address: str
    locales: tuple[str, ...]

    def article(self, slug: str) -> str:
        """Return the address of an article's public page."""
        return f"{self.address}/hc/{self.slug}/articles/{slug}"


def portal(said: dict[str, Any], address: str) -> Portal:
    """Return a help centre as the API describes it."""
    default = _object(said, "config").get("default_locale") or _object(said, "meta").get("default_locale")
    allowed = [each.get("code") if isinstance(each, dict) else each for each in _locales(said)]
    own = str(said.get("custom_domain") or "").strip().rstrip("/")
    public = own if own.startswith(("http://", "https://")) else f"https://{own}" if own else address
    locales = [str(locale) for locale in (default, *allowed) if locale]
    slug = str(said["slug"])
    return Portal(slug, str(said.get("name") or slug), public, tuple(dict.fromkeys(locales)))


def counts(said: dict[str, Any]) -> list[int | None]:
    """Return how many articles a help centre says it has in each of its languages."""
    numbers = [each.get("articles_count") if isinstance(each, dict) else None for each in _locales(said)]
    return [number if isinstance(number, int) else None for number in numbers]


def _locales(said: dict[str, Any]) -> list[Any]:
    found = _object(said, "config").get("allowed_locales")
    return found if isinstance(found, list) else []


def external_id(id_: Any) -> str:
    """Return the id of an article, which is one in one language."""
    return f"{PREFIX}{id_}"


def left_out(article: Article) -> Skipped | None:
    """Return why an article is none of the answers, if it is none."""
    reason = {"draft": "The article is a draft.", "archived": "The article is archived."}.get(
        str(article.get("status"))
    )
    return Skipped(external_id(article["id"]), reason) if reason else None


def translations(article: Article) -> dict[int, str]:
    """Return the original of each article that a root article names as associated, by id."""
    children = article.get("associated_articles")
    return {
        child["id"]: external_id(article["id"])
        for child in (children if isinstance(children, list) else ())
        if isinstance(child, dict) and isinstance(child.get("id"), int)
    }


def fields(article: Article, *, several: bool, groups: tuple[str, ...]) -> Fields:
    """Return what an article says.

    Args:
        article: as the API gives it, with what the listing knows beside it: `portal`, `asked_locale` and
            `original`.
        several: whether articles come from several help centres, whose names then begin the folder.
        groups: who may see it, by the settings of the source.
    """
    if not str(article.get("title") or "").strip():
        raise ParseFailed("The article has no title: give it one.")
    centre: Portal = article["portal"]
    category, author = _object(article, "category"), _object(article, "author")
    locale = article.get("locale") or category.get("locale") or article["asked_locale"]
    body = str(article.get("content") or "")
    folder = [centre.name if several else "", str(category.get("name") or "")]
    slug = article.get("slug")
    return {
        "kind": Kind.ARTICLE,
        "title": str(article["title"]).strip(),
        "body": body,
        "body_format": BodyFormat.MARKDOWN,
        "url": web_address(centre.article(slug)) if slug else None,
        "audience": Audience.PUBLIC,
        "groups": groups,
        "language": language_tag(locale) if locale else None,
        "translation_of": article["original"],
        "tags": words(_object(article, "meta").get("tags") or (), ","),
        "folder": "::".join(filter(None, folder)) or None,
        "updated_at": read_moment(article.get("updated_at")),
        "owner": author.get("name") or author.get("available_name"),
        "images": pictures(body, f"{centre.address}/", markdown=True),
        "extra": {
            key: value
            for key, value in (("description", article.get("description")), ("views", article.get("views")))
            if value
        },
    }


def _object(said: dict[str, Any], key: str) -> dict[str, Any]:
    found = said.get(key)
    return found if isinstance(found, dict) else {}
