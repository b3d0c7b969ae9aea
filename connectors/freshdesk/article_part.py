"""The articles of the solutions, listed folder by folder in the account's languages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from connectors.contract import Context, Event
from connectors.freshdesk import articles, places
from connectors.freshdesk.api import all_of, if_allowed, if_there, listed
from connectors.freshdesk.places import Place
from connectors.hosted.answers import listed_each, read_answers
from connectors.hosted.api import Api
from connectors.hosted.parts import Entry, Part
from connectors.http import RequestFailed, Trouble
from connectors.listing import Listed


def part(
    api: Api, context: Context, address: str, *, drafts: bool, languages: Sequence[str]
) -> Part[articles.Told]:
    """Return what lists and reads the articles.

    Args:
        api: of the account.
        context: of the run.
        address: of the account.
        drafts: whether drafts are wanted.
        languages: the codes of further languages; empty means all that the account tells of.
    """
    walk = _Walk(api, languages)

    def entries(page: list[dict[str, Any]], place: Place, code: str | None) -> Sequence[Entry[articles.Told]]:
        return listed_each(
            page,
            lambda article: [articles.id_of(article, code)],
            lambda article: [articles.listed(article, place, code, walk.around, drafts=drafts)],
        )

    async def pages() -> AsyncIterator[Sequence[Entry[articles.Told]]]:
        async for place, code, page in walk.pages():
            yield entries(page, place, code)

    async def again(ids: Sequence[str]) -> Sequence[Entry[articles.Told]]:
        found = await walk.again(ids)
        return [entry for article, place, code in found for entry in entries([article], place, code)]

    async def count() -> int | None:
        return None if await all_of(api, "solutions/categories") else 0

    async def read(new: Sequence[Listed[articles.Told]]) -> list[Event]:
        return await read_answers(context, new, lambda said: articles.fields(said, address))

    return Part(
        name="articles",
        right="Take the API key of an agent who may view solutions.",
        count=count,
        pages=pages,
        read=read,
        again=again,
    )


class _Walk:
    """Goes through all folders in all languages, and remembers them."""

    def __init__(self, api: Api, languages: Sequence[str]) -> None:
        self.around = articles.Around(None, {})
        self._api = api
        self._languages = languages
        self._places: dict[tuple[str | None, int], Place] = {}

    async def pages(self) -> AsyncIterator[tuple[Place, str | None, list[dict[str, Any]]]]:
        """Yield the articles of each folder, with the folder and the code of the language."""
        settings = await if_there(self._api, "settings/helpdesk") or {}
        primary = settings.get("primary_language")
        self.around = articles.Around(primary, await _agents(self._api))
        further = self._languages or settings.get("supported_languages") or ()
        for code in (None, *(str(code) for code in further if code != primary)):
            async for place in places.read(self._api, code):
                self._places[code, place.folder_id] = place
                async for page in _articles(self._api, place, code):
                    yield place, code, page

    async def again(self, ids: Sequence[str]) -> list[tuple[dict[str, Any], Place, str | None]]:
        """Return the articles with these ids that are there, in a folder that was passed."""
        found = []
        for id_ in ids:
            path = id_.removeprefix(articles.PREFIX)
            article = await if_there(self._api, f"solutions/articles/{path}") if path != id_ else None
            code = path.partition("/")[2] or None
            place = self._places.get((code, (article or {}).get("folder_id") or 0))
            if article is not None and place is not None:
                found.append((article, place, code))
        return found


async def _agents(api: Api) -> dict[int, str]:
    found = await if_allowed(api, "agents")
    return {agent["id"]: str((agent.get("contact") or {}).get("name") or "") for agent in found}


async def _articles(api: Api, place: Place, code: str | None) -> AsyncIterator[list[dict[str, Any]]]:
    path = f"solutions/folders/{place.folder_id}/articles" + (f"/{code}" if code else "")
    try:
        async for page in listed(api, path):
            yield page
    except RequestFailed as error:
        # A folder that is not translated, or was deleted since it was listed.
        if error.trouble is not Trouble.NOT_FOUND:
            raise
