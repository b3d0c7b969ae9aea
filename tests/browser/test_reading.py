"""Reading a ticket: each folder in readings/ is a page and what the sidecar has to be told about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route

from tests.browser.harness.processes import REPOSITORY

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EXTENSION = REPOSITORY / "extension"
PARTS = [
    "namespace",
    "shadows",
    "editors",
    "undoing",
    "focus",
    "roots",
    "crowd",
    "text",
    "times",
    "people",
    "signs",
    "messages",
    "parts",
    "senders",
    "reader-declared",
    "reader-generic",
]
# What the scripts need of the browser's API when no extension is there.
API = "globalThis.chrome = { runtime: { id: 'test', sendMessage: async () => undefined } };"
READ = """(adapters) => {
    cuecard.declared.know(adapters);
    const adapter = cuecard.declared.detect();
    return adapter ? cuecard.declared.read(adapter) : cuecard.generic.read();
}"""


@dataclass(frozen=True)
class Case:
    """A page and what is to be read from it."""

    name: str
    html: str
    address: str
    reading: dict[str, Any] | None


def load_case(folder: Path) -> Case:
    """Read a case from its folder."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    html = (folder / "page.html").read_text("utf-8")
    return Case(folder.name, html, expected["address"], expected["reading"])


def load_adapters() -> list[dict[str, Any]]:
    """The declared adapters, as the background hands them to the page."""
    folder = EXTENSION / "helpdesks"
    names = json.loads((folder / "index.json").read_text("utf-8"))
    return [json.loads((folder / f"{name}.json").read_text("utf-8")) for name in names]


CASES = [load_case(path.parent) for path in sorted(Path(__file__).parent.glob("readings/*/expected.json"))]
SCRIPTS = [API, *((EXTENSION / "page" / f"{part}.js").read_text("utf-8") for part in PARTS)]
ADAPTERS = load_adapters()


async def read(page: Page, address: str, html: str) -> dict[str, Any] | None:
    """What the page scripts read from this HTML at this address."""

    async def answer(route: Route) -> None:
        await route.fulfill(body=html, content_type="text/html; charset=utf-8")

    await page.route("**/*", answer)
    await page.goto(address)
    for script in SCRIPTS:
        await page.add_script_tag(content=script)
    reading: dict[str, Any] | None = await page.evaluate(READ, ADAPTERS)
    return reading


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_ticket_is_read(page: Page, case: Case) -> None:
    reading = await read(page, case.address, case.html)
    if reading is not None:
        assert reading["page"].pop("url") == case.address
    assert reading == case.reading


async def test_reading_a_long_thread_costs_the_page_little(page: Page) -> None:
    """Two hundred messages; the bar is twenty milliseconds at load on a quiet machine."""
    head = "<header><b>Ada</b><time datetime=2026-11-01T10:00Z>1</time></header>"
    thread = f"<article class=message>{head}<p>{'It does not work. ' * 20}</p></article>" * 200
    html = f"<main><h1>Long</h1>{thread}<textarea rows=5 cols=60></textarea></main>"
    assert await read(page, "https://desk.example/tickets/1", html) is not None
    took = await page.evaluate(
        "() => { const start = performance.now(); cuecard.generic.read(); return performance.now() - start; }"
    )
    assert took < 100
