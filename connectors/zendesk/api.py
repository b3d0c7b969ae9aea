"""Zendesk's lists, page by page.

Paging, limits and signing in as in Zendesk's API reference ("Pagination", "Rate limits", "Security and
authentication") and in the answers recorded by the client zenpy (`tests/test_api/betamax`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from connectors.hosted.api import Api, items_of, not_of_this_api, pages
from connectors.http import Http, RequestFailed, Trouble, basic, bearer

#: The most that a page may hold. Where that is too much to be sent at once, pages get smaller.
_PAGE = 100


def opened(http: Http, address: str, email: str, token: str) -> Api:
    """Return the API of an account. Without an e-mail address, the token is one of OAuth."""
    headers = basic(f"{email}/token", token) if email else bearer(token)
    return Api(http, f"{address}/api/v2", headers, limit_header="x-rate-limit")


async def count(api: Api, path: str) -> int | None:
    """Return how many items a list has, as offset pagination tells with each page.

    Raises:
        RequestFailed: it cannot be read.
    """
    response = await api.ask(path, per_page="1")
    said = response.json()
    if not isinstance(said, dict) or not isinstance(said.get(path.rpartition("/")[2]), list):
        raise not_of_this_api(response)
    number = said.get("count")
    return number if isinstance(number, int) else None


async def listed(api: Api, path: str, key: str, **params: str) -> AsyncIterator[dict[str, Any]]:
    """Yield the pages of a list, of which `key` has the items."""
    size = _PAGE

    async def ask(name: str) -> dict[str, Any]:
        nonlocal size
        while True:
            try:
                if name.startswith("http"):
                    return await api.record(name)
                after = {"page[after]": name} if name else {}
                return await api.record(path, **{"page[size]": str(size)}, **after, **params)
            except RequestFailed as error:
                if error.trouble is Trouble.REJECTED and not name:
                    return await api.record(path, **params)  # a list that knows no cursors
                if error.trouble is not Trouble.TOO_LARGE or size == 1:
                    raise
                size = max(1, size // 4)

    async for page in pages("", ask, _following):
        items_of(page, key)
        yield page


def _following(page: dict[str, Any]) -> str | None:
    """Return the cursor of the next page, or its address where a list has no cursors."""
    meta = page.get("meta")
    if not isinstance(meta, dict):
        return page.get("next_page") or None
    return meta.get("after_cursor") or None if meta.get("has_more") else None


async def all_of(api: Api, path: str, key: str, **params: str) -> list[dict[str, Any]]:
    """Return all items of a list that is short: groups, sections, tags."""
    return [item async for page in listed(api, path, key, **params) for item in items_of(page, key)]


async def if_allowed(api: Api, path: str, key: str) -> list[dict[str, Any]]:
    """Return all items of a short list; none where the account may not read it, or the plan has none."""
    try:
        return await all_of(api, path, key)
    except RequestFailed as error:
        if error.trouble not in {Trouble.FORBIDDEN, Trouble.NOT_FOUND}:
            raise
        return []


async def group_names(api: Api) -> dict[int, str]:
    """Return the names of the account's groups of agents by id."""
    found = await if_allowed(api, "groups", "groups")
    return {item["id"]: str(item["name"]) for item in found if {"id", "name"} <= item.keys()}
