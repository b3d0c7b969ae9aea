"""Knowledge bases and their categories, with their names in each language."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.contract import ParseFailed
from connectors.front.api import Item, all_of, related
from connectors.hosted.api import Api
from connectors.http import RequestFailed, Trouble

_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base.

    Attributes:
        said: as the API gives it in its default language.
        categories: as the API lists them, by id.
    """

    api: Api
    said: Item
    categories: Mapping[str, Item]
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def chain(self, article: Mapping[str, Any]) -> list[Item]:
        """Return the categories an article is in, from the topmost down."""
        found: list[Item] = []
        link = _related(article, "category")
        while link is not None and len(found) < _DEEPEST and (category := self.categories.get(link[1])):
            found.insert(0, category)
            link = _related(category, "parent_category")
        return found

    async def folder(self, article: Mapping[str, Any], locale: str) -> str | None:
        """Return the names of the base and of an article's categories in a language."""
        names = [await self._name(category, locale) for category in self.chain(article)]
        return "::".join(filter(None, [str(self.said.get("name") or ""), *names])) or None

    async def _name(self, category: Item, locale: str) -> str:
        """Return a category's name in a language, which takes a request; each is asked for once."""
        key = category["id"], locale
        if key not in self._names:
            path = f"knowledge_base_categories/{key[0]}/locales/{locale}/content"
            try:
                self._names[key] = str((await self.api.record(path)).get("name") or "")
            except RequestFailed as error:
                if error.trouble is not Trouble.NOT_FOUND:
                    raise
                self._names[key] = ""
        return self._names[key]


def _related(item: Mapping[str, Any], name: str) -> tuple[str, str] | None:
    """Return what an item is linked to; without a folder, it is an answer still."""
    with contextlib.suppress(ParseFailed):
        return related(item, name)
    return None


async def bases(api: Api) -> list[Base]:
    """Read the knowledge bases with their categories."""
    found = []
    for id_, slim in (await all_of(api, "knowledge_bases")).items():
        said = await api.record(f"knowledge_bases/{id_}/content")
        categories = await all_of(api, f"knowledge_bases/{id_}/categories", limit=True)
        found.append(Base(api, {**slim, **said}, categories))
    return found
