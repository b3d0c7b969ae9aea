"""Freshdesk's lists, page by page.

Paging (a `Link` header while more pages follow), limits (`X-RateLimit-Total` a minute, `Retry-After`) and
signing in (the API key as user name) as in Freshdesk's API reference, v2, and as public clients handle them
(Nango's and Airbyte's among them).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from connectors.contract import SourceUnavailable
from connectors.hosted.api import Api
from connectors.http import Http, RequestFailed, Trouble, basic, place

_PAGE = "100"
_NEXT = re.compile(r"<[^>]*>\s*;\s*rel=\"?next\"?", re.IGNORECASE)


def opened(http: Http, address: str, key: str) -> Api:
    """Return the API of an account."""
    return Api(http, f"{address}/api/v2", basic(key, "X"), limit_header="x-ratelimit-total")


async def listed(api: Api, path: str) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the pages of a list.

    Raises:
        SourceUnavailable: the answer is no list: it must not look like an empty one.
        RequestFailed: it cannot be read.
    """
    number = 1
    while True:
        response = await api.ask(path, page=str(number), per_page=_PAGE)
        said = response.json()
        if not isinstance(said, list):
            raise SourceUnavailable(f"{place(response.url)} gave no list: check the address of its API.")
        yield [item for item in said if isinstance(item, dict) and "id" in item]
        if not said or not _NEXT.search(response.headers.get("link", "")):
            return
        number += 1


async def all_of(api: Api, path: str) -> list[dict[str, Any]]:
    """Return all items of a list that is short: folders, groups."""
    return [item async for page in listed(api, path) for item in page]


async def if_allowed(api: Api, path: str) -> list[dict[str, Any]]:
    """Return all items of a short list; none where the account may not read it, or the plan has none."""
    try:
        return await all_of(api, path)
    except RequestFailed as error:
        if error.trouble not in {Trouble.FORBIDDEN, Trouble.NOT_FOUND}:
            raise
        return []


async def if_there(api: Api, path: str) -> dict[str, Any] | None:
    """Return one item; `None` where it is not there, or the account may not read it."""
    try:
        return await api.record(path)
    except RequestFailed as error:
        if error.trouble not in {Trouble.FORBIDDEN, Trouble.NOT_FOUND}:
            raise
        return None
