"""Front's lists, page by page, and the names of what they refer to.

Built on Front's own description of its Core API (`front-api-specs` on GitHub, August 2026) and its pages on
paging and rate limits.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.contract import ParseFailed
from connectors.hosted.api import Api, items_of, pages
from connectors.http import Http, RequestFailed, Trouble, bearer

Item = dict[str, Any]

_LIMIT = (("limit", "100"),)


def opened(http: Http, address: str, token: str) -> Api:
    """Return the API; its limits are told for a minute."""
    headers = {**bearer(token), "Accept": "application/json"}
    return Api(http, address.strip().rstrip("/"), headers, limit_header="x-ratelimit-limit")


async def listed(api: Api, path: str, *, limit: bool = False, **params: str) -> AsyncIterator[list[Item]]:
    """Yield the pages of a list.

    Each page links to the next at the company's own address, which is that of the same API: what the link
    asks for is asked of the address in the settings, which alone is given the token.

    Args:
        api: of the company.
        path: of the list.
        limit: whether it is documented to take one.
        params: for the first page.
    """
    first = (*params.items(), *(_LIMIT if limit else ()))

    async def ask(query: tuple[tuple[str, str], ...]) -> Any:
        return await api.get(path, **dict(query))

    async for page in pages(first, ask, _following):
        yield [item for item in items_of(page, "_results") if isinstance(item.get("id"), str)]


def _following(page: Any) -> tuple[tuple[str, str], ...] | None:
    link = (page.get("_pagination") or {}).get("next")
    return tuple(parse_qsl(urlsplit(link).query)) if isinstance(link, str) and link else None


async def all_of(api: Api, path: str, *, limit: bool = False) -> dict[str, Item]:
    """Return the items of a list that is short by their ids."""
    return {item["id"]: item async for page in listed(api, path, limit=limit) for item in page}


def related(item: Mapping[str, Any], name: str) -> tuple[str, str] | None:
    """Return what an item is linked to: the list that is in, such as `teams`, and its id.

    Raises:
        ParseFailed: the link is none; what it should say must not be guessed.
    """
    link: Any = item
    for step in ("_links", "related", name):
        link = link.get(step) if isinstance(link, Mapping) else None
    if link is None:
        return None
    parts = urlsplit(str(link)).path.strip("/").split("/")
    if len(parts) < 2:  # noqa: PLR2004 - a list and an id
        raise ParseFailed(f"Front's answer has no link to its {name.replace('_', ' ')}: save it anew there.")
    return parts[-2], parts[-1]


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id; of what the token may not read there are none, and `refused` says what that is."""

    teams: dict[str, str]
    inboxes: dict[str, str]
    teammates: dict[str, str]
    refused: tuple[str, ...] = ()


async def names(api: Api) -> Names:
    """Read the names of workspaces, inboxes and teammates."""
    found = {path: await _if_allowed(api, path) for path in ("teams", "inboxes", "teammates")}
    refused = tuple(path for path, items in found.items() if items is None)
    return Names(
        teams=_named(found["teams"]),
        inboxes=_named(found["inboxes"]),
        teammates={id_: _person(item) for id_, item in (found["teammates"] or {}).items()},
        refused=refused,
    )


async def _if_allowed(api: Api, path: str) -> dict[str, Item] | None:
    try:
        return await all_of(api, path)
    except RequestFailed as error:
        if error.trouble is not Trouble.FORBIDDEN:
            raise
        return None


def _named(items: Mapping[str, Item] | None) -> dict[str, str]:
    return {id_: str(item.get("name") or id_) for id_, item in (items or {}).items()}


def _person(item: Item) -> str:
    return " ".join(filter(None, (item.get("first_name"), item.get("last_name")))) or str(item.get("email"))
