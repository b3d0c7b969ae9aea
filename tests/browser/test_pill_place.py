"""Where the pill stands: at the reply editor, and over nothing that an agent reads or clicks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page

from sidecar.demo.helpdesk.server import serving
from tests.browser.harness.agent import enable_site, is_pill, open_ticket
from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.harness.processes import REPOSITORY
from tests.browser.harness.shadow import shadow_box, wait_for_shadow
from tests.browser.harness.web_folder import pages, serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLACES = Path(__file__).parent / "places"
COVERED = (PLACES / "covered.js").read_text("utf-8")
TAKEN = REPOSITORY / "tests" / "output" / "places"
WIDTHS = (1400, 1050, 800, 390)
CONVERSATION = """() => {
    const add = (name, text, at) => {
        const article = document.createElement("article");
        article.className = "message";
        const author = document.createElement("b");
        author.className = "author";
        author.textContent = name;
        const time = document.createElement("time");
        time.dateTime = at;
        time.textContent = "today";
        const said = document.createElement("p");
        said.textContent = text;
        article.append(author, " ", time, said);
        log.append(article);
    };
    const log = document.createElement("section");
    log.className = "conversation";
    document.body.prepend(log);
    add("Tom Ruiz", "The jacket does not fit, I want to send it back please.", "2026-01-31T09:00:00Z");
    add("Mara", "Hello Tom, which size would you need instead?", "2026-01-31T09:05:00Z");
    add("Tom Ruiz", "None. Please tell me how I get my money back.", "2026-01-31T09:06:00Z");
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(paired: ExtensionBrowser) -> AsyncIterator[str]:
    """The sample helpdesk, enabled."""
    async with serving(0) as origin:
        await enable_site(paired, origin.rstrip("/"))
        yield origin.rstrip("/")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def places(paired: ExtensionBrowser, editor_pages: Path) -> AsyncIterator[str]:
    """Pages made for these tests and the editor pages, on an enabled site of their own."""
    async with serve(pages({"/places/": PLACES, "/editors/": editor_pages})) as origin:
        await enable_site(paired, origin)
        yield origin


async def settled_box(page: Page) -> dict[str, float]:
    """Where the pill stands once the answers are there and it rests."""
    shown = await wait_for_shadow(
        page, lambda one: is_pill(one) and one.attributes.get("data-look") in {"answers", "weak", "none"}
    )
    await asyncio.sleep(0.3)
    x, y, width, height = await shadow_box(page, shown)
    return {"x": x, "y": y, "width": width, "height": height}


async def check(page: Page, editor: str, name: str) -> dict[str, float]:
    """The pill is wholly in the window, near the editor, and covers neither text nor controls."""
    box = await settled_box(page)
    await asyncio.to_thread(TAKEN.mkdir, parents=True, exist_ok=True)
    await page.screenshot(path=TAKEN / f"{name}.png")
    covered = await page.evaluate(COVERED, [box, editor])
    assert covered == [], f"{name}: the pill at {box} covers {covered}"
    beside = await page.locator(editor).first.bounding_box()
    assert beside is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= await page.evaluate("innerWidth")
    assert box["y"] + box["height"] <= await page.evaluate("innerHeight")
    above, below = beside["y"] - box["y"] - box["height"], box["y"] - beside["y"] - beside["height"]
    assert max(above, below) <= 8
    return box


@pytest.mark.parametrize("width", WIDTHS)
async def test_on_the_sample_helpdesk(paired: ExtensionBrowser, desk: str, width: int) -> None:
    page = await paired.context.new_page()
    await page.set_viewport_size({"width": width, "height": 800})
    for ticket in (48213, 48204):
        await page.goto(f"{desk}/tickets/{ticket}")
        await check(page, ".editor", f"desk-{ticket}-{width}")
    await page.close()


async def test_on_django_helpdesk(agent: Page, helpdesk: str) -> None:
    await open_ticket(agent, helpdesk, 2)
    await agent.locator("#commentBox").scroll_into_view_if_needed()
    await check(agent, "#commentBox", "django-helpdesk")


@pytest.mark.parametrize("name", ["rtl", "chat"])
@pytest.mark.parametrize("width", [1200, 390])
async def test_right_to_left_and_in_a_chat(
    paired: ExtensionBrowser, places: str, name: str, width: int
) -> None:
    page = await paired.context.new_page()
    await page.set_viewport_size({"width": width, "height": 700})
    await page.goto(f"{places}/places/{name}.html")
    await check(page, "textarea", f"{name}-{width}")
    await page.close()


@pytest.mark.parametrize(
    ("name", "editor"), [("tinymce", ".tox-tinymce iframe"), ("ckeditor5", ".ck-content")]
)
async def test_at_an_editor_with_a_toolbar(
    paired: ExtensionBrowser, places: str, name: str, editor: str
) -> None:
    page = await paired.context.new_page()
    await page.goto(f"{places}/editors/{name}.html")
    await page.wait_for_function("globalThis.underTest !== undefined")
    await page.evaluate(CONVERSATION)
    await check(page, editor, name)
    await page.close()


async def test_it_keeps_its_place_while_the_agent_types(paired: ExtensionBrowser, desk: str) -> None:
    page = await paired.context.new_page()
    await page.set_viewport_size({"width": 1050, "height": 800})
    await page.goto(f"{desk}/tickets/48213")
    before = await check(page, ".editor", "typing-before")
    await page.click(".editor")
    for _ in range(12):
        await page.keyboard.type("A line of the draft.\n")
        assert await settled_box(page) == before
    await page.close()


async def test_the_place_that_the_agent_chose_stays(paired: ExtensionBrowser, desk: str) -> None:
    page = await paired.context.new_page()
    await page.set_viewport_size({"width": 1050, "height": 800})
    await page.goto(f"{desk}/tickets/48213")
    box = await settled_box(page)
    await page.mouse.move(box["x"] + 10, box["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(box["x"] - 110, box["y"] + 90, steps=8)
    await page.mouse.up()

    dragged = await settled_box(page)
    assert (dragged["x"], dragged["y"]) == pytest.approx((box["x"] - 120, box["y"] + 80), abs=2)
    await page.reload()
    again = await settled_box(page)
    assert (again["x"] + again["width"], again["y"]) == pytest.approx(
        (dragged["x"] + dragged["width"], dragged["y"]), abs=2
    )
    await page.close()
