"""The articles of a workspace, for customers and for teammates, as its lists give them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial

from connectors.contract import Context, Skipped
from connectors.hosted.answers import Fields, mark, read_answers
from connectors.hosted.api import Api
from connectors.hosted.lists import once
from connectors.hosted.parts import Part
from connectors.intercom import articles
from connectors.intercom.api import Item, Names, all_of, count, numbered, preview
from connectors.intercom.config import IntercomConfig
from connectors.intercom.folders import collection_path, folder_path
from connectors.listing import Listed

#: Part of every fingerprint: raise it when more is read out of the same articles than before.
READER_VERSION = 1

#: Reads an article when its turn has come: what it trips over concerns that article alone.
_Reading = Callable[[], Fields]

_RIGHT = "In the Developer Hub, give the app the permission to read articles."


def public_part(
    api: Api, context: Context, config: IntercomConfig, known: Callable[[], Awaitable[Names]]
) -> Part[_Reading]:
    """Return what lists and reads the articles of the help centres, each language by itself."""
    collections = once(lambda: all_of(api, "help_center/collections"))

    async def pages() -> AsyncIterator[list[Listed[_Reading] | Skipped]]:
        people = (await known()).people
        async for page in numbered(api, "articles"):
            filed = await collections()
            yield [
                _version(version, filed, people, config)
                for article in page
                for version in articles.versions(article)
            ]

    return Part(
        name="articles",
        right=_RIGHT,
        count=lambda: count(api, "articles"),
        pages=pages,
        read=lambda new: read_answers(context, new, lambda reading: reading()),
    )


def internal_part(
    api: Api, context: Context, config: IntercomConfig, known: Callable[[], Awaitable[Names]]
) -> Part[_Reading]:
    """Return what lists and reads the internal articles."""
    newest = preview(api)
    folders = once(lambda: all_of(newest, "folders"))

    async def pages() -> AsyncIterator[list[Listed[_Reading] | Skipped]]:
        people = (await known()).people
        async for page in numbered(newest, "internal_articles"):
            filed = await folders() if any(article.get("folder_id") for article in page) else {}
            yield [_internal(article, filed, people, config) for article in page]

    return Part(
        name="internal articles",
        right=_RIGHT,
        count=lambda: count(newest, "internal_articles"),
        pages=pages,
        read=lambda new: read_answers(context, new, lambda reading: reading()),
    )


def _version(
    version: articles.Version,
    collections: Mapping[str, Item],
    people: Mapping[str, str],
    config: IntercomConfig,
) -> Listed[_Reading] | Skipped:
    if version.is_draft and not config.drafts:
        return Skipped(version.external_id, "It is a draft.")
    folder = collection_path(collections, articles.collection_of(version.article), version.locale)
    own = {name: value for name, value in version.content.items() if name != "translated_content"}
    told = (own, version.article.get("tags"), version.locale, articles.author_of(version.content, people))
    reading = partial(articles.fields, version, folder, people)
    return _marked(version.external_id, reading, config, folder, told)


def _internal(
    article: Item, folders: Mapping[str, Item], people: Mapping[str, str], config: IntercomConfig
) -> Listed[_Reading]:
    folder = folder_path(folders, article.get("folder_id"))
    reading = partial(articles.internal_fields, article, folder, people)
    told = (article, articles.owner_of(article, people))
    return _marked(f"internal/{article['id']}", reading, config, folder, told)


def _marked(
    external_id: str, reading: _Reading, config: IntercomConfig, folder: str | None, told: object
) -> Listed[_Reading]:
    def fields() -> Fields:
        said = reading()
        return {**said, "language": said["language"] or config.language, "groups": config.groups}

    return Listed(external_id, mark(READER_VERSION, config.language, config.groups, folder, told), fields)
