"""Guru's list of cards, page by page.

Sources: developer.getguru.com, "Listing Cards" (`GET /v1/search/query`, at most 50 a page), "Paging" (a
`Link` header with `rel="next-page"`), "User Tokens vs Collection Tokens", and Guru's own client
(`guruhq/py-sdk`: 204 for nothing, archived cards by `GET /cards/{id}`, groups of a collection). A limit of
requests is not documented; `Retry-After` is honoured.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from connectors.hosted.api import Api, basic, items_of, pages
from connectors.http import Http, RequestFailed, Response, Trouble

#: The most that a page may hold.
PAGE = 50
_FIRST = f"search/query?maxResults={PAGE}&sortField=dateCreated&sortOrder=asc"
#: Address and relation of each link; Guru puts blanks beside the address.
_LINK = re.compile(r"<\s*([^>\s]+)\s*>(?:\s*;[^,<]*?\brel\s*=\s*\"?([\w-]+))?")
_NOTHING = 204
#: The group that every member of a team is in.
_EVERYONE = "all members"


def opened(http: Http, address: str, user: str, token: str) -> Api:
    """Return the API, for a user's token or that of a collection."""
    base = address.rstrip("/").removesuffix("/api/v1")
    return Api(http, f"{base}/api/v1", {"Authorization": basic(user, token)})


async def cards(api: Api) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the cards page by page, the oldest first: what is new meanwhile comes at the end."""
    async for response in pages(f"{api.base}/{_FIRST}", api.ask, following):
        yield _listed(response)


async def count(api: Api) -> int | None:
    """Return how many cards there are, if one page has them all."""
    response = await api.ask(_FIRST)
    return None if following(response) else len(_listed(response))


def following(response: Response) -> str | None:
    """Return the address of the next page; a link that does not say what it leads to is one, too."""
    links = _LINK.findall(response.headers.get("link", ""))
    return next((address for address, relation in links if relation in ("", "next", "next-page")), None)


def _listed(response: Response) -> list[dict[str, Any]]:
    return [] if response.status == _NOTHING else items_of({"cards": response.json()}, "cards")


async def card(api: Api, id_: str) -> dict[str, Any] | None:
    """Return one card, archived or not; `None` if it is gone, or not for this token."""
    try:
        return await api.record(f"cards/{id_}")
    except RequestFailed as error:
        if error.trouble not in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
            raise
        return None


async def groups(api: Api, collection: str) -> tuple[str, ...] | None:
    """Return the groups that may see a collection, none if that is everyone.

    `None` says that the token may not know; a collection's token never may.
    """
    try:
        response = await api.ask(f"collections/{collection}/groups")
    except RequestFailed as error:
        if error.trouble not in (Trouble.NOT_FOUND, Trouble.FORBIDDEN, Trouble.UNAUTHORIZED):
            raise
        return None
    names = [str(each.get("groupName") or "").strip() for each in _listed(response)]
    found = tuple(sorted({name for name in names if name}))
    return () if any(name.casefold() == _EVERYONE for name in found) else found
