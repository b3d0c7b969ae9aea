"""Proxies of the environment: used, passed by where they should be, and no way around the address guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from yarl import URL

from connectors.http import RequestFailed, Trouble
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.proxies import Proxies
from sidecar.sync.http.session import HttpSession
from tests.sync.http.conftest import QUICK, Clock, Site

#: Public by its form: nobody asks for it, the proxy only hears its name.
PUBLIC = "http://8.8.8.8/a"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, site: Site) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("http_proxy", f"http://user:pass@127.0.0.1:{site.port}")
    return monkeypatch


@pytest.fixture
async def guarded(clock: Clock) -> AsyncIterator[HttpSession]:
    session = HttpSession(Pacing(clock, clock.sleep), patience=QUICK)
    yield session
    await session.close()


async def refused(http: HttpSession, url: str) -> RequestFailed:
    with pytest.raises(RequestFailed) as caught:
        await http.get(url)
    return caught.value


async def test_a_request_goes_through_the_proxy_wherever_that_stands(
    guarded: HttpSession, site: Site
) -> None:
    site.answers("/a", web.Response(text="found"))
    response = await guarded.get(PUBLIC, headers={"Authorization": "Bearer x"})
    assert (response.text(), response.url) == ("found", PUBLIC)
    (asked,) = site.asked
    assert str(asked.url) == PUBLIC
    assert asked.headers["Proxy-Authorization"].startswith("Basic ")
    assert asked.headers["Authorization"] == "Bearer x"


async def test_this_machine_is_asked_without_it(http: HttpSession, site: Site) -> None:
    site.answers("/a", web.Response(text="direct"))
    assert (await http.get(site.url("/a"))).text() == "direct"
    assert "Proxy-Authorization" not in site.asked[0].headers


@pytest.mark.parametrize("host", ["8.8.8.8", ".example", "*"])
async def test_no_proxy_is_kept_to(environment: pytest.MonkeyPatch, host: str) -> None:
    environment.setenv("no_proxy", host)
    where = URL("http://www.example/" if host == ".example" else PUBLIC)
    assert Proxies().of(where) is None
    environment.setenv("no_proxy", "other.test")
    assert Proxies().of(where) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[fd00::1]/",
        "http://192.168.1.1/",
        "http://0x0a000001/",
    ],
)
async def test_no_private_address_is_reached_through_it(guarded: HttpSession, site: Site, url: str) -> None:
    site.answers("/", web.Response(text="secrets"))
    assert (await refused(guarded, url)).trouble is Trouble.PRIVATE_ADDRESS
    assert site.asked == []


async def test_a_redirect_leads_to_no_private_address_either(guarded: HttpSession, site: Site) -> None:
    site.answers("/a", web.Response(status=302, headers={"Location": "http://10.0.0.1/admin"}))
    assert (await refused(guarded, PUBLIC)).trouble is Trouble.PRIVATE_ADDRESS
    assert len(site.asked) == 1


async def test_a_name_that_only_the_proxy_knows_is_taken_for_a_private_one(
    guarded: HttpSession, http: HttpSession, site: Site
) -> None:
    site.answers("/a", web.Response(text="intranet"))
    failed = await refused(guarded, "http://wiki.invalid/a")
    assert failed.trouble is Trouble.PRIVATE_ADDRESS
    assert "is known to the proxy alone" in str(failed)
    assert "private_network" in str(failed)
    assert site.asked == []
    assert (await http.get("http://wiki.invalid/a")).text() == "intranet"


async def test_own_addresses_of_cloud_machines_are_never_reached(http: HttpSession, site: Site) -> None:
    assert (await refused(http, "http://169.254.169.254/latest")).trouble is Trouble.PRIVATE_ADDRESS
    assert site.asked == []


async def test_https_is_asked_for_by_a_tunnel_and_a_refusal_is_told(
    environment: pytest.MonkeyPatch, guarded: HttpSession
) -> None:
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        environment.setenv("https_proxy", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        failed = await refused(guarded, "https://8.8.8.8/a?token=hush")
    assert failed.trouble is Trouble.CONNECTION
    assert "a proxy that does not let it through" in str(failed)
    assert heads[0].startswith(b"CONNECT 8.8.8.8:443 HTTP/1.1")
    assert b"hush" not in heads[0]


async def test_a_proxy_that_is_off_or_of_another_kind_is_told(
    environment: pytest.MonkeyPatch, clock: Clock
) -> None:
    for proxy, said in (
        ("http://127.0.0.1:9", "a proxy that does not answer"),
        ("socks5://user:hush@127.0.0.1:9", "a proxy of a kind that Cuecard does not speak to"),
    ):
        environment.setenv("http_proxy", proxy)
        session = HttpSession(Pacing(clock, clock.sleep), patience=QUICK)
        failed = await refused(session, PUBLIC)
        await session.close()
        assert failed.trouble is Trouble.CONNECTION
        assert said in str(failed)
        assert "hush" not in str(failed)
