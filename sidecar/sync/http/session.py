"""The session of one run: sends requests, follows redirects, tries again, and gives up with a reason."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from yarl import URL

from connectors.http import MAX_BYTES, PASSING, RequestFailed, Response, Trouble, place
from sidecar import __version__
from sidecar.sync.http.addresses import guarded_socket, is_allowed
from sidecar.sync.http.failures import of_answer, of_error
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.waiting import Patience, back_off

USER_AGENT = f"Cuecard/{__version__}"
MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_KEEP_METHOD = {307, 308}
_REPEATABLE = {"GET", "HEAD", "PROPFIND", "OPTIONS"}
#: What may go along to another origin: it says which form of a page is wanted, and nothing about who asks.
_OPEN_HEADERS = {"accept", "accept-language", "if-none-match", "if-modified-since", "user-agent"}
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class _Request:
    """One request on its way; a redirect makes another one of it."""

    method: str
    url: URL
    headers: Mapping[str, str]
    json: Any
    form: Mapping[str, str] | None
    body: bytes | None
    accept: frozenset[int]
    max_bytes: int
    repeatable: bool


class HttpSession:
    """The `connectors.http.Http` of one run. Close it at the run's end."""

    def __init__(
        self, pacing: Pacing, *, private_network: bool = False, patience: Patience | None = None
    ) -> None:
        self._pacing = pacing
        self._private_network = private_network
        self._patience = patience or Patience()
        self._spacing: dict[str, float] = {}
        self._client: aiohttp.ClientSession | None = None

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
        max_bytes: int = MAX_BYTES,
    ) -> Response:
        """Send a GET request; see `connectors.http.Http.request`."""
        return await self.request(
            "GET", url, params=params, headers=headers, accept=accept, max_bytes=max_bytes
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        accept: Collection[int] = (),
        max_bytes: int = MAX_BYTES,
        repeatable: bool = False,
    ) -> Response:
        """Send a request and return the answer; see `connectors.http.Http.request`."""
        target = _address(url)
        request = _Request(
            method=method.upper(),
            url=target.extend_query(params) if params else target,
            headers={"User-Agent": USER_AGENT, **(headers or {})},
            json=json,
            form=form,
            body=body,
            accept=frozenset(accept),
            max_bytes=max_bytes,
            repeatable=repeatable or method.upper() in _REPEATABLE,
        )
        return await self._follow(request)

    async def resolve(self, url: str) -> tuple[str, ...]:
        """Return the addresses under which this source may reach a host; see `connectors.http.Http`."""
        target = _address(url)
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except OSError:
            raise RequestFailed(Trouble.DNS, place(url), "cannot be found: there is no such name") from None
        addresses = tuple(dict.fromkeys(str(info[4][0]) for info in found))
        if not all(is_allowed(address, private_network=self._private_network) for address in addresses):
            raise RequestFailed(Trouble.PRIVATE_ADDRESS, place(url), "is not on the public internet")
        return addresses

    def space(self, url: str, seconds: float) -> None:
        """Leave so many seconds between requests to this address's host from now on."""
        self._spacing[_host(_address(url))] = max(0.0, min(seconds, self._patience.longest))

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.close()

    async def _follow(self, request: _Request) -> Response:
        """Send a request, and those its redirects ask for."""
        way: list[str] = []
        while True:
            response = await self._insist(request)
            target = response.headers.get("location")
            if response.status not in _REDIRECTS or not target:
                return replace(response, redirects=tuple(way))
            way.append(str(request.url))
            request = _redirected(request, response.status, target)
            if str(request.url) in way:
                raise RequestFailed(Trouble.REDIRECTS, place(way[0]), "leads back to itself")
            if len(way) > MAX_REDIRECTS:
                raise RequestFailed(Trouble.REDIRECTS, place(way[0]), "leads on and on to other addresses")

    async def _insist(self, request: _Request) -> Response:
        """Send one request as often as it is worth it."""
        patience = self._patience
        attempt = 1
        while True:
            try:
                return await self._send(request)
            except RequestFailed as failed:
                wait = failed.retry_after
                last = attempt >= patience.attempts or (wait or 0.0) > patience.longest
                if last or not _is_worth_repeating(failed, request):
                    raise
            host = _host(request.url)
            if wait is not None:
                await self._pacing.rest(host, wait)
            else:
                await self._pacing.wait(back_off(attempt, patience))
            attempt += 1

    async def _send(self, request: _Request) -> Response:
        host = _host(request.url)
        async with self._pacing.turn(host, self._spacing.get(host, 0.0)):
            try:
                response = await self._exchange(request)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise of_error(error, str(request.url)) from None
        failed = None if response.status in request.accept else of_answer(response)
        if failed is not None:
            raise failed
        return response

    async def _exchange(self, request: _Request) -> Response:
        async with (
            asyncio.timeout(self._patience.total),
            self._opened().request(
                request.method,
                request.url,
                headers=request.headers,
                json=request.json,
                data=request.form if request.body is None else request.body,
                allow_redirects=False,
            ) as raw,
        ):
            body = await _read(raw, request)
            return Response(raw.status, str(raw.url), _flat(raw), body)

    def _opened(self) -> aiohttp.ClientSession:
        if self._client is None:
            patience = self._patience
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    socket_factory=guarded_socket(self._private_network), limit=20, ttl_dns_cache=60
                ),
                # A cookie would carry one document's visit over to the next, and to whoever asks for it.
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=patience.connect, sock_read=patience.read
                ),
                trust_env=False,
                max_line_size=16_384,
                max_field_size=16_384,
            )
        return self._client


