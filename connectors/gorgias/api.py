"""Gorgias's list of macros, page by page and at its pace.

Sources: developers.gorgias.com, "Limitations" (40 requests in 20 seconds for an API key, 80 for an OAuth app,
`X-Gorgias-Account-Api-Call-Limit: 10/40`, `Retry-after`), "Cursor-based pagination replaces offset-based
pagination" (`data`, `meta.next_cursor`) and the reference of `GET /api/macros`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from connectors.contract import SourceUnavailable
from connectors.hosted.api import Api, basic, items_of, pages
from connectors.http import Http, RequestFailed, Response, Trouble

#: The most that a page may hold.
PAGE = 100
#: The seconds in which the requests are counted; the ten of an Enterprise account allow more.
_WINDOW = 20.0
_USED = "x-gorgias-account-api-call-limit"


def opened(http: Http, address: str, email: str, key: str) -> Api:
    """Return the API of an account."""
    return Api(http, f"{address.rstrip('/').removesuffix('/api')}/api", {"Authorization": basic(email, key)})


async def record(api: Api, path: str, **params: str) -> dict[str, Any]:
    """GET a path and slow down as the answer says.

    Raises:
        RequestFailed: the request brought nothing, or no object.
    """
    response = await api.ask(path, **params)
    api.http.space(response.url, spacing(response))
    said = response.json()
    return said if isinstance(said, dict) else {}


def spacing(response: Response) -> float:
    """Return how many seconds to leave between requests: none while half of those allowed are still free."""
    used, _, allowed = response.headers.get(_USED, "").partition("/")
    if not (used.strip().isdecimal() and allowed.strip().isdecimal()) or not int(allowed):
        return 0.0
    return _WINDOW / int(allowed) if int(used) * 2 >= int(allowed) else 0.0


async def macros(api: Api) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the macros page by page, the oldest first: what is new meanwhile comes at the end."""

    async def ask(cursor: str) -> dict[str, Any]:
        after = {"cursor": cursor} if cursor else {}
        return await record(api, "macros", limit=str(PAGE), order_by="created_datetime:asc", **after)

    async for page in pages("", ask, following):
        yield items_of(page, "data")


async def count(api: Api) -> int | None:
    """Return how many macros there are, archived ones included, if one page has them all."""
    page = await record(api, "macros", limit=str(PAGE))
    return None if following(page) else len(items_of(page, "data"))


async def macro(api: Api, id_: str) -> dict[str, Any] | None:
    """Return one macro; `None` if it is gone."""
    try:
        return await record(api, f"macros/{id_}")
    except RequestFailed as error:
        if error.trouble not in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
            raise
        return None


def following(page: dict[str, Any]) -> str | None:
    """Return the cursor of the next page.

    Raises:
        SourceUnavailable: the page does not say whether another follows: it must not pass for the last one.
    """
    meta = page.get("meta")
    if not isinstance(meta, dict) or "next_cursor" not in meta:
        raise SourceUnavailable("Gorgias's list does not say where it goes on: check the address of the API.")
    return meta["next_cursor"] or None
