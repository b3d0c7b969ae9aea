"""What brings one request to its server and the answer back: the network here, a recording elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from yarl import URL

from connectors.http import RequestFailed, Response, Trouble, place
from sidecar.sync.http.addresses import SocketFactory, guarded_socket
from sidecar.sync.http.failures import of_error
from sidecar.sync.http.proxies import Proxies, judge
from sidecar.sync.http.waiting import Patience

_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Request:
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


class Carrier(Protocol):
    """Carries requests one by one; following redirects and trying again are the session's."""

    async def carry(self, request: Request) -> Response:
        """Send a request once and return the answer, whatever its status.

        Raises:
            RequestFailed: there was none.
        """

    async def close(self) -> None:
        """Let go of what was opened for it."""


class Network:
    """Carries requests to the servers they are meant for, to allowed addresses only.

    Args:
        private_network: whether it may reach this machine's own network.
        patience: how long it waits.
        proxies: those of this machine's settings unless told.
    """

    def __init__(self, *, private_network: bool, patience: Patience, proxies: Proxies | None = None) -> None:
        self._private_network = private_network
        self._patience = patience
        self._proxies = proxies
        self._direct: aiohttp.ClientSession | None = None
        self._proxied: aiohttp.ClientSession | None = None

    async def carry(self, request: Request) -> Response:
        """Send a request once and return the answer; see `Carrier`."""
        try:
            return await self._exchange(request)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise of_error(error, str(request.url)) from None

    async def close(self) -> None:
        """Close all connections."""
        for client in (self._direct, self._proxied):
            if client is not None:
                await client.close()

    async def _exchange(self, request: Request) -> Response:
        async with asyncio.timeout(self._patience.total):
            client, proxy = await self._way_to(request.url)
            async with client.request(
                request.method,
                request.url,
                headers=request.headers,
                json=request.json,
                data=request.form if request.body is None else request.body,
                allow_redirects=False,
                proxy=proxy,
            ) as raw:
                body = await _read(raw, request)
                return Response(raw.status, str(raw.url), _flat(raw), body)

    async def _way_to(self, url: URL) -> tuple[aiohttp.ClientSession, URL | None]:
        """Return what connects to an address: on its own, guarded, or to the proxy alone."""
        if self._proxies is None:
            self._proxies = await asyncio.to_thread(Proxies)
        proxy = self._proxies.of(url)
        if proxy is None:
            if self._direct is None:
                self._direct = self._client(guarded_socket(self._private_network))
            return self._direct, None
        await judge(url, private_network=self._private_network)
        if self._proxied is None:
            self._proxied = self._client(None)
        return self._proxied, proxy

    def _client(self, sockets: SocketFactory | None) -> aiohttp.ClientSession:
        patience = self._patience
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(socket_factory=sockets, limit=20, ttl_dns_cache=60),
            # A cookie would carry one document's visit over to the next, and to whoever asks for it.
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=patience.connect, sock_read=patience.read),
            # It would also look for passwords in a .netrc.
            trust_env=False,
            max_line_size=16_384,
            max_field_size=16_384,
        )


async def _read(raw: aiohttp.ClientResponse, request: Request) -> bytes:
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
