"""Proxies of the machine's settings (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, or those of the system).

Behind a proxy it is the proxy that looks names up and connects, so that the socket's guard sees the proxy's
address alone. What a source may reach is then judged before: a name has to stand for allowed addresses here,
too. One that only the proxy knows may be anything; it is taken for one of the own network.

A name that stands for a public address here and for a private one at the proxy would pass. Under https its
certificate stops it; beyond that, the proxy's own rules count.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.request import getproxies, proxy_bypass

from yarl import URL

from connectors.http import RequestFailed, Trouble, place
from sidecar.sync.http.addresses import REFUSED_HERE, is_allowed, is_loopback

_SPOKEN = {"http", "https"}
_UNSPOKEN = "is behind a proxy of a kind that Cuecard does not speak to"
_ITS_OWN = "is known to the proxy alone"
#: All that is said of what happened, for those who translate it.
SAID = (_UNSPOKEN, _ITS_OWN)


@dataclass(frozen=True, slots=True)
class Proxies:
    """Which proxy a request goes through. `known` are proxies by the scheme of what is asked."""

    known: Mapping[str, str] = field(default_factory=getproxies)

    def of(self, url: URL) -> URL | None:
        """Return the proxy for an address; `None` where there is none. This machine itself needs none.

        Raises:
            RequestFailed: the proxy is of a kind that cannot be spoken to.
        """
        said = self.known.get(url.scheme) or self.known.get("all")
        host = url.host or ""
        if not said or is_loopback(host) or proxy_bypass(f"{host}:{url.port}"):
            return None
        proxy = URL(said if "://" in said else f"http://{said}")
        if proxy.scheme not in _SPOKEN or not proxy.host:
            raise RequestFailed(Trouble.CONNECTION, place(str(url)), _UNSPOKEN)
        return proxy


async def judge(url: URL, *, private_network: bool) -> None:
    """Make sure that a source may reach an address through a proxy.

    Raises:
        RequestFailed: it may not, or nobody here can tell.
    """
    where = place(str(url))
    try:
        addresses = await addresses_of(url)
    except OSError:
        if private_network:
            return
        raise RequestFailed(Trouble.PRIVATE_ADDRESS, where, _ITS_OWN) from None
    if not all(is_allowed(address, private_network=private_network) for address in addresses):
        raise RequestFailed(Trouble.PRIVATE_ADDRESS, where, REFUSED_HERE)


async def addresses_of(url: URL) -> tuple[str, ...]:
    """Return the addresses that a host has by this machine's look-up.

    Raises:
        OSError: the name is not known here.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))
