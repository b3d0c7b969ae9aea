"""Looking into closed shadow roots through the DevTools protocol: the page cannot, the tests have to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Page


@dataclass(frozen=True)
class ShadowElement:
    """An element inside a shadow root of the page."""

    node: int
    name: str
    attributes: dict[str, str]
    text: str


async def shadow_elements(page: Page) -> list[ShadowElement]:
    """All elements inside shadow roots of the page's own document, closed ones included."""
    session = await page.context.new_cdp_session(page)
    try:
        return await _elements(session)
    finally:
        await session.detach()


async def _elements(session: CDPSession) -> list[ShadowElement]:
    document = await session.send("DOM.getDocument", {"depth": -1, "pierce": True})
    return [_element(node) for node in _walk(document["root"], inside=False)]


def _walk(node: dict[str, Any], *, inside: bool) -> Iterator[dict[str, Any]]:
    if inside and node["nodeType"] == 1:
        yield node
    for child in node.get("children", []):
        yield from _walk(child, inside=inside)
    for root in node.get("shadowRoots", []):
        if root.get("shadowRootType") != "user-agent":
            yield from _walk(root, inside=True)


def _element(node: dict[str, Any]) -> ShadowElement:
    pairs = node.get("attributes", [])
    return ShadowElement(
        node=node["backendNodeId"],
        name=node["nodeName"].lower(),
        attributes=dict(zip(pairs[::2], pairs[1::2], strict=True)),
        text=_text(node),
    )


def _text(node: dict[str, Any]) -> str:
    if node["nodeType"] == 3:
        return str(node["nodeValue"])
    if node["nodeName"] == "STYLE":
        return ""
    return "".join(_text(child) for child in node.get("children", []))


async def wait_for_shadow(
    page: Page, matches: Callable[[ShadowElement], bool], *, seconds: float = 10
) -> ShadowElement:
    """The first element in a shadow root that matches, as soon as there is one.

    Args:
        page: the tab.
        matches: says whether it is the wanted one.
        seconds: how long to wait.

    Returns:
        The element; if it never appears the test fails and shows what there was.
    """
    end = time.monotonic() + seconds
    while True:
        elements = await shadow_elements(page)
        found = next((element for element in elements if matches(element)), None)
        if found is not None:
            return found
        assert time.monotonic() < end, f"not in any shadow root; there are {elements}"
        await asyncio.sleep(0.05)


async def shadow_box(page: Page, element: ShadowElement) -> tuple[float, float, float, float]:
    """Where an element is: x, y, width, height in CSS pixels of the window."""
    session = await page.context.new_cdp_session(page)
    try:
        model = await session.send("DOM.getBoxModel", {"backendNodeId": element.node})
    finally:
        await session.detach()
    x, y, right, _, _, bottom, _, _ = model["model"]["border"]
    return x, y, right - x, bottom - y


async def click_shadow(page: Page, element: ShadowElement) -> None:
    """Click an element with the mouse, as a person does."""
    x, y, width, height = await shadow_box(page, element)
    await page.mouse.click(x + width / 2, y + height / 2)
