"""What an agent does in Firefox: pair, turn a site on, take the first answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from tests.browser.harness.bidi import Firefox, FirefoxTab
from tests.browser.harness.extension import EXTENSION
from tests.browser.harness.firefox import firefox
from tests.browser.harness.sidecar import Sidecar

ADDON_ID = "cuecard@cuecard.example"
ASK = "message => browser.runtime.sendMessage(message)"
FRAME = "Cuecard: suggested answers"
CARD = "[data-answer] button"
# A press within this time after something appeared does not count: nobody reads that fast.
SETTLED = 0.5


@asynccontextmanager
async def extension_firefox(
    desk: Mapping[str, str] | None = None, preferences: Mapping[str, bool | int | str] | None = None
) -> AsyncIterator[Firefox]:
    """Firefox with the extension; in a window on that screen, if one is given."""
    async with firefox(extension=EXTENSION, addon_id=ADDON_ID, desk=desk, preferences=preferences) as running:
        yield running


async def pair_firefox(browser: Firefox, sidecar: Sidecar) -> FirefoxTab:
    """Pair through the options page; returns it."""
    options = await browser.options_tab()
    await options.run(ASK, {"type": "set_port", "port": sidecar.port})
    code = await sidecar.pairing_code()
    paired = await options.run(ASK, {"type": "pair", "code": code, "port": sidecar.port})
    assert paired["ok"], paired
    return options


async def enable_site_in_firefox(options: FirefoxTab, origin: str) -> None:
    """Turn a site on, as the options page does."""
    await options.run(ASK, {"type": "site_enable", "origin": origin})


async def overlay(tab: FirefoxTab) -> FirefoxTab:
    """The extension's own frame in a page."""
    for _ in range(100):
        for frame in await tab.frames():
            if (await frame.address()).startswith("moz-extension://"):
                return frame
        await asyncio.sleep(0.1)
    raise AssertionError("the list's frame is not in the page")


async def insert_first_answer(tab: FirefoxTab) -> None:
    """Click the pill, then the first card."""
    await tab.click_in_shadow("data-look", "answers")
    cards = await overlay(tab)
    await cards.until(f"() => document.querySelector('{CARD}') !== null")
    await asyncio.sleep(SETTLED)
    await tab.click_in_frame(cards, FRAME, CARD)
