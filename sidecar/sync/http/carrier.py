"""What brings one request to its server and the answer back: the network here, a recording elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from yarl import URL

from connectors.http import RequestFailed, Response, Trouble, place
from sidecar.sync.http.addresses import guarded_socket
from sidecar.sync.http.failures import of_error
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
    """Carries requests to the servers they are meant for, to allowed addresses only."""

    def __init__(self, *, private_network: bool, patience: Patience) -> None:
        self._private_network = private_network
        self._patience = patience
        self._client: aiohttp.ClientSession | None = None

    async def carry(self, request: Request) -> Response:
        """Send a request once and return the answer; see `Carrier`."""
        try:
            return await self._exchange(request)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise of_error(error, str(request.url)) from None

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.close()

    async def _exchange(self, request: Request) -> Response:
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
