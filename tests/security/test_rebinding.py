"""A web page that makes the browser talk to the loopback port gets nothing: Host and Origin come first."""

from __future__ import annotations

import asyncio
import ipaddress

import psutil
import pytest

from sidecar.web.guards import VERSION_HEADER
from tests.security.raw import send
from tests.web.harness import Office

FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:{port}",
    "localhost",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost:{port}.evil.example",
    "localhost.:{port}",
    "127.0.0.1.:{port}",
    "127.0.0.1.evil.example:{port}",
    "127.1:{port}",
    "2130706433:{port}",
    "0x7f.0.0.1:{port}",
    "0.0.0.0:{port}",
    "127.0.0.2:{port}",
    "[::]:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "::1:{port}",
    "user@localhost:{port}",
    "localhost:{port}@evil.example",
    "localhost:{port}, evil.example",
    "localhost :{port}",
    "xn--localhost:{port}",
    "",
    ":{port}",
]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
async def test_a_foreign_host_is_misdirected_whatever_is_asked(office: Office, host: str) -> None:
    named = host.format(port=office.server.port)
    token = office.server.control_token
    for path in ("/v1/health", "/v1/search?q=x", "/", "/nothing/here"):
        head = [f"GET {path} HTTP/1.1", f"Host: {named}", f"Authorization: Bearer {token}"]
        status, headers, body = await send(office.server.port, head)
        assert status == 421
        assert body["error"]["code"] == "forbidden"
        assert VERSION_HEADER.lower() in headers


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
async def test_our_own_names_are_answered(office: Office, name: str) -> None:
    head = ["GET /v1/health HTTP/1.1", f"Host: {name}:{office.server.port}"]
    assert (await send(office.server.port, head))[0] == 200


async def test_no_host_or_two_are_refused(office: Office) -> None:
    port = office.server.port
    assert (await send(port, ["GET /v1/health HTTP/1.0"]))[0] in {400, 421}
    two = ["GET /v1/health HTTP/1.1", f"Host: localhost:{port}", "Host: evil.example"]
    assert (await send(port, two))[0] in {400, 421}


async def test_a_whole_address_in_the_request_line_counts_as_the_host(office: Office) -> None:
    port = office.server.port
    head = ["GET http://evil.example/v1/health HTTP/1.1", f"Host: localhost:{port}"]
    assert (await send(port, head))[0] == 421


ORIGINS = [
    "https://evil.example",
    "http://evil.example",
    "http://localhost:3000",
    "http://127.0.0.1",
    "http://127.0.0.1:{port}",
    "http://localhost:{port}",
    "null",
    "",
    "file://",
    "chrome-extension://",
    "chrome-extension://abc.evil/path",
    "https://chrome-extension://abc",
    "ftp://x",
]


@pytest.mark.parametrize("origin", ORIGINS)
async def test_a_web_origin_is_refused_even_with_a_token(office: Office, origin: str) -> None:
    headers = {"Origin": origin.format(port=office.server.port)}
    for path in ("/v1/health", "/v1/search?q=x", "/"):
        answered = await office.admin.get(path, headers=headers)
        assert (answered.status, answered.code) == (403, "forbidden")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_a_preflight_or_write_of_a_web_page_gets_no_permission(office: Office, method: str) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answered = await office.admin.call(method, "/v1/suggest", headers=headers)
    assert answered.status == 403
    assert not [name for name in answered.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    "origin",
    [
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://3c6f1b2e-7a58-4a7c-9d1f-2f0e5b7c8d9a",
    ],
)
async def test_an_extension_is_answered_but_given_no_cors(office: Office, origin: str) -> None:
    answered = await office.admin.post("/v1/suggest", {"messages": []}, headers={"Origin": origin})
    assert answered.status == 200
    assert not [name for name in answered.headers if name.lower().startswith("access-control")]
    without_token = await office.nobody.post("/v1/suggest", {"messages": []}, headers={"Origin": origin})
    assert without_token.status == 401


async def test_only_loopback_addresses_listen(office: Office) -> None:
    def addresses() -> list[str]:
        return [
            connection.laddr.ip
            for connection in psutil.Process().net_connections(kind="tcp")
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == office.server.port
        ]

    listening = await asyncio.to_thread(addresses)
    assert listening
    assert all(ipaddress.ip_address(address).is_loopback for address in listening)
