"""A vendor's JSON API: requests with its authorisation and pace, and its lists page by page."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from connectors.contract import SourceUnavailable
from connectors.http import Http, RequestFailed, Response, Trouble, place

T = TypeVar("T")
P = TypeVar("P")

_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Api:
    """Where an API is and how to be let in.

    Attributes:
        http: the session of the run.
        base: the address before every path, without a slash at its end.
        headers: sent with each request: authorisation, versions.
        limit_header: the lower-case name of the header that tells how many requests are allowed, if any.
        limit_seconds: in how many seconds that many are.
    """

    http: Http
    base: str
    headers: Mapping[str, str] = field(default_factory=dict)
    limit_header: str | None = None
    limit_seconds: float = _MINUTE

    async def ask(self, path: str, **params: str) -> Response:
        """GET a path, or a whole address of the same API.

        Raises:
            SourceUnavailable: the address leads elsewhere: no answer may send the token to another host.
            RequestFailed: the request brought nothing.
        """
        response = await self.http.get(self.address(path), params=params or None, headers=self.headers)
        self.keep_pace(response)
        return response

    async def get(self, path: str, **params: str) -> Any:
        """GET a path and return what its JSON says."""
        return (await self.ask(path, **params)).json()

    async def record(self, path: str, **params: str) -> dict[str, Any]:
        """GET a path whose JSON is an object.

        Raises:
            RequestFailed: it is none: the address is not that of this API.
        """
        response = await self.ask(path, **params)
        said = response.json()
        if not isinstance(said, dict):
            raise not_of_this_api(response)
        return said

    def address(self, path: str) -> str:
        """Return the address of a path; one that is whole must be of this API."""
        if not path.startswith(("http://", "https://")):
            return f"{self.base}/{path.lstrip('/')}"
        if not path.startswith(f"{self.base}/"):
            raise SourceUnavailable(
                f"{place(self.base)} points to {place(path)} for more: nothing is read there."
            )
        return path

    def keep_pace(self, response: Response) -> None:
        """Spread the next requests as the server says it allows."""
        said = response.headers.get(self.limit_header or "", "")
        if said.isdecimal() and int(said):
            self.http.space(response.url, self.limit_seconds / int(said))


def origin(typed: str) -> str:
    """Return the address of an account that has a host of its own, as people type it: `acme.zendesk.com/hc`.

    Without a scheme it is https; what follows the host was copied along.
    """
    address = typed.strip()
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return f"{parts.scheme}://{parts.netloc}"


def basic(user: str, password: str) -> str:
    """Return the value of an `Authorization` header (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def not_of_this_api(response: Response) -> RequestFailed:
    """Return the error for JSON that says something else than the API would."""
    return RequestFailed(
        Trouble.UNREADABLE,
        place(response.url),
        "gave no answer of this service's API",
        status=response.status,
    )


async def pages(
    first: P, ask: Callable[[P], Awaitable[T]], following: Callable[[T], P | None]
) -> AsyncIterator[T]:
    """Yield a list page by page.

    Args:
        first: what names the first page: a path, a cursor, a number.
        ask: brings the page that is so named.
        following: what a page says names the next one; `None` at the end.

    Raises:
        SourceUnavailable: a page names one that was there already: such a list would never end.
    """
    seen = set()
    name: P | None = first
    while name is not None:
        if name in seen:
            raise SourceUnavailable("The service's list goes round in circles: tell those who run it.")
        seen.add(name)
        page = await ask(name)
        yield page
        name = following(page)


def items_of(page: Any, key: str) -> list[dict[str, Any]]:
    """Return the objects that a page lists under a key; what is no object is left out.

    Raises:
        SourceUnavailable: there is no such list: a page that cannot be read must not look like an empty one.
    """
    found = page.get(key) if isinstance(page, dict) else None
    if not isinstance(found, list):
        raise SourceUnavailable(f"The service's answer has no list of '{key}': check the address of its API.")
    return [item for item in found if isinstance(item, dict)]
