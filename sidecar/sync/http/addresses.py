"""Which addresses a source may be read from, and the socket that connects to no other.

A name is looked up by the session's resolver, and what it then connects to is judged here, address by
address: there is no second look-up in between that could give another answer, and a redirect, an address in
digits or an IPv4 address in an IPv6 coat comes by here as well.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
SocketFactory = Callable[[AddressInfo], socket.socket]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Carriers and private overlay networks share these addresses (RFC 6598).
_CARRIER = ipaddress.IPv4Network("100.64.0.0/10")

REFUSED = "it is not an address of the public internet"
#: The same, said of a place.
REFUSED_HERE = "is not on the public internet"


class AddressRefused(OSError):  # noqa: N818 - named for what it says
    """The address is on this machine's own network, and the source may not read there."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, REFUSED)


def guarded_socket(private_network: bool) -> SocketFactory:
    """Return a socket factory (of `aiohttp.TCPConnector`) that refuses what the source may not reach."""

    def make(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if not is_allowed(str(address[0]), private_network=private_network):
            raise AddressRefused
        return socket.socket(family=family, type=kind, proto=protocol)

    return make


def is_allowed(host: str, *, private_network: bool) -> bool:
    """Whether a source may be read from an address.

    With `private_network`, the own network and this machine are allowed; addresses that only cloud machines
    answer about themselves (link-local), and those of no single machine, never are.
    """
    try:
        address = _plain(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return False
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return False
    if address.is_global:
        return True
    return private_network and (address.is_private or address in _CARRIER)


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return _plain(ipaddress.ip_address(host.partition("%")[0])).is_loopback
    except ValueError:
        return False


def _plain(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, if it does (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
    return inner or address