def _address(url: str) -> URL:
    """Return an address that may be asked.

    Raises:
        RequestFailed: it is not http or https, names no host, or holds a password.
    """
    found: URL | None = None
    with contextlib.suppress(ValueError, TypeError):
        found = URL(url.strip())
    if found is None or found.scheme not in {"http", "https"} or not found.host:
        raise RequestFailed(Trouble.BAD_ADDRESS, place(url), "is no address of the web")
    if found.user is not None or found.password is not None:
        raise RequestFailed(Trouble.BAD_ADDRESS, place(url), "has a name or password in it")
    return found.with_fragment(None)


def _host(url: URL) -> str:
    return f"{url.host}:{url.port}"


def _redirected(request: _Request, status: int, location: str) -> _Request:
    """Return the request that an answer asks for instead.

    Raises:
        RequestFailed: it leads to no web address, or would hand what was sent on to another origin.
    """
    try:
        target = str(request.url.join(URL(location)))
    except ValueError:
        target = location
    url = _address(target)
    keeps = status in _KEEP_METHOD or request.method in {"GET", "HEAD"}
    news = replace(request, url=url)
    if not keeps:
        news = replace(news, method="GET", json=None, form=None, body=None)
    if url.origin() == request.url.origin():
        return news
    if any(sent is not None for sent in (news.json, news.form, news.body)):
        raise RequestFailed(
            Trouble.REDIRECTS, place(str(request.url)), "passes what is sent to another server"
        )
    kept = {name: value for name, value in request.headers.items() if name.lower() in _OPEN_HEADERS}
    return replace(news, headers=kept)


def _is_worth_repeating(failed: RequestFailed, request: _Request) -> bool:
    if failed.trouble is Trouble.RATE_LIMITED:
        return True  # it says that nothing was done
    return failed.trouble in PASSING and failed.trouble is not Trouble.DNS and request.repeatable


async def _read(raw: aiohttp.ClientResponse, request: _Request) -> bytes:
    """Read an answer, unpacked, up to the most that it may be."""
    pieces: list[bytes] = []
    size = 0
    async for piece in raw.content.iter_chunked(_PIECE):
        size += len(piece)
        if size > request.max_bytes:
            raw.close()
            limit = f"{request.max_bytes / 1_000_000:g} MB"
            raise RequestFailed(Trouble.TOO_LARGE, place(str(request.url)), f"is larger than {limit}")
        pieces.append(piece)
    return b"".join(pieces)


def _flat(raw: aiohttp.ClientResponse) -> dict[str, str]:
    """Return the headers by lower-case name; of several the first, but all links, a cookie a line."""
    flat: dict[str, str] = {}
    for name, value in raw.headers.items():
        key = name.lower()
        if key in {"link", "cache-control"} and key in flat:
            flat[key] += f", {value}"
        elif key == "set-cookie" and key in flat:
            flat[key] += f"\n{value}"
        else:
            flat.setdefault(key, value)
    return flat
