"""Chatwoot's application API.

Sources: Chatwoot's own code (the controllers `canned_responses`, `portals` and `articles` of
`app/controllers/api/v1/accounts` and their views), its OpenAPI description ("Canned Responses", "Help
Center"; `api_access_token`), and `config/initializers/rack_attack.rb` (3,000 requests a minute and address
unless set otherwise).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

from connectors.hosted.api import Api, items_of
from connectors.http import Http, RequestFailed, Trouble

T = TypeVar("T")


def opened(http: Http, address: str, account: int, token: str) -> Api:
    """Return the API of an account."""
    return Api(http, f"{address}/api/v1/accounts/{account}", {"api_access_token": token})


async def allowed(api: Api, address: str, request: Awaitable[T]) -> T:
    """Return what a request for one kind of content brings.

    Chatwoot answers 401 alike to a token it does not know and to an account without the right; whose profile
    can be read is known.

    Raises:
        RequestFailed: as forbidden, where the right is missing.
    """
    try:
        return await request
    except RequestFailed as error:
        if error.trouble is not Trouble.UNAUTHORIZED:
            raise
        await api.http.get(f"{address}/api/v1/profile", headers=api.headers)
        what = f"does not let this source read it ({error.status})"
        raise RequestFailed(Trouble.FORBIDDEN, error.where, what, status=error.status) from None


async def canned_responses(api: Api) -> list[dict[str, Any]]:
    """Return all canned responses: the list has no pages."""
    return items_of({"payload": await api.get("canned_responses")}, "payload")


async def portals(api: Api) -> list[dict[str, Any]]:
    """Return the help centres of the account."""
    return items_of(await api.get("portals"), "payload")


async def articles(api: Api, portal: str, locale: str | None) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the articles of a help centre in one language, page by page.

    The number of pages is not told, and versions without pages give all articles to whichever page is asked
    for: the end is where a page says nothing new.
    """
    params = {"locale": locale} if locale else {}
    seen: set[Any] = set()
    number = 1
    while True:
        page = items_of(await api.get(f"portals/{portal}/articles", page=str(number), **params), "payload")
        new = [article for article in page if article.get("id") not in seen]
        if not new:
            return
        yield new
        seen.update(article.get("id") for article in new)
        number += 1
