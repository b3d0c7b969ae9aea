"""A website as a visitor sees it: what is read, what is left out and why, what is asked again."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from pydantic import ValidationError

from connectors.contract import (
    Checkpoint,
    Event,
    Failure,
    Outcome,
    Skipped,
    SourceUnavailable,
    Unchanged,
    Upsert,
)
from connectors.http import RequestFailed
from connectors.model import Audience, Document
from connectors.website.connector import WebsiteConfig
from tests.connectors.context import PlainContext
from tests.connectors.website.serving import Website, connected, crawled, served


def page(
    title: str, text: str = "Some text.", *, head: str = "", links: tuple[str, ...] = (), lang: str = "en"
) -> str:
    anchors = " ".join(f'<a href="{link}">{link}</a>' for link in links)
    return (
        f"<html lang='{lang}'><head><title>{title} | Help</title>{head}</head><body><header>Shop</header>"
        f"<nav>{anchors}</nav><main><div class='breadcrumbs'>Home / Help</div><h1>{title}</h1><p>{text}</p>"
        "<div class='feedback-widget helpful'>Was this helpful?</div></main>"
        "<footer>Imprint</footer></body></html>"
    )


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with served(Website()) as site:
        yield site


def documents(events: list[Event], site: Website) -> dict[str, Document]:
    return {
        event.document.external_id.removeprefix(site.url("")): event.document
        for event in events
        if isinstance(event, Upsert)
    }


def skipped(events: list[Event], site: Website) -> dict[str, str]:
    return {
        event.external_id.removeprefix(site.url("")): event.reason
        for event in events
        if isinstance(event, Skipped)
    }


def complete(events: list[Event]) -> bool:
    return isinstance(events[-1], Checkpoint) and events[-1].complete


async def test_links_are_followed_within_the_help_centre(site: Website) -> None:
    site.pages = {
        "/help/": page(
            "Help", links=("refunds", "/help/shipping#top", "/shop", "https://other.example/", "mailto:a@b.c")
        ),
        "/help/refunds": page("Refunds", "Within 14 days.", links=("shipping?utm_source=x", "deep/er")),
        "/help/shipping": page("Shipping"),
        "/help/deep/er": page("Deeper", links=("../../help/",)),
        "/shop": page("Shop"),
    }
    events = await crawled(site, "/help/")
    found = documents(events, site)
    assert list(found) == ["/help/", "/help/refunds", "/help/shipping", "/help/deep/er"]
    refunds = found["/help/refunds"]
    assert (refunds.title, refunds.language, refunds.folder) == ("Refunds", "en", "help")
    assert refunds.body == "<p>Within 14 days.</p>"
    assert refunds.url == refunds.external_id
    assert found["/help/deep/er"].folder == "help::deep"
    assert skipped(events, site)["/shop"] == "It is not below /help/."
    assert complete(events)
    assert "/shop" not in site.asked


async def test_sitemap_lists_the_pages_and_their_translations(site: Website) -> None:
    inner = gzip.compress(
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:x='http://www.w3.org/1999/xhtml'>"
        + "".join(
            f"<url><loc>{site.url(f'/{lang}/pay')}</loc>"
            f"<x:link rel='alternate' hreflang='en' href='{site.url('/en/pay')}'/>"
            f"<x:link rel='alternate' hreflang='de' href='{site.url('/de/pay')}'/></url>"
            for lang in ("en", "de")
        ).encode()
        + f"<url><loc>{site.url('/en/old')}</loc></url></urlset>".encode()
    )
    site.pages = {
        "/robots.txt": "Sitemap: {site}/maps/index.xml\n",
        "/maps/index.xml": "<sitemapindex><sitemap><loc>{site}/maps/1.xml.gz</loc></sitemap></sitemapindex>",
        "/maps/1.xml.gz": inner,
        "/": page("Start", links=("/en/unlisted",)),
        "/en/pay": page("Paying"),
        "/de/pay": page("Zahlen", lang="de-DE"),
        "/en/unlisted": page("Unlisted"),
    }
    events = await crawled(site)
    found = documents(events, site)
    assert set(found) == {"/", "/en/pay", "/de/pay"}
    assert (found["/de/pay"].language, found["/de/pay"].translation_of) == ("de", site.url("/en/pay"))
    assert found["/en/pay"].translation_of is None
    assert "is not there" in skipped(events, site)["/en/old"]
    also = await crawled(site, links="always")
    assert "/en/unlisted" in documents(also, site)
    by_sitemap = await crawled(site, "/maps/index.xml")
    assert set(documents(by_sitemap, site)) == {"/en/pay", "/de/pay"}


async def test_alternates_on_the_pages_themselves(site: Website) -> None:
    head = "".join(
        f"<link rel='alternate' hreflang='{tag}' href='/{path}'>"
        for tag, path in [("fr", "fr/"), ("pt-BR", "pt/"), ("x-default", "fr/")]
    )
    site.pages = {
        "/": page("Choose", links=("fr/", "pt/")),
        "/fr/": page("Aide", head=head),
        "/pt/": page("Ajuda", head=head),
    }
    found = documents(await crawled(site), site)
    assert (found["/pt/"].language, found["/pt/"].translation_of) == ("pt-BR", site.url("/fr/"))
    assert found["/fr/"].translation_of is None


async def test_what_robots_ask_is_kept_to(site: Website) -> None:
    site.pages = {
        "/robots.txt": "User-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 0.01\n",
        "/": page("Start", links=("/private/a", "/private/open")),
        "/private/a": page("Private"),
        "/private/open": page("Open"),
    }
    events = await crawled(site)
    assert set(documents(events, site)) == {"/", "/private/open"}
    assert "robots.txt" in skipped(events, site)["/private/a"]
    assert "/private/a" not in site.asked
    site.pages["/robots.txt"] = "User-agent: Cuecard\nDisallow: /\n"
    with pytest.raises(SourceUnavailable, match="user agent Cuecard"):
        await crawled(site)
    async with connected(site) as connector:
        assert not (await connector.check()).ok


async def test_robots_that_cannot_be_had_stop_the_run(site: Website) -> None:
    site.pages = {"/robots.txt": web.Response(status=503), "/": page("Start")}
    with pytest.raises(RequestFailed):
        await crawled(site)


async def test_unchanged_pages_are_not_sent_again(site: Website) -> None:
    def tagged(body: str, etag: str) -> web.Response:
        return web.Response(text=body, content_type="text/html", headers={"ETag": etag})

    site.pages = {
        "/": tagged(page("Start", links=("/a",)), '"1"'),
        "/a": tagged(page("A", links=("/b",)), '"1"'),
        "/b": page("B"),
    }
    context = PlainContext()
    first = await crawled(site, context=context)
    assert set(documents(first, site)) == {"/", "/a", "/b"}
    for event in first:
        context.remember(event)
    cursor = next(event.cursor for event in reversed(first) if isinstance(event, Checkpoint))
    site.asked.clear()
    second = await crawled(site, context=context, cursor=cursor)
    assert sum(isinstance(event, Unchanged) for event in second) == 3
    assert sorted(site.conditional) == ["/", "/a"]
    assert complete(second)
    site.pages["/a"] = tagged(page("A", "New.", links=()), '"2"')
    del site.pages["/b"]
    third = await crawled(site, context=context, cursor=cursor)
    assert set(documents(third, site)) == {"/a"}
    assert "is not there" in skipped(third, site)["/b"]
    other = await crawled(site, context=context, cursor=cursor, audience="internal")
    assert set(documents(other, site)) == {"/", "/a"}, "settings that changed make all pages new"


async def test_canonical_addresses_and_redirects_make_one_page_of_several(site: Website) -> None:
    def moved(target: str) -> web.Response:
        return web.Response(status=301, headers={"Location": target})

    site.pages = {
        "/": page("Start", links=("/a?sort=1", "/old", "/round", "/x", "/away")),
        "/a?sort=1": page("A", head="<link rel='canonical' href='/a'>"),
        "/a": page("A", head="<link rel='canonical' href='/a'>"),
        "/old": moved("/a"),
        "/round": moved("/trip"),
        "/trip": moved("/round"),
        "/x": page("X", head="<link rel='canonical' href='/y'>"),
        "/y": page("Y", head="<link rel='canonical' href='/x'>"),
        "/away": moved("http://elsewhere.invalid/"),
    }
    events = await crawled(site)
    assert set(documents(events, site)) == {"/", "/a", "/y"}
    said = skipped(events, site)
    assert "stands at" in said["/a?sort=1"]
    assert "It leads to" in said["/old"]
    assert "leads back to itself" in said["/round"]
    assert complete(events)


async def test_what_is_no_page_is_named(site: Website) -> None:
    site.pages = {
        "/": page("Start", links=("/pic.png", "/data", "/script", "/hidden", "/locked", "/broken", "/deep")),
        "/data": web.Response(text="{}", content_type="application/json"),
        "/script": "<html><body><div id='root'></div><script>render()</script></body></html>",
        "/hidden": page("Hidden", head="<meta name='ROBOTS' content='NOINDEX'>"),
        "/locked": web.Response(status=403),
        "/broken": web.Response(status=500),
        "/deep": "<div>" * 400 + "x",
    }
    events = await crawled(site)
    assert set(documents(events, site)) == {"/"}
    said = skipped(events, site)
    assert said["/pic.png"] == "It is a file, not a page."
    assert "application/json" in said["/data"]
    assert "scripts" in said["/script"]
    assert "not to be found" in said["/hidden"]
    assert "(403)" in said["/locked"]
    failed = {event.external_id.rpartition("/")[2]: event for event in events if isinstance(event, Failure)}
    assert failed["broken"].retryable
    assert "nested" in failed["deep"].reason
    assert "/pic.png" not in site.asked


async def test_traps_end(site: Website) -> None:
    async def calendar(request: web.BaseRequest) -> web.StreamResponse:
        site.asked.append(request.path_qs)
        day = int(request.query.get("day", "0"))
        return web.Response(text=page(f"Day {day}", links=(f"?day={day + 1}",)), content_type="text/html")

    site.handle = calendar  # type: ignore[method-assign] # the server asks the one it was given
    async with served(site) as trap:
        events = await crawled(trap)
    assert len(documents(events, trap)) < 40
    assert any("question mark" in reason for reason in skipped(events, trap).values())


async def test_limit_is_kept_and_nothing_is_swept_then(site: Website) -> None:
    site.pages = {"/": page("Start", links=tuple(f"/{n}" for n in range(20)))}
    site.pages.update({f"/{n}": page(str(n)) for n in range(20)})
    events = await crawled(site, limit=5)
    assert len(documents(events, site)) == 5
    assert not complete(events)
    assert "limit of 5 pages" in skipped(events, site)["/10"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<meta charset='iso-8859-1'><main><h1>Größe</h1><p>Ä</p></main>".encode("cp1252"), "text/html"),
        ("<main><h1>Größe</h1><p>Ä</p></main>".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("<main><h1>Größe</h1><p>Ä</p></main>".encode(), "text/html; charset=iso-8859-1"),
        ("<main><h1>Größe</h1><p>Ä</p></main>".encode("utf-16"), "text/html"),
        (
            "<?xml version='1.0' encoding='utf-8'?><main><h1>Größe</h1><p>Ä</p></main>".encode(),
            "application/xhtml+xml",
        ),
        ("<main><h1>Größe</h1><p>Ä</p></main>".encode(), "text/html; charset=no-such-thing"),
    ],
)
async def test_encodings(site: Website, body: bytes, kind: str) -> None:
    site.pages = {"/": web.Response(body=body, headers={"Content-Type": kind})}
    found = documents(await crawled(site), site)["/"]
    assert (found.title, found.body) == ("Größe", "<p>Ä</p>")


async def test_addresses_in_every_script(site: Website) -> None:
    site.pages = {
        "/": page("Start", links=("/доставка", "/%D8%AF%D9%81%D8%B9")),
        "/%D0%B4%D0%BE%D1%81%D1%82%D0%B0%D0%B2%D0%BA%D0%B0": page("Доставка", lang="ru"),
        "/%D8%AF%D9%81%D8%B9": page("دفع", lang="ar"),
    }
    assert {item.title for item in documents(await crawled(site), site).values()} == {
        "Start",
        "Доставка",
        "دفع",
    }


async def test_scripts_and_dates(site: Website) -> None:
    data = '{"@graph": [{"dateModified": "2026-02-03T04:05:06Z", "datePublished": "2025-01-01"}]}'
    head = f"<script type='application/ld+json'>{data}</script><script>alert(1)</script>"
    site.pages = {
        "/": page(
            "Start", "See <a href='img.html'>this</a> <img src='pic.png' onerror='alert(1)'>", head=head
        )
    }
    found = documents(await crawled(site), site)["/"]
    assert "script" not in found.body
    assert f'src="{site.url("/pic.png")}"' in found.body
    assert f'href="{site.url("/img.html")}"' in found.body
    assert found.updated_at == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert found.audience is Audience.UNKNOWN, "of an own network nobody knows"


async def test_hostile_sitemaps(site: Website) -> None:
    bomb = (
        "<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>{site}/&x;&b;</loc></url>"
        "<url><loc>{site}/a</loc></url><url><loc>file:///etc/passwd</loc></url></urlset>"
    )
    site.pages = {"/sitemap.xml": bomb, "/": page("Start"), "/a": page("A")}
    events = await crawled(site)
    assert set(documents(events, site)) == {"/", "/a"}
    assert not any("root:" in asked or "aaaaaaaaaa" in asked for asked in site.asked)
    packed = web.Response(
        body=gzip.compress(b"<urlset>" + b" " * 60_000_000), content_type="application/gzip"
    )
    site.pages = {"/robots.txt": "Sitemap: {site}/big.xml.gz", "/big.xml.gz": packed, "/": page("Start")}
    assert set(documents(await crawled(site), site)) == {"/"}


async def test_first_page_that_leads_away_says_where(site: Website) -> None:
    async with served(Website()) as other:
        other.pages = {"/": page("Other")}
        site.pages = {"/": web.Response(status=302, headers={"Location": other.url()})}
        with pytest.raises(SourceUnavailable, match="Give that address instead"):
            await crawled(site)
        async with connected(site) as connector:
            report = await connector.check()
    assert [check.outcome for check in report.checks] == [Outcome.PASSED, Outcome.FAILED]


async def test_check_names_what_it_found(site: Website) -> None:
    site.pages = {"/sitemap.xml": "<urlset><url><loc>{site}/</loc></url></urlset>", "/": page("Start")}
    async with connected(site) as connector:
        report = await connector.check()
    assert {check.name: check.outcome for check in report.checks} == dict.fromkeys(
        ["robots.txt", "sitemap", "page"], Outcome.PASSED
    )
    site.pages = {"/": "<html><body><div id=app></div><script src=app.js></script></body></html>"}
    async with connected(site) as connector:
        report = await connector.check()
    assert report.checks[-1].outcome is Outcome.INDETERMINATE
    assert "without scripts" in report.checks[-1].remedy


def test_address_is_made_whole_or_refused() -> None:
    assert WebsiteConfig(address="Help.Example/en").address == "https://help.example/en"
    for wrong in ("https://me:secret@help.example/", "ftp://help.example/", ""):
        with pytest.raises(ValidationError) as caught:
            WebsiteConfig(address=wrong)
        assert "must be a web address" in str(caught.value)
