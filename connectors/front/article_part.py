"""The articles of the knowledge bases: lists tell what changed, texts are read one by one and by language."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from connectors.contract import Context, Event, Failure, Skipped
from connectors.front import articles
from connectors.front.api import Item, Names, all_of, listed
from connectors.front.bases import Base, bases
from connectors.front.config import FrontConfig
from connectors.hosted.answers import Fields, mark, read_answers, record_of
from connectors.hosted.api import Api
from connectors.hosted.lists import batches
from connectors.hosted.parts import Part
from connectors.listing import Fetching, Listed

#: Part of every fingerprint: raise it when more is read out of the same articles than before.
READER_VERSION = 1
_BATCH = 25


@dataclass(frozen=True, slots=True)
class _Told:
    """An article in one language; `original` is the id in the first one, for the others.

    `content` and `folder` are there when it has been read.
    """

    article: Item
    base: Base
    locale: str
    original: str | None
    content: Item | None = None
    folder: str | None = None


def part(
    api: Api, context: Context, config: FrontConfig, known: Callable[[], Awaitable[Names]]
) -> Part[_Told]:
    """Return what lists and reads the articles."""
    fetching = Fetching()

    async def count() -> int | None:
        return None if await all_of(api, "knowledge_bases") else 0

    async def pages() -> AsyncIterator[list[Listed[_Told] | Skipped]]:
        for base in await bases(api):
            async for page in listed(api, f"knowledge_bases/{base.said['id']}/articles", limit=True):
                items = [item for article in page for item in _versions(article, base, config)]
                for some in batches(items, _BATCH):
                    yield list(some)

    async def read(new: Sequence[Listed[_Told]]) -> list[Event]:
        names = await known()

        def fields(told: _Told) -> Fields:
            said = articles.fields(told.content or {}, told.base.said, told.folder, names)
            language = said["language"] or config.language
            more = {"groups": config.groups, "language": language, "translation_of": told.original}
            return {**said, **more}

        answers = [await _whole(api, fetching, item, config) for item in new]
        whole = [answer for answer in answers if isinstance(answer, Listed)]
        others = [answer for answer in answers if isinstance(answer, (Failure, Skipped))]
        return [*others, *await read_answers(context, whole, fields)]

    return Part(
        name="articles",
        right="Give the token the scope knowledge_bases:read.",
        count=count,
        pages=pages,
        read=read,
    )


def _versions(article: Item, base: Base, config: FrontConfig) -> Iterator[Listed[_Told] | Skipped]:
    """Yield an article in each of its languages, that of the knowledge base first."""
    default = base.said.get("locale")
    told = article.get("locales")
    locales = [str(locale) for locale in (told if isinstance(told, list) and told else [default or "en"])]
    first = default if default in locales else locales[0]
    place: tuple[Any, ...] = (
        [base.said.get(name) for name in ("name", "type", "status")],
        [(category["id"], category.get("updated_at")) for category in base.chain(article)],
    )
    for locale in sorted(locales, key=lambda locale: locale != first):
        if articles.is_draft({}, base.said) and not config.drafts:
            yield Skipped(f"{article['id']}/{locale}", "Its knowledge base is not published.")
            continue
        original = None if locale == first else f"{article['id']}/{first}"
        known = (config.language, config.groups, config.drafts, article, place, locale, original)
        yield Listed(
            f"{article['id']}/{locale}",
            mark(READER_VERSION, *known),
            _Told(article, base, locale, original),
        )


async def _whole(
    api: Api, fetching: Fetching, item: Listed[_Told], config: FrontConfig
) -> Listed[_Told] | Failure | Skipped | None:
    """Return an article with its text in one language; `None` if it is gone by now."""
    told = item.said
    address = f"knowledge_base_articles/{told.article['id']}/locales/{told.locale}/content"
    content = await record_of(fetching, item, api.ask(address))
    if not isinstance(content, dict):
        return content
    if articles.is_draft(content, told.base.said) and not config.drafts:
        return Skipped(item.external_id, "It is a draft.")
    folder = await told.base.folder(told.article, told.locale)
    return replace(item, said=replace(told, content=content, folder=folder))
