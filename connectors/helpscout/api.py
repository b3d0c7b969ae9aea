"""Help Scout's two APIs: how they let one in, and their lists page by page.

Built on Help Scout's developer documentation: Inbox API 2.0 (authentication by client credentials, rate
limiting, inboxes, saved replies, users) and Docs API v1 (envelopes, collections, categories, articles).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from connectors.contract import SourceUnavailable
from connectors.helpscout.config import HelpScoutConfig
from connectors.hosted.api import Api, items_of, pages
from connectors.hosted.lists import settled
from connectors.hosted.oauth import Granted
from connectors.http import Http, basic

Item = dict[str, Any]

_TEN_MINUTES = 600.0
_MOST = "100"


def inbox_api(http: Http, config: HelpScoutConfig) -> Granted:
    """Return the Inbox API; its tokens last two days."""
    secret = config.app_secret.get_secret_value() if config.app_secret else ""
    api = Api(http, f"{_base(config.address)}/v2", {"Accept": "application/json"}, "x-ratelimit-limit-minute")
    return Granted(api, "oauth2/token", config.app_id.strip(), secret)


def docs_api(http: Http, config: HelpScoutConfig) -> Api:
    """Return the Docs API: the key is the user, the password is not looked at."""
    key = config.docs_key.get_secret_value() if config.docs_key else ""
    headers = {**basic(key, "X"), "Accept": "application/json"}
    return Api(http, f"{_base(config.docs_address)}/v1", headers, "x-ratelimit-limit", _TEN_MINUTES)


async def embedded(api: Granted, path: str, **params: str) -> AsyncIterator[list[Item]]:
    """Yield the pages of a list of the Inbox API.

    That of saved replies is documented as a bare array; others, and what clients have seen of this one, are
    objects with `_embedded` and `page`.
    """

    async def ask(number: int) -> Any:
        return await api.get(path, page=str(number), **params)

    async def read() -> AsyncIterator[tuple[list[Item], object]]:
        async for page in pages(1, ask, _following):
            found = _with_ids(_held(page))
            yield found, len(found) if isinstance(page, list) else page["page"].get("totalElements")

    async for items in settled(read):
        yield items


async def enveloped(api: Api, path: str, key: str, **params: str) -> AsyncIterator[list[Item]]:
    """Yield the pages of a list of the Docs API."""

    async def ask(number: int) -> Any:
        return (await api.record(path, page=str(number), **params)).get(key)

    async def read() -> AsyncIterator[tuple[list[Item], object]]:
        async for page in pages(1, ask, _following_page):
            yield _with_ids(items_of(page, "items")), page.get("count")

    async for items in settled(read):
        yield items


async def articles(api: Api, collection: str) -> AsyncIterator[list[Item]]:
    """Yield the pages of a collection's articles, without their texts, in the order they were made."""
    order = {"status": "all", "sort": "number", "order": "asc", "pageSize": _MOST}
    async for page in enveloped(api, f"collections/{collection}/articles", "articles", **order):
        yield page


def _base(address: str) -> str:
    return address.strip().rstrip("/").removesuffix("/v2").removesuffix("/v1")


def _held(page: Any) -> list[Any]:
    """Return what a page of the Inbox API lists; an empty one has nothing embedded.

    Raises:
        SourceUnavailable: it is no such page, and must not look like an empty one.
    """
    if isinstance(page, list):
        return page
    if isinstance(page, dict) and isinstance(page.get("page"), dict):
        lists = [held for held in (page.get("_embedded") or {}).values() if isinstance(held, list)]
        return lists[0] if lists else []
    raise SourceUnavailable("Help Scout's answer is no list: check the address of its API.")


def _with_ids(items: list[Any]) -> list[Item]:
    """Return the items that can be told from others."""
    return [item for item in items if isinstance(item, dict) and isinstance(item.get("id"), (str, int))]


def _following(page: Any) -> int | None:
    return None if isinstance(page, list) else _next(page["page"], "number", "totalPages")


def _following_page(page: Any) -> int | None:
    return _next(page, "page", "pages")


def _next(told: Item, current: str, last: str) -> int | None:
    number, end = told.get(current), told.get(last)
    return number + 1 if isinstance(number, int) and isinstance(end, int) and number < end else None
