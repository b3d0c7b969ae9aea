"""The articles of the Docs sites: lists tell what changed, texts are read one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from connectors.contract import Context, Event, Failure, Skipped
from connectors.helpscout import articles
from connectors.helpscout.api import Item, enveloped
from connectors.helpscout.api import articles as listed
from connectors.helpscout.config import HelpScoutConfig
from connectors.hosted.answers import Fields, mark, read_answers, record_of
from connectors.hosted.api import Api
from connectors.hosted.lists import batches
from connectors.hosted.parts import Part
from connectors.listing import Fetching, Listed

#: Part of every fingerprint: raise it when more is read out of the same articles than before.
READER_VERSION = 1
_BATCH = 25
#: How often an article was read makes it no other article.
_USE = {"viewCount", "popularity"}

#: Brings the names of people by id.
People = Callable[[], Awaitable[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class _Told:
    """An article, as its list or it itself says it, and where it belongs."""

    article: Item
    collection: Item
    categories: Mapping[str, str]


def part(api: Api, context: Context, config: HelpScoutConfig, people: People) -> Part[_Told]:
    """Return what lists and reads the articles."""
    fetching = Fetching()

    async def count() -> int:
        found = [item async for page in enveloped(api, "collections", "collections") for item in page]
        return sum(item.get("articleCount") or 0 for item in found)

    async def pages() -> AsyncIterator[list[Listed[_Told] | Skipped]]:
        async for found in enveloped(api, "collections", "collections"):
            for collection in found:
                categories = await _categories(api, collection)
                async for page in listed(api, str(collection["id"])):
                    for some in batches(page, _BATCH):
                        yield [_listed(_Told(article, collection, categories), config) for article in some]

    async def read(new: Sequence[Listed[_Told]]) -> list[Event]:
        names = await people()

        def fields(told: _Told) -> Fields:
            said = articles.fields(told.article, told.collection, told.categories, names)
            return {**said, "groups": config.groups, "language": config.language}

        answers = [await _whole(api, fetching, item) for item in new]
        whole = [answer for answer in answers if isinstance(answer, Listed)]
        failures = [answer for answer in answers if isinstance(answer, Failure)]
        return [*failures, *await read_answers(context, whole, fields)]

    return Part(
        name="articles",
        right="Let the key's owner see the Docs sites.",
        count=count,
        pages=pages,
        read=read,
    )


async def _categories(api: Api, collection: Item) -> dict[str, str]:
    path = f"collections/{collection['id']}/categories"
    return {
        str(category["id"]): str(category.get("name") or "")
        async for page in enveloped(api, path, "categories")
        for category in page
    }


def _listed(told: _Told, config: HelpScoutConfig) -> Listed[_Told] | Skipped:
    id_ = f"article/{told.article['id']}"
    if articles.is_draft(told.article) and not config.drafts:
        return Skipped(id_, "It is a draft.")
    article = {name: value for name, value in told.article.items() if name not in _USE}
    place = told.collection.get("name"), told.collection.get("visibility"), sorted(told.categories.items())
    return Listed(id_, mark(READER_VERSION, config.language, config.groups, article, place), told)


async def _whole(api: Api, fetching: Fetching, item: Listed[_Told]) -> Listed[_Told] | Failure | None:
    """Return an article with its text; `None` if it is gone by now."""
    said = await record_of(fetching, item, api.ask(f"articles/{item.said.article['id']}"))
    if not isinstance(said, dict):
        return said
    article = said.get("article")
    if not isinstance(article, dict):
        return Failure(item.external_id, "The service's answer has no article: save it anew there.")
    return replace(item, said=replace(item.said, article={**item.said.article, **article}))
