"""How long it takes from adding a help centre of 500 pages to the first suggestion out of it.

The help centre is served on this machine and read as any website is, by its sitemap; the sidecar is a whole
one on its sockets, and what is asked is what the extension asks.
"""

from __future__ import annotations

import asyncio
import html
import random
import time
from pathlib import Path

import pytest

from tests.benchmarks.corpus import sentences
from tests.connectors.website.serving import Website, served
from tests.web.harness import Office, opened

PAGES = 500
SENTENCES = 30
#: Seconds between two questions of somebody who waits.
_ASKING = 0.05
#: The first suggestion comes within this share of the time that the whole help centre takes. A third was
#: measured, most of it the check of the new source and the start of the process that reads pages.
_SHARE = 0.5

pytestmark = pytest.mark.benchmark


@pytest.mark.timeout(300)
async def test_from_adding_a_help_centre_to_its_first_suggestion(
    tmp_path: Path, test_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool = sentences(test_data / "docs" / "chatwoot-docs")
    site, ticket = _help_centre(pool)
    async with served(site), opened(tmp_path) as office:
        config = {"address": site.url("/"), "private_network": True}
        began = time.perf_counter()
        added = await office.admin.post("/v1/sources", {"type": "website", "name": "help", "config": config})
        assert added.status == 201, added.body
        started = await office.admin.post("/v1/sources/help/sync")
        assert started.status == 202, started.body
        first = await until_suggested(office, ticket, "help", began)
        run = await office.sync("help")
        whole = time.perf_counter() - began
        assert (run["state"], run["added"]) == ("done", PAGES + 1), run
    with capsys.disabled():
        print(
            f"\nhelp centre of {PAGES} pages: first suggestion after {first:.2f} s, all after {whole:.2f} s"
        )
    assert first < _SHARE * whole


def _help_centre(pool: list[str]) -> tuple[Website, str]:
    """Make the pages, and a ticket that says what two sentences of the first one say."""
    draw = random.Random(PAGES)  # noqa: S311 - a sample, not a secret
    site, ticket, places = Website(), "", []
    for number in range(PAGES):
        said = [html.escape(sentence) for sentence in draw.sample(pool, k=SENTENCES)]
        paragraphs = "".join(f"<p>{' '.join(said[at : at + 5])}</p>" for at in range(0, SENTENCES, 5))
        title = f"{' '.join(said[0].split()[:6])} {number}"
        site.pages[f"/guide/{number}"] = (
            f"<html lang=en><title>{title}</title><main><h1>{title}</h1>{paragraphs}</main>"
        )
        places.append(f"<url><loc>{{site}}/guide/{number}</loc></url>")
        ticket = ticket or html.unescape(f"Hello, I need help with this: {said[0]} {said[7]}")
    site.pages["/"] = "<html lang=en><title>Help</title><main><h1>Help</h1><p>Ask us anything.</p></main>"
    site.pages["/sitemap.xml"] = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{''.join(places)}</urlset>"
    )
    return site, ticket


async def until_suggested(office: Office, ticket: str, source: str, began: float) -> float:
    """Ask until an answer of a source is suggested; return the seconds since the beginning."""
    asked = {"messages": [{"from": "customer", "text": ticket}]}
    while True:
        answered = await office.admin.post("/v1/suggest", asked)
        assert answered.status == 200, answered.body
        if any(each["source"]["name"] == source for each in answered.body["suggestions"]):
            return time.perf_counter() - began
        await asyncio.sleep(_ASKING)
