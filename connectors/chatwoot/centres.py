"""The help centres (portals) that one run reads: language by language, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from connectors.chatwoot import api, articles
from connectors.contract import ConfigInvalid, Skipped
from connectors.hosted.answers import mark
from connectors.hosted.api import Api
from connectors.hosted.usage import roughly
from connectors.http import RequestFailed, Trouble
from connectors.listing import Listed

#: Part of every fingerprint: raise it when more is read out of the same articles than before.
READER_VERSION = 1

Found = Listed[articles.Article] | Skipped


class Centres:
    """What a run knows of the help centres. `everything` is filled by `open`."""

    def __init__(self, source: Api, address: str, wanted: Sequence[str], groups: tuple[str, ...]) -> None:
        self.everything: list[articles.Portal] = []
        self._source = source
        self._address = address
        self._wanted = {name.casefold() for name in wanted}
        self._groups = groups
        self._originals: dict[int, str] = {}

    async def count(self) -> int | None:
        """Return how many articles there are, drafts included, if the help centres say so."""
        numbers = [number for said in await self._chosen() for number in articles.counts(said)]
        return None if None in numbers else sum(number or 0 for number in numbers)

    async def listed(self) -> AsyncIterator[list[Found]]:
        """Yield all articles: those in the default language first, for they name their translations."""
        self.everything = [articles.portal(said, self._address) for said in await self._chosen()]
        for centre in self.everything:
            for locale in centre.locales or (None,):
                async for page in api.articles(self._source, centre.slug, locale):
                    yield [self._found(article, centre, locale) for article in page]

    async def again(self, ids: Sequence[str]) -> list[Found]:
        """Ask for articles that the lists did not name."""
        numbers = [id_.removeprefix(articles.PREFIX) for id_ in ids if id_.startswith(articles.PREFIX)]
        found = [await self._one(number) for number in numbers]
        return [article for article in found if article is not None]

    async def _one(self, number: str) -> Found | None:
        for centre in self.everything:
            try:
                said = await self._source.record(f"portals/{centre.slug}/articles/{number}")
            except RequestFailed as error:
                if error.trouble not in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
                    raise
                continue
            if isinstance(article := said.get("payload"), dict) and "id" in article:
                return self._found(article, centre, None)
        return None

    def _found(self, article: articles.Article, centre: articles.Portal, locale: str | None) -> Found:
        self._originals |= articles.translations(article)
        known: dict[str, Any] = {
            "asked_locale": locale,
            "original": self._originals.get(article["id"]),
            "portal": centre,
        }
        # Described in each article over and over: the help centre, and the whole text of its translations.
        told = {key: value for key, value in article.items() if key not in ("portal", "associated_articles")}
        settings = [READER_VERSION, len(self.everything) > 1, self._groups]
        fingerprint = mark(settings, {**told, **known, "views": roughly(article.get("views"))})
        return articles.left_out(article) or Listed(
            articles.external_id(article["id"]), fingerprint, {**article, **known}
        )

    async def _chosen(self) -> list[dict[str, Any]]:
        """Return the help centres that are asked for and not archived."""
        request = api.portals(self._source)
        found = [
            said
            for said in await api.allowed(self._source, self._address, request)
            if not said.get("archived")
        ]
        if not self._wanted:
            return found
        named = [(said, {str(said.get(key)).casefold() for key in ("slug", "name")}) for said in found]
        if missing := self._wanted - {name for _, names in named for name in names}:
            has = ", ".join(sorted(str(said.get("slug")) for said in found)) or "none this user may see"
            raise ConfigInvalid(f"There is no help centre '{min(missing)}'. There are: {has}.")
        return [said for said, names in named if names & self._wanted]
