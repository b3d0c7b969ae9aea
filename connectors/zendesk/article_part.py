"""The articles of a help centre, listed in all their languages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from connectors.contract import Context, Event, Skipped
from connectors.hosted.answers import Fields, listed_each, mark, read_answers
from connectors.hosted.api import Api, items_of
from connectors.hosted.parts import Entry, Part
from connectors.listing import Listed
from connectors.zendesk import articles, files, places
from connectors.zendesk.api import count, listed

#: Part of every fingerprint: raise it when more is read out of the same articles than before.
READER_VERSION = 1
_PATH = "help_center/articles"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings say of articles.

    Attributes:
        drafts: whether drafts are wanted.
        languages: which languages are wanted, in small letters; empty means all.
        attachments: whether their files are wanted, which takes a request for each new or changed article.
    """

    drafts: bool
    languages: frozenset[str]
    attachments: bool


def part(api: Api, context: Context, wanted: Wanted) -> Part[articles.Told]:
    """Return what lists and reads the articles.

    Args:
        api: of the account.
        context: of the run.
        wanted: what the settings say.
    """

    async def pages() -> AsyncIterator[Sequence[Entry[articles.Told]]]:
        around = await places.read(api)
        order = {"sort_by": "created_at", "sort_order": "asc", "include": "translations,users"}
        async for page in listed(api, _PATH, "articles", **order):
            owners = {user["id"]: str(user["name"]) for user in page.get("users") or () if user.get("name")}
            said = partial(_listed, around=around, owners=owners, wanted=wanted)
            yield listed_each(items_of(page, "articles"), articles.ids, said)

    async def read(new: Sequence[Listed[articles.Told]]) -> list[Event]:
        ids = [item.said.article["id"] for item in new] if wanted.attachments else []
        attached = await files.of_articles(api, ids)

        def fields(told: articles.Told) -> Fields:
            return {**articles.fields(told), "attachments": attached.get(told.article["id"], ())}

        return await read_answers(context, new, fields)

    return Part(
        name="articles",
        right="Let the account be an agent who may view the help centre, and see that it is switched on.",
        count=lambda: count(api, _PATH),
        pages=pages,
        read=read,
    )


def _listed(
    article: dict[str, Any], around: places.Places, owners: Mapping[int, str], wanted: Wanted
) -> list[Listed[articles.Told] | Skipped]:
    return [
        articles.left_out(item, drafts=wanted.drafts, languages=wanted.languages)
        or Listed(item.external_id, mark(READER_VERSION, item.marks(), wanted.attachments), item)
        for item in articles.told(article, around, owners)
    ]
