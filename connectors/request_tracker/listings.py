"""Request Tracker's lists: its classes, their articles, and the custom fields that hold the text.

Built on Request Tracker's own code and documentation (`RT::REST2` of 5.0) and tried on a running 5.0.3.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from connectors.contract import SourceUnavailable
from connectors.hosted.api import Api, items_of
from connectors.http import RequestFailed, Trouble

#: The most that one answer holds.
_PER_PAGE = "100"
_ARTICLE = "Name,Summary,Class,Disabled,Created,LastUpdated,Creator,LastUpdatedBy,CustomFields"

#: What REST2 says of an article.
Article = dict[str, Any]


@dataclass(slots=True)
class Fields:
    """The types of custom fields (`Text`, `HTML`, `Select`, ...) by id, asked for once each."""

    api: Api
    known: dict[str, str] = field(default_factory=dict)

    async def learn(self, article: Article) -> None:
        """Ask for those of an article that are not known yet; one that may not be seen counts as text."""
        for said in article.get("CustomFields") or ():
            key = str(said["id"])
            if key in self.known:
                continue
            try:
                told = await self.api.record(f"customfield/{key}")
            except RequestFailed as error:
                if error.trouble not in (Trouble.FORBIDDEN, Trouble.NOT_FOUND):
                    raise
                told = {}
            self.known[key] = str(told.get("Type") or "Text")

    def of(self, article: Article) -> list[str]:
        """Return the types of an article's custom fields, in their order."""
        return [self.known[str(said["id"])] for said in article.get("CustomFields") or ()]


async def classes(api: Api) -> dict[str, str]:
    """Return the names of the classes that the token's account may see, by id."""
    return {
        str(found["id"]): str(found.get("Name") or "") async for found in _all(api, "classes", [], "Name")
    }


async def articles(api: Api, class_id: str) -> AsyncIterator[Article]:
    """Yield a class's articles by their ids, disabled ones too."""
    of_class = [{"field": "Class", "value": class_id}]
    async for article in _all(api, "articles", of_class, _ARTICLE, find_disabled_rows="1"):
        # They come in a new order each time.
        custom = sorted(article.get("CustomFields") or (), key=lambda said: int(said["id"]))
        yield {**article, "CustomFields": custom}


async def _all(
    api: Api, kind: str, limits: list[dict[str, str]], fields: str, **params: str
) -> AsyncIterator[dict[str, Any]]:
    """Yield all records of a kind.

    Each step asks for what comes after the last id: a record that is deleted meanwhile shifts nothing, as it
    would with page numbers. An empty answer is the end: who may see a class's articles may see all of them.
    """
    last = 0
    while True:
        query = [*limits, {"field": "id", "operator": ">", "value": str(last)}]
        asked = {
            "query": json.dumps(query),
            "fields": fields,
            "orderby": "id",
            "per_page": _PER_PAGE,
            **params,
        }
        items = items_of(await api.record(kind, **asked), "items")
        for item in items:
            if int(item["id"]) <= last:
                raise SourceUnavailable("This Request Tracker is too old to be listed safely: update it.")
            last = int(item["id"])
            yield item
        if not items:
            return
