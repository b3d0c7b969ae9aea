"""The session of one run: sends requests, follows redirects, tries again, and gives up with a reason."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from yarl import URL

from connectors.http import MAX_BYTES, PASSING, RequestFailed, Response, Trouble, place
from sidecar import __version__
from sidecar.sync.http.addresses import REFUSED_HERE, is_allowed
from sidecar.sync.http.carrier import Carrier, Network, Request
from sidecar.sync.http.failures import of_answer
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.proxies import addresses_of
from sidecar.sync.http.waiting import Patience, back_off

USER_AGENT = f"Cuecard/{__version__}"
MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_KEEP_METHOD = {307, 308}
_REPEATABLE = {"GET", "HEAD", "PROPFIND", "OPTIONS"}
#: What may go along to another origin: it says which form of a page is wanted, and nothing about who asks.
_OPEN_HEADERS = {"accept", "accept-language", "if-none-match", "if-modified-since", "user-agent"}


class HttpSession:
    """The `connectors.http.Http` of one run. Close it at the run's end.

    Args:
        pacing: what all sessions share.
        private_network: whether it may reach this machine's own network.
        patience: how hard it tries.
        through: what requests go through on their way to the network, or instead of it.
    """

    def __init__(
        self,
        pacing: Pacing,
        *,
        private_network: bool = False,
        patience: Patience | None = None,
        through: Callable[[Carrier], Carrier] | None = None,
    ) -> None:
        self._pacing = pacing
        self._private_network = private_network
        self._patience = patience or Patience()
        self._spacing: dict[str, float] = {}
        network = Network(private_network=private_network, patience=self._patience)
        self._carrier = network if through is None else through(network)

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
        request = Request(
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
        try:
            addresses = await addresses_of(target)
        except OSError:
            raise RequestFailed(Trouble.DNS, place(url), "cannot be found: there is no such name") from None
        if not all(is_allowed(address, private_network=self._private_network) for address in addresses):
            raise RequestFailed(Trouble.PRIVATE_ADDRESS, place(url), REFUSED_HERE)
        return addresses

    def space(self, url: str, seconds: float) -> None:
        """Leave so many seconds between requests to this address's host from now on."""
        self._spacing[_host(_address(url))] = max(0.0, min(seconds, self._patience.longest))

    async def close(self) -> None:
        """Close all connections."""
        await self._carrier.close()

    async def _follow(self, request: Request) -> Response:
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

    async def _insist(self, request: Request) -> Response:
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

    async def _send(self, request: Request) -> Response:
        host = _host(request.url)
        async with self._pacing.turn(host, self._spacing.get(host, 0.0)):
            response = await self._carrier.carry(request)
        failed = None if response.status in request.accept else of_answer(response)
        if failed is not None:
            raise failed
        return response


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


def _redirected(request: Request, status: int, location: str) -> Request:
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


def _is_worth_repeating(failed: RequestFailed, request: Request) -> bool:
    if failed.trouble is Trouble.RATE_LIMITED:
        return True  # it says that nothing was done
    return failed.trouble in PASSING and failed.trouble is not Trouble.DNS and request.repeatable
