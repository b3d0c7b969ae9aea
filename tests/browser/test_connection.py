"""What an agent sees while the sidecar is not there, not paired, or gone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Playwright, expect

from tests.browser.harness.agent import (
    connection,
    enable_site,
    enter_code,
    log_in,
    open_by_click,
    open_options,
    open_ticket,
    pair,
    set_port,
)
from tests.browser.harness.extension import ExtensionBrowser, extension_browser
from tests.browser.harness.sidecar import Sidecar
from tests.browser.harness.sidecar import sidecar as running_sidecar
from tests.browser.harness.web_folder import serve

REPLIES = Path(__file__).parent / "knowledge" / "replies.yaml"
RESET = "Password reset link has expired"

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[ExtensionBrowser]:
    """Chromium with the extension as just installed."""
    async with extension_browser(playwright) as fresh:
        yield fresh


def wrong(code: str) -> str:
    """Another code of six digits."""
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_a_wrong_code_pairs_nothing_and_the_right_one_does(
    browser: ExtensionBrowser, sidecar: Sidecar
) -> None:
    options = await open_options(browser)
    await set_port(options, sidecar.port)
    code = await sidecar.pairing_code()

    await enter_code(options, wrong(code))
    await expect(options.get_by_text("This is not the code")).to_be_visible()
    assert "cue_" not in str(await browser.stored("local"))

    await enter_code(options, code)
    await expect(connection(options)).to_contain_text("Connected")
    assert "cue_" in str(await browser.stored("local"))


async def test_a_browser_that_is_not_paired_is_told_so(
    browser: ExtensionBrowser, sidecar: Sidecar, helpdesk: str
) -> None:
    options = await open_options(browser)
    await set_port(options, sidecar.port)
    await enable_site(browser, helpdesk)
    page = await browser.context.new_page()
    await log_in(page, helpdesk)
    await open_ticket(page, helpdesk, 2)

    answers = await open_by_click(page, "off")

    await expect(answers.frame.get_by_role("button", name="Pair this browser")).to_be_visible()
    await expect(answers.cards).to_have_count(0)


async def test_a_sidecar_that_ends_and_comes_back(
    browser: ExtensionBrowser, helpdesk: str, tmp_path: Path
) -> None:
    async with running_sidecar(tmp_path / "data") as first:
        await pair(browser, first)
        await enable_site(browser, helpdesk)
    page = await browser.context.new_page()
    await log_in(page, helpdesk)
    await open_ticket(page, helpdesk, 2)
    answers = await open_by_click(page, "off")
    again = answers.frame.get_by_role("button", name="Try again")
    await expect(again).to_be_visible()
    await expect(answers.frame.get_by_role("main")).to_contain_text("Cuecard is not running")

    async with running_sidecar(tmp_path / "data", port=first.port):
        await expect(again).to_be_hidden(timeout=20_000)  # by itself


async def test_a_half_filled_answer_outlives_a_restart_of_the_sidecar(
    browser: ExtensionBrowser, helpdesk: str, tmp_path: Path
) -> None:
    async with running_sidecar(tmp_path / "data") as first:
        await first.cuecard("source", "add", "replies", "--name", "macros", "--set", f"path={REPLIES}")
        await first.cuecard("sync")
        await pair(browser, first)
        await enable_site(browser, helpdesk)
        page = await browser.context.new_page()
        await log_in(page, helpdesk)
        await open_ticket(page, helpdesk, 1)
        await page.click("#commentBox")
        answers = await open_by_click(page)
        await answers.choose(RESET)
        field = answers.frame.locator(".gap").first
        await field.fill("Ada of the desk")
    insert = answers.frame.get_by_role("button", name="Insert", exact=True)
    await insert.click()
    await expect(answers.frame.locator("#bottom")).to_contain_text("Could not insert")

    async with running_sidecar(tmp_path / "data", port=first.port):
        await expect(answers.frame.locator("#bottom")).to_have_text(
            re.compile("part ?Copy ?Insert$"), timeout=20_000
        )
        await expect(field).to_have_value("Ada of the desk")
        await insert.click()
        await expect(page.locator("#commentBox")).to_have_value(re.compile("Ada of the desk"))


def impostor(real: str, seen: list[dict[str, str]]) -> web.Application:
    """A program that passes everything on to the real sidecar, and keeps what it was sent."""

    async def pass_on(request: web.Request) -> web.Response:
        seen.append(dict(request.headers))
        async with (
            aiohttp.ClientSession() as session,
            session.get(real + request.path_qs) as response,
        ):
            headers = {"X-Cuecard-Version": response.headers["X-Cuecard-Version"]}
            return web.json_response(await response.json(), status=response.status, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", pass_on)
    return app


async def test_a_program_in_the_middle_never_gets_the_token(
    browser: ExtensionBrowser, sidecar: Sidecar
) -> None:
    await pair(browser, sidecar)
    seen: list[dict[str, str]] = []
    options = await open_options(browser)
    async with serve(impostor(sidecar.origin, seen)) as origin:
        await set_port(options, int(origin.rpartition(":")[2]))
        await expect(connection(options)).not_to_contain_text("Connected")
        await options.wait_for_timeout(500)

    assert seen, "the extension asked who listens there"
    assert not any("Authorization" in headers for headers in seen)
    await set_port(options, sidecar.port)
    await expect(connection(options)).to_contain_text("Connected")
