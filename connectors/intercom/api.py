"""Intercom's lists, page by page, and the names of people and teams.

Built on Intercom's own description of its API (`Intercom-OpenAPI` on GitHub, 2.16 and Preview, August 2026)
and its reference on rate limits: windows of ten seconds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from connectors.hosted.api import Api, items_of, pages
from connectors.hosted.lists import settled
from connectors.http import Http, RequestFailed, Trouble, bearer

Item = dict[str, Any]

_VERSION = "2.16"
#: The stable versions do not say in which folder an internal article is, nor its tags.
_PREVIEW = "Preview"
_MOST_MACROS = "150"
_WINDOW = 10.0


def opened(http: Http, address: str, token: str) -> Api:
    """Return the API of a workspace."""
    headers = {**bearer(token), "Accept": "application/json", "Intercom-Version": _VERSION}
    return Api(
        http, address.strip().rstrip("/"), headers, limit_header="x-ratelimit-limit", limit_seconds=_WINDOW
    )


def preview(api: Api) -> Api:
    """Return the same API in its preview version."""
    return replace(api, headers={**api.headers, "Intercom-Version": _PREVIEW})


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id; those that the token may not read are not there, and `refused` names what of."""

    people: dict[str, str]
    teams: dict[str, str]
    refused: tuple[str, ...] = ()


async def names(api: Api) -> Names:
    """Read the names of people and teams."""
    people, teams = await _named(api, "admins"), await _named(api, "teams")
    refused = tuple(path for path, found in (("admins", people), ("teams", teams)) if found is None)
    return Names(people or {}, teams or {}, refused)


async def _named(api: Api, path: str) -> dict[str, str] | None:
    """Return names by id; `None` if the token may not read them."""
    try:
        items = items_of(await api.get(path), path)
    except RequestFailed as error:
        if error.trouble is not Trouble.FORBIDDEN:
            raise
        return None
    return {str(item["id"]): str(item["name"]) for item in items if item.get("id") and item.get("name")}


async def count(api: Api, path: str) -> int | None:
    """Return how many items a list has, if it says so; 0 if its first page is empty."""
    page = await api.record(path)
    number = page.get("total_count")
    if isinstance(number, int):
        return number
    return None if items_of(page, "data") else 0


async def macros(api: Api) -> AsyncIterator[list[Item]]:
    """Yield the pages of all macros, the last edited first.

    A macro that is edited meanwhile jumps to the beginning, which was read already: so the beginning is read
    again until it holds nothing new.
    """

    async def ask(cursor: str) -> Any:
        more = {"starting_after": cursor} if cursor else {}
        return await api.get("macros", per_page=_MOST_MACROS, **more)

    seen: set[object] = set()
    async for page in pages("", ask, _cursor):
        items = _items(page)
        seen.update(item["id"] for item in items)
        yield items
    async for page in pages("", ask, _cursor):
        items = [item for item in _items(page) if item["id"] not in seen]
        if not items:
            return
        yield items


async def numbered(api: Api, path: str) -> AsyncIterator[list[Item]]:
    """Yield the pages of a list that has numbered ones."""

    async def ask(number: int) -> Any:
        return await api.get(path, page=str(number))

    async def read() -> AsyncIterator[tuple[list[Item], object]]:
        async for page in pages(1, ask, _number):
            yield _items(page), page.get("total_count")

    async for items in settled(read):
        yield items


async def all_of(api: Api, path: str) -> dict[str, Item]:
    """Return the items of a list that is short by their ids."""
    return {str(item["id"]): item async for page in numbered(api, path) for item in page}


def _items(page: Any) -> list[Item]:
    """Return what a page lists; what has no id cannot be told from others."""
    return [item for item in items_of(page, "data") if isinstance(item.get("id"), (str, int))]


def _cursor(page: Any) -> str | None:
    following = (page.get("pages") or {}).get("next")
    return (following.get("starting_after") or None) if isinstance(following, dict) else None


def _number(page: Any) -> int | None:
    told = page.get("pages") or {}
    number, last = told.get("page"), told.get("total_pages")
    return number + 1 if isinstance(number, int) and isinstance(last, int) and number < last else None
