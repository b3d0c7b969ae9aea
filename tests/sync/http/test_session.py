"""The session connectors get: what it repeats, what it gives up with, and what it never does."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from connectors.contract import Outcome
from connectors.http import RequestFailed, Trouble, basic, bearer
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from tests.sync.http.conftest import QUICK, Clock, Site


async def _failure(http: HttpSession, url: str, **options: object) -> RequestFailed:
    with pytest.raises(RequestFailed) as caught:
        await http.get(url, **options)  # type: ignore[arg-type] # options of the test's own
    return caught.value


async def test_answer_comes_whole(http: HttpSession, site: Site) -> None:
    site.answers("/a", web.Response(text="Grüße", headers={"ETag": '"1"'}))
    response = await http.get(site.url("/a"), params={"q": "ä b"})
    assert (response.status, response.text(), response.headers["etag"]) == (200, "Grüße", '"1"')
    assert site.asked[0].query["q"] == "ä b"
    assert site.asked[0].headers["User-Agent"].startswith("Cuecard/")


@pytest.mark.parametrize(
    ("status", "trouble", "outcome", "said"),
    [
        (401, Trouble.UNAUTHORIZED, Outcome.FAILED, "enter a valid key"),
        (403, Trouble.FORBIDDEN, Outcome.FAILED, "the right to read"),
        (404, Trouble.NOT_FOUND, Outcome.FAILED, "correct the address"),
        (410, Trouble.NOT_FOUND, Outcome.FAILED, "correct the address"),
        (400, Trouble.REJECTED, Outcome.FAILED, "correct the settings"),
        (429, Trouble.RATE_LIMITED, Outcome.INDETERMINATE, "less often"),
        (500, Trouble.SERVER_ERROR, Outcome.INDETERMINATE, "try again later"),
        (503, Trouble.SERVER_ERROR, Outcome.INDETERMINATE, "try again later"),
        (599, Trouble.SERVER_ERROR, Outcome.INDETERMINATE, "try again later"),
    ],
)
async def test_refusal_says_what_to_do(
    http: HttpSession, site: Site, status: int, trouble: Trouble, outcome: Outcome, said: str
) -> None:
    site.answers("/wiki", status)
    failed = await _failure(http, site.url("/wiki?token=hush"))
    assert (failed.trouble, failed.status) == (trouble, status)
    assert said in str(failed)
    assert "127.0.0.1" in str(failed)
    assert "hush" not in str(failed)
    check = failed.check("pages")
    assert (check.name, check.outcome) == ("pages", outcome)
    assert check.remedy


async def test_status_that_is_expected_is_returned(http: HttpSession, site: Site) -> None:
    site.answers("/gone", 404)
    assert (await http.get(site.url("/gone"), accept={404})).status == 404
    site.answers("/same", 304)
    assert (await http.get(site.url("/same"))).status == 304


async def test_what_failed_for_the_moment_is_tried_again_with_growing_waits(
    http: HttpSession, site: Site, clock: Clock
) -> None:
    site.answers("/a", 502, 503, web.Response(text="there"))
    assert (await http.get(site.url("/a"))).text() == "there"
    assert [0.75 <= clock.slept[0] <= 1.25, 1.5 <= clock.slept[1] <= 2.5] == [True, True]


async def test_what_is_wrong_is_not_tried_again(http: HttpSession, site: Site, clock: Clock) -> None:
    site.answers("/a", 403)
    await _failure(http, site.url("/a"))
    assert (len(site.asked), clock.slept) == (1, [])


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_retry_after_is_honoured(http: HttpSession, site: Site, clock: Clock, form: str) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    wait = "20" if form == "seconds" else at
    site.answers("/a", web.Response(status=429, headers={"Retry-After": wait}), web.Response(text="there"))
    assert (await http.get(site.url("/a"))).text() == "there"
    assert sum(clock.slept) == pytest.approx(20, abs=2)


async def test_others_wait_too_while_a_host_wants_rest(clock: Clock) -> None:
    pacing = Pacing(clock, clock.sleep)
    await pacing.rest("wiki.example:443", 30)
    clock.now -= 25  # somebody else comes when only five seconds have passed
    async with pacing.turn("other.example:443"):
        assert clock.slept == [30]
    async with pacing.turn("wiki.example:443"):
        assert clock.slept == [30, 25]


async def test_wait_longer_than_a_run_can_bear_ends_it(http: HttpSession, site: Site, clock: Clock) -> None:
    site.answers("/a", web.Response(status=429, headers={"Retry-After": "86400"}))
    failed = await _failure(http, site.url("/a"))
    assert (failed.retry_after, failed.retryable, clock.slept) == (86400, True, [])


async def test_post_is_repeated_only_where_it_does_no_harm(http: HttpSession, site: Site) -> None:
    site.answers("/search", 503)
    with pytest.raises(RequestFailed):
        await http.request("POST", site.url("/search"), json={"q": "x"})
    assert len(site.asked) == 1
    with pytest.raises(RequestFailed):
        await http.request("POST", site.url("/search"), json={"q": "x"}, repeatable=True)
    assert len(site.asked) == 1 + QUICK.attempts


async def test_spacing_between_requests(http: HttpSession, site: Site, clock: Clock) -> None:
    site.answers("/a", 200)
    http.space(site.url(), 5)
    for _ in range(3):
        await http.get(site.url("/a"))
    assert clock.slept == [5, 5]


async def test_few_requests_at_once(http: HttpSession, site: Site) -> None:
    now, most = 0, 0

    async def handle(_request: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        return web.Response()

    site.handlers["/a"] = handle
    await asyncio.gather(*(http.get(site.url("/a")) for _ in range(20)))
    assert most == 4


async def test_server_that_says_nothing(http: HttpSession, site: Site) -> None:
    async def handle(_request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    site.handlers["/slow"] = handle
    assert (await _failure(http, site.url("/slow"))).trouble is Trouble.TIMEOUT


async def test_server_that_drips(http: HttpSession, site: Site) -> None:
    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.1)
        return response

    site.handlers["/slow"] = handle
    assert (await _failure(http, site.url("/slow"))).trouble is Trouble.TIMEOUT


@pytest.mark.parametrize("packed", [False, True])
async def test_size_is_capped_as_it_is_unpacked(http: HttpSession, site: Site, packed: bool) -> None:
    body = b"\0" * 3_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    site.answers("/big", web.Response(body=gzip.compress(body) if packed else body, headers=headers))
    failed = await _failure(http, site.url("/big"), max_bytes=1_000_000)
    assert failed.trouble is Trouble.TOO_LARGE
    assert "1 MB" in str(failed)


async def test_answer_that_breaks_off(http: HttpSession, site: Site) -> None:
    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"begin")
        assert request.transport is not None
        request.transport.close()
        return response

    site.handlers["/cut"] = handle
    assert (await _failure(http, site.url("/cut"))).trouble is Trouble.CONNECTION


async def test_nobody_listens(http: HttpSession) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert (await _failure(http, f"http://127.0.0.1:{port}/")).trouble is Trouble.CONNECTION


async def test_name_that_does_not_exist(http: HttpSession) -> None:
    failed = await _failure(http, "http://no-such-host.invalid/")
    assert failed.trouble is Trouble.DNS
    assert "no-such-host.invalid" in str(failed)


async def test_no_tls_where_it_is_expected(http: HttpSession, site: Site) -> None:
    failed = await _failure(http, f"https://127.0.0.1:{site.port}/")
    assert failed.trouble is Trouble.TLS


async def test_login_page_where_json_was_expected(http: HttpSession, site: Site) -> None:
    site.answers("/api", web.Response(text="<html>", content_type="text/html"))
    response = await http.get(site.url("/api"))
    with pytest.raises(RequestFailed, match="text/html where JSON was expected"):
        response.json()
    site.answers("/api", web.Response(text=json.dumps([1])))
    assert (await http.get(site.url("/api"))).json() == [1]


@pytest.mark.parametrize(
    "url",
    ["ftp://example.com/", "file:///etc/passwd", "/path", "", "http://", "javascript:alert(1)", "http://["],
)
async def test_other_addresses_are_refused(http: HttpSession, url: str) -> None:
    assert (await _failure(http, url)).trouble is Trouble.BAD_ADDRESS


async def test_password_in_an_address_is_refused_and_not_shown(http: HttpSession) -> None:
    failed = await _failure(http, "https://me:hush@example.com/a")
    assert failed.trouble is Trouble.BAD_ADDRESS
    assert "hush" not in str(failed)


def _redirect(target: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": target})


async def test_redirect_is_followed_and_told(http: HttpSession, site: Site) -> None:
    site.answers("/old", _redirect("/new?x=1#part", 301))
    site.answers("/new", 200)
    response = await http.get(site.url("/old"))
    assert (response.url, response.redirects) == (site.url("/new?x=1"), (site.url("/old"),))


async def test_redirects_in_a_circle_and_without_end(http: HttpSession, site: Site) -> None:
    site.answers("/a", _redirect("/b"))
    site.answers("/b", _redirect("/a"))
    assert (await _failure(http, site.url("/a"))).trouble is Trouble.REDIRECTS

    async def on(request: web.Request) -> web.Response:
        return _redirect(f"/on?n={int(request.query.get('n', '0')) + 1}")

    site.handlers["/on"] = on
    assert (await _failure(http, site.url("/on"))).trouble is Trouble.REDIRECTS


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://u:p@127.0.0.1/", "gopher://x/", "http://["])
async def test_redirect_to_no_web_address_is_refused(http: HttpSession, site: Site, target: str) -> None:
    site.answers("/a", _redirect(target))
    assert (await _failure(http, site.url("/a"))).trouble is Trouble.BAD_ADDRESS


async def test_authorisation_stays_with_its_origin(http: HttpSession, site: Site) -> None:
    site.answers("/a", _redirect(site.url("/b", host="localhost")))
    site.answers("/same", _redirect("/b"))
    site.answers("/b", 200)
    headers = {**bearer("hush"), "X-Api-Key": "hush", "Cookie": "s=hush", "Accept-Language": "de"}
    await http.get(site.url("/same"), headers=headers)
    assert site.asked[1].headers["Authorization"] == "Bearer hush"
    site.asked.clear()
    await http.get(site.url("/a"), headers=headers)
    arrived = site.asked[1].headers
    assert "hush" not in str(arrived)
    assert arrived["Accept-Language"] == "de"


async def test_what_is_posted_stays_with_its_origin(http: HttpSession, site: Site) -> None:
    site.answers("/a", _redirect(site.url("/b", host="localhost"), 307))
    with pytest.raises(RequestFailed) as caught:
        await http.request("POST", site.url("/a"), json={"password": "hush"})
    assert caught.value.trouble is Trouble.REDIRECTS
    assert [request.path for request in site.asked] == ["/a"]


async def test_no_cookie_is_kept(http: HttpSession, site: Site) -> None:
    site.answers("/a", web.Response(headers={"Set-Cookie": "session=1"}))
    await http.get(site.url("/a"))
    await http.get(site.url("/a"))
    assert "Cookie" not in site.asked[1].headers


def test_authorisation_headers() -> None:
    assert bearer("x") == {"Authorization": "Bearer x"}
    assert basic("Aladdin", "open sesame") == {"Authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}
