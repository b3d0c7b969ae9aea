"""The ways an extension page is looked at (colours, direction, width, zoom), and what must hold in all."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from playwright.async_api import Page

TESTS = Path(__file__).resolve().parents[2]
OUTPUT = TESTS / "output"
AXE = (TESTS / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

# Each look: the size of the frame where it differs, and what is emulated.
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "right_to_left": {"color_scheme": "light"},
    "narrow": {"width": 320},
    "zoomed": {"height": 240},
    "forced_colours": {"forced_colors": "active"},
}

OVERFLOWING = """() => {
    const wide = (element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
    };
    const outside = [...document.querySelectorAll("body *")].filter(wide);
    return outside.map((element) => element.outerHTML.slice(0, 120));
}"""
SMALL_TEXT = """() => {
    const text = (node) => node.nodeType === 3 && node.data.trim();
    const texts = (element) => [...element.childNodes].some(text);
    const small = (element) => parseFloat(getComputedStyle(element).fontSize) < 12;
    return [...document.querySelectorAll("body *")].filter((element) => texts(element) && small(element))
        .map((element) => element.outerHTML.slice(0, 120));
}"""
# Headless browsers draw no scroll bar: the document itself may have nothing to scroll.
SCROLLS = """() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return [scrollHeight - innerHeight, scrollWidth - innerWidth].map((more) => Math.max(0, more));
}"""


async def mirror(page: Page) -> None:
    """Show the interface from right to left, whatever the language of its texts."""
    await page.evaluate("() => { document.documentElement.dir = 'rtl'; }")


async def check_look(page: Page) -> None:
    """Nothing sticks out sideways and no text is smaller than 12 px."""
    wide = await page.evaluate(OVERFLOWING)
    assert wide == [], wide
    small = await page.evaluate(SMALL_TEXT)
    assert small == [], small


async def check_one_scroller(page: Page) -> None:
    """The frame's middle scrolls; the frame around it does not, by bar or by code."""
    assert await page.evaluate(SCROLLS) == [0, 0]
    await page.evaluate("() => scrollTo(0, 100)")
    assert await page.evaluate("() => scrollY") == 0


async def check_accessibility(page: Page, *, only: str | None = None) -> None:
    """axe finds no violation of WCAG 2.2 A and AA nor of its best practices.

    Args:
        page: as it stands.
        only: the one rule that can fail, where all others were checked in another look of the same nodes.
    """
    if not await page.evaluate("() => Boolean(globalThis.axe)"):
        await page.evaluate(AXE)
    found = await page.evaluate(
        """async (only) => {
            const options = { resultTypes: ["violations"], ...(only && { runOnly: [only] }) };
            const { violations } = await globalThis.axe.run(document, options);
            const where = (nodes) => nodes.map(({ html, failureSummary }) => [html, failureSummary]);
            return violations.map(({ id, nodes }) => ({ id, nodes: where(nodes) }));
        }""",
        only,
    )
    assert found == [], found


async def take_picture(page: Page, look: str, name: str, *, whole: bool = False) -> None:
    """Keep a picture in `tests/output`, for people to look at."""
    picture = await page.screenshot(full_page=whole)
    await asyncio.to_thread(_keep, OUTPUT / look / f"{name}.png", picture)


def _keep(path: Path, picture: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
