"""Articles of the solutions: each in each of the account's languages.

Format: Freshdesk's API reference, "Solution articles": a list of a folder has the texts; with a language code
behind it, it has the translations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.contract import Skipped
from connectors.freshdesk.files import attachments, steady
from connectors.freshdesk.places import Place
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields, mark
from connectors.hosted.pictures import pictures
from connectors.listing import Listed
from connectors.model import Audience, Kind
from connectors.parsing.fields import language_tag, read_moment

#: Part of every fingerprint: raise it when more is read out of the same articles than before.
READER_VERSION = 1
PREFIX = "article/"
_DRAFT = 1
_WORKAROUND = 2


@dataclass(frozen=True, slots=True)
class Told:
    """An article in one language; `code` is Freshdesk's name of it, and `None` for the account's own."""

    article: dict[str, Any]
    place: Place
    code: str | None
    language: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """What is said of the account: its own language, and the names of its agents."""

    primary: str | None
    agents: Mapping[int, str]


def listed(
    article: dict[str, Any], place: Place, code: str | None, around: Around, *, drafts: bool
) -> Listed[Told] | Skipped:
    """Return an article as it is listed, or why it is left out.

    Args:
        article: as the API gives it.
        place: its folder.
        code: of its language, if that is not the account's own.
        around: what is known of the account.
        drafts: whether drafts are wanted.
    """
    id_ = id_of(article, code)
    if article.get("status") == _DRAFT and not drafts:
        return Skipped(id_, "The article is a draft.")
    if not str(article.get("description") or "").strip():
        return Skipped(id_, "The article has a title alone.")
    owner = around.agents.get(article.get("agent_id") or 0) or None
    said = Told(article, place, code, language_tag(code or around.primary or ""), owner)
    kept = ("title", "status", "type", "tags", "created_at", "updated_at")
    about = [[article.get(name) for name in kept], place.path, place.audience, said.language, owner]
    files = [attachment.model_dump() for attachment in attachments(article)]
    return Listed(id_, mark(READER_VERSION, about, steady(str(article["description"])), files), said)


def fields(said: Told, address: str) -> Fields:
    """Return what an article says; `address` is the account's."""
    article = said.article
    is_draft = article.get("status") == _DRAFT
    audience = Audience.INTERNAL if is_draft else said.place.audience
    language = f"/{said.code}" if said.code else ""
    public = f"{language}/support/solutions/articles/{article['id']}"
    agents = f"/a/solutions/articles/{article['id']}" + (f"?lang={said.code}" if said.code else "")
    return {
        "kind": Kind.ARTICLE,
        "title": article["title"],
        "body": article["description"],
        "url": address + (public if audience is Audience.PUBLIC else agents),
        "audience": audience,
        "language": said.language,
        "translation_of": id_of(article, None) if said.code else None,
        "tags": tuple(str(tag) for tag in article.get("tags") or ()),
        "folder": said.place.path or None,
        "created_at": read_moment(article.get("created_at")),
        "updated_at": read_moment(article.get("updated_at")),
        "owner": said.owner,
        "attachments": attachments(article),
        "images": pictures(str(article["description"]), address),
        "extra": extra(
            (),
            draft=is_draft or None,
            workaround=article.get("type") == _WORKAROUND or None,
            hits=article.get("hits") or None,
            thumbs_up=article.get("thumbs_up") or None,
            thumbs_down=article.get("thumbs_down") or None,
        ),
    }


def id_of(article: dict[str, Any], code: str | None) -> str:
    """Return the id of an article in a language."""
    return f"{PREFIX}{article['id']}" + (f"/{code}" if code else "")
