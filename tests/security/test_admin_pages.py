"""The admin pages: let in by a one-time link, deaf to every other page."""

from __future__ import annotations

from html.parser import HTMLParser

import aiohttp
import pytest

from sidecar.web.launch import LINK_SECONDS, SESSION_SECONDS, Launches
from tests.web.harness import Client, Office


async def link_of(office: Office) -> str:
    made = await office.admin.post("/v1/launch")
    assert made.status == 201
    return str(made.body["url"])


async def browser(office: Office) -> tuple[Client, str]:
    """A browser that has opened the link, and its cookie as it would send it."""
    link = await link_of(office)
    async with office.admin.session.get(link, headers={"Sec-Fetch-Site": "none"}) as response:
        assert response.status == 200
        (cookie,) = response.cookies.values()
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        return office.nobody, f"{cookie.key}={cookie.value}"


async def test_a_link_lets_in_once(office: Office) -> None:
    office.admin.session.cookie_jar.clear()
    link = (await link_of(office)).removeprefix(office.server.url)
    assert (await office.nobody.get(link)).status == 200
    again = await office.nobody.get(link)
    assert again.status == 403
    assert "cuecard up" in again.body
    assert (await office.nobody.get("/launch/guess")).status == 403


async def test_the_page_is_locked_without_a_session(office: Office) -> None:
    locked = await office.nobody.get("/")
    assert locked.status == 401
    assert "cuecard up" in locked.body
    assert str(office.folder) not in locked.body


async def test_the_session_shows_the_page_and_authorises_its_own_requests(stocked: Office) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        client, cookie = await browser(stocked)
        client = Client(session, stocked.server.url, None)
        page = await client.get("/", headers={"Cookie": cookie, "Sec-Fetch-Site": "none"})
        assert page.status == 200
        assert "docs" in page.body
        assert "macros" in page.body
        own = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Origin": stocked.server.url}
        assert (await client.get("/v1/status", headers=own)).status == 200
        assert (await client.post("/v1/pair/code", headers=own)).status == 201
        by_origin_alone = {"Cookie": cookie, "Origin": stocked.server.url}
        assert (await client.get("/v1/status", headers=by_origin_alone)).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 401),
        ({"Sec-Fetch-Site": "same-site"}, 401),
        ({"Sec-Fetch-Site": "none"}, 401),
        ({}, 401),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "{own}"}, 401),
        ({"Origin": "null"}, 403),
        ({"Origin": "moz-extension://3c6f1b2e-7a58-4a7c-9d1f-2f0e5b7c8d9a"}, 401),
    ],
)
async def test_the_cookie_alone_authorises_nothing(
    office: Office, headers: dict[str, str], status: int
) -> None:
    _, cookie = await browser(office)
    sent = {name: value.format(own=office.server.url) for name, value in headers.items()} | {"Cookie": cookie}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        client = Client(session, office.server.url, None)
        assert (await client.get("/v1/tokens", headers=sent)).status == status
        assert (await client.post("/v1/tokens", {"name": "mine"}, headers=sent)).status == status
    assert (await office.admin.get("/v1/tokens")).body["tokens"] == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_opened_by_another_site_stays_locked(stocked: Office, site: str) -> None:
    _, cookie = await browser(stocked)
    page = await stocked.nobody.get("/", headers={"Cookie": cookie, "Sec-Fetch-Site": site})
    assert page.status in {401, 403}
    assert "macros" not in page.body


class Scripts(HTMLParser):
    """Finds what a strict policy would have to forbid: inline scripts, styles and handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        self.inline += [name for name in names if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.inline.append(tag)


async def test_pages_carry_a_strict_policy_and_nothing_inline(stocked: Office) -> None:
    _, cookie = await browser(stocked)
    page = await stocked.nobody.get("/", headers={"Cookie": cookie})
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    found = Scripts()
    found.feed(page.body)
    assert found.inline == []


async def test_a_name_with_markup_is_shown_as_text(office: Office) -> None:
    await office.admin.post("/v1/tokens", {"name": "<img src=x onerror=alert(1)>"})
    _, cookie = await browser(office)
    page = await office.nobody.get("/", headers={"Cookie": cookie})
    assert "<img src=x" not in page.body
    assert "&lt;img src=x" in page.body


def test_links_and_sessions_end_by_themselves() -> None:
    now = [0.0]
    launches = Launches(lambda: now[0])
    late = launches.make_link()
    now[0] = LINK_SECONDS
    assert launches.swap(late) is None
    session = launches.swap(launches.make_link())
    assert launches.knows(session)
    assert not launches.knows("guess")
    assert not launches.knows(None)
    now[0] += SESSION_SECONDS
    assert not launches.knows(session)
