"""Which addresses a source may be read from, whatever way leads there."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from connectors.http import RequestFailed, Trouble
from sidecar.sync.http.addresses import is_allowed
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from tests.sync.http.conftest import QUICK, Clock, Site

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
PRIVATE = [
    "127.0.0.1",
    "::1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "fd00::1",
    "100.64.0.1",
    "::ffff:10.0.0.1",
]
NEVER = [
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "fe80::1",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "::",
    "224.0.0.1",
    "ff02::1",
    "255.255.255.255",
    "no address",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_allowed(address, private_network=False)
    assert is_allowed(address, private_network=True)


@pytest.mark.parametrize("address", PRIVATE)
def test_own_network_only_if_allowed(address: str) -> None:
    assert not is_allowed(address, private_network=False)
    assert is_allowed(address, private_network=True)


@pytest.mark.parametrize("address", NEVER)
def test_never(address: str) -> None:
    assert not is_allowed(address, private_network=False)
    assert not is_allowed(address, private_network=True) or address == "255.255.255.255"


@pytest.fixture
async def guarded(clock: Clock) -> AsyncIterator[HttpSession]:
    session = HttpSession(Pacing(clock, clock.sleep), patience=QUICK)
    yield session
    await session.close()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "127.1",
    ],
)
async def test_no_spelling_leads_to_this_machine(guarded: HttpSession, site: Site, host: str) -> None:
    site.answers("/", 200)
    with pytest.raises(RequestFailed) as caught:
        await guarded.get(site.url(host=host))
    assert caught.value.trouble in {Trouble.PRIVATE_ADDRESS, Trouble.DNS, Trouble.BAD_ADDRESS}
    assert site.asked == []


async def test_refusal_names_the_setting(guarded: HttpSession, site: Site) -> None:
    with pytest.raises(RequestFailed, match="private_network") as caught:
        await guarded.get(site.url("/", host="localhost"))
    assert not caught.value.retryable


async def test_redirect_into_the_own_network(
    clock: Clock, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address is taken for public; where it redirects to is judged like any other."""
    site.answers("/a", web.Response(status=302, headers={"Location": f"http://[::1]:{site.port}/b"}))
    monkeypatch.setattr("sidecar.sync.http.addresses.is_allowed", _only("127.0.0.1"))
    session = HttpSession(Pacing(clock, clock.sleep), patience=QUICK)
    with pytest.raises(RequestFailed) as caught:
        await session.get(site.url("/a"))
    assert caught.value.trouble is Trouble.PRIVATE_ADDRESS
    await session.close()


async def test_name_that_changes_its_address_between_look_ups(
    guarded: HttpSession, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is judged is what the socket connects to, not an earlier look-up."""
    asked: list[str] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    site.answers("/", 200)
    with pytest.raises(RequestFailed) as caught:
        await guarded.get(f"http://rebinding.example:{site.port}/")
    assert (caught.value.trouble, asked, site.asked) == (
        Trouble.PRIVATE_ADDRESS,
        ["rebinding.example"],
        [],
    )


def _only(allowed: str) -> Callable[..., bool]:
    def judge(host: str, **_: object) -> bool:
        return host == allowed

    return judge
