"""A sidecar whose admin has seen something, and a browser that was let in to its pages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.browser.admin.office import Office, fill, write_files
from tests.browser.harness.sidecar import Sidecar
from tests.browser.harness.sidecar import sidecar as running_sidecar

#: What is refused, not there or to be corrected is part of what is looked at; and what is typed replaces what
#: was still being asked, which htmx logs.
EXPECTED = ("403", "404", "422", "htmx:afterRequest", "htmx:sendAbort")


async def let_in(context: BrowserContext, sidecar: Sidecar) -> None:
    """Open the pages by the link that the command line prints."""
    printed = await sidecar.cuecard("up", "--no-browser")
    link = re.search(r"http://\S+/launch/\S+", printed)
    assert link is not None, printed
    tab = await context.new_page()
    await tab.goto(link[0])
    await tab.wait_for_url(f"{sidecar.origin}/")
    await tab.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def admin_office(
    tmp_path_factory: pytest.TempPathFactory, plain_chromium: BrowserContext
) -> AsyncIterator[Office]:
    """A sidecar with sources in every state, and the browser let in."""
    folder: Path = tmp_path_factory.mktemp("admin")
    async with running_sidecar(folder / "data") as sidecar:
        await asyncio.to_thread(write_files, folder)
        office = await fill(sidecar, folder)
        await let_in(plain_chromium, sidecar)
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def admin(plain_chromium: BrowserContext, admin_office: Office) -> AsyncIterator[Page]:
    """A fresh tab of the admin; the browser may complain of nothing meanwhile."""
    tab = await plain_chromium.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    # Closing cuts requests off, which is no complaint.
    seen = list(complaints)
    await tab.close()
    assert [said for said in seen if not any(code in said for code in EXPECTED)] == []
