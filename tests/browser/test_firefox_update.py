"""An update of the extension: the ticket that is open goes on with the new one, nobody reloads anything."""

from __future__ import annotations

import pytest

from tests.browser.harness.extension import EXTENSION
from tests.browser.harness.firefox_agent import (
    enable_site_in_firefox,
    extension_firefox,
    insert_first_answer,
    pair_firefox,
)
from tests.browser.harness.sidecar import Sidecar
from tests.browser.test_firefox_extension import write_to_tom

#: The pill and the list, as the page sees them: two closed hosts.
OURS = "[...document.querySelectorAll('cuecard-pill, cuecard-list')]"

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_an_open_ticket_goes_on_after_an_update(sidecar: Sidecar, helpdesk: str) -> None:
    async with extension_firefox() as browser:
        options = await pair_firefox(browser, sidecar)
        await enable_site_in_firefox(options, helpdesk)
        tab = await write_to_tom(browser, helpdesk)
        await tab.until(f"() => {OURS}.length === 2")
        await tab.run(f"() => {OURS}.forEach((host) => host.setAttribute('data-old', ''))")

        # Installing the same extension once more is what an update does: the one that runs ends.
        data = {"type": "path", "path": str(EXTENSION)}
        await browser.send("webExtension.install", extensionData=data)

        # The pill is there at once, the list with the agent's next move.
        await tab.until(f"() => {OURS}.length >= 1 && !{OURS}.some((host) => host.hasAttribute('data-old'))")
        await insert_first_answer(tab)
        await tab.until(
            "() => document.querySelector('#commentBox').value.includes('You may return every item')"
        )
        assert await tab.run(f"() => {OURS}.length") == 2
