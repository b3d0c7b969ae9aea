"""Pages are for whoever was let in; forms are taken from these pages alone."""

from __future__ import annotations

import dataclasses

import pytest

from sidecar.web.admin.pages import ACTIONS, PAGES
from tests.web.admin.visitor import Visitor, text_of
from tests.web.harness import Office

GAPS = {"{id}": "s_1", "{type}": "folder", "{run}": "1"}


def address(pattern: str) -> str:
    for gap, value in GAPS.items():
        pattern = pattern.replace(gap, value)
    return pattern


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_closed_without_a_session_and_to_other_sites(path: str, visitor: Visitor) -> None:
    stranger = dataclasses.replace(visitor, cookie="cuecard_admin_1=guess")
    closed = await stranger.get(address(path))
    assert closed.status == 401
    assert "cuecard up" in closed.body
    for site in ("cross-site", "same-site"):
        foreign = await visitor.get(address(path), **{"Sec-Fetch-Site": site})
        assert foreign.status == 403
        assert "macros" not in foreign.body


@pytest.mark.parametrize("path", ACTIONS)
async def test_every_form_is_refused_from_anywhere_else(path: str, visitor: Visitor, stocked: Office) -> None:
    before = (await stocked.admin.get("/v1/sources")).body
    for headers in (
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ):
        refused = await visitor.send_from(headers, address(path), say="archive", name="x")
        assert refused.status == 403, headers
    closed = await dataclasses.replace(visitor, cookie="").send(address(path))
    assert closed.status in {401, 403}
    assert (await stocked.admin.get("/v1/sources")).body == before


async def test_what_is_not_there_is_said_on_a_page(visitor: Visitor) -> None:
    for path in ("/sources/s_none", "/answers/a_none", "/sources/new/none", "/answers/a_none/content"):
        missing = await visitor.get(path)
        assert missing.status == 404
        assert missing.headers["Content-Type"].startswith("text/html")
        assert "That did not work" in missing.body


async def test_the_language_is_chosen_and_kept(visitor: Visitor) -> None:
    visitor.language = "de"
    assert 'lang="de"' in (await visitor.get("/")).body
    chosen = await visitor.send("/language", language="en", back="/sources?sort=kind")
    assert "Woher" in chosen.body  # the cookie of this browser without scripts is set by hand below
    visitor.cookie += "; cuecard_language=en"
    assert "Where does the knowledge come from?" in text_of(await visitor.get("/sources"))


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", ""])
async def test_a_form_leads_nowhere_else(visitor: Visitor, back: str) -> None:
    for path, fields in (("/language", {"language": "de"}), ("/answers", {"say": "verify"})):
        async with visitor.session.post(
            visitor.url + path,
            data={**fields, "back": back},
            headers={"Cookie": visitor.cookie, "Sec-Fetch-Site": "same-origin"},
            allow_redirects=False,
        ) as response:
            where = response.headers["Location"]
            assert where.startswith("/")
            assert not where.startswith("//")
            assert "evil" not in where
