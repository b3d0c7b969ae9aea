"""The options page: what stands there in each state, and that pairing by code works with the real sidecar."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.harness.extension import ExtensionBrowser
from tests.browser.harness.sidecar import Sidecar
from tests.browser.ui.looks import LOOKS, check_accessibility, check_look, mirror, take_picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OK = {"state": "ok", "port": 8377, "version": "0.1.0", "name": "Jonas"}
CONNECTIONS: dict[str, dict[str, Any]] = {
    "ok": OK,
    "not_paired": {"state": "not_paired", "port": 8377, "version": "0.1.0", "detail": "401 unauthorized"},
    "not_running": {"state": "not_running", "port": 8377, "detail": "TypeError: Failed to fetch"},
    "foreign": {
        "state": "foreign",
        "port": 8377,
        "detail": "/v1/health answered 404 without X-Cuecard-Version",
    },
    "starting": {"state": "starting", "port": 8377},
    "old_sidecar": {"state": "old_sidecar", "port": 8377, "version": "0.0.1"},
    "old_extension": {"state": "old_extension", "port": 8377, "version": "9.0.0"},
    "blocked": {
        "state": "blocked",
        "port": 8377,
        "detail": "NetworkError when attempting to fetch resource.",
    },
    "error": {"state": "error", "port": 8377, "detail": "500 internal"},
}
SITES = [
    {"origin": "https://acme.zendesk.com", "granted": True},
    {"origin": "http://127.0.0.1:8899", "granted": False},
]
BACKGROUND = """
globalThis.asked = [];
chrome.runtime.sendMessage = async (message) => {
    globalThis.asked.push(message);
    return structuredClone(ANSWERS[message.type]);
};
"""


@asynccontextmanager
async def options(
    browser: ExtensionBrowser, connection: dict[str, Any], *, address: str = "", pair: Any = None, **look: Any
) -> AsyncIterator[Page]:
    """The page, with the test in the place of the background."""
    answers = {"connection": connection, "set_port": OK, "unpair": CONNECTIONS["not_paired"], "pair": pair}
    answers |= {"sites": SITES if connection is OK else [], "site_enable": SITES, "site_disable": SITES[:1]}
    page = await browser.context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.set_viewport_size({"width": look.pop("width", 800), "height": look.pop("height", 900)})
    await page.emulate_media(**look)
    await page.add_init_script(f"globalThis.ANSWERS = {json.dumps(answers)};{BACKGROUND}")
    await page.goto(browser.address(f"options/options.html{address}"))
    await page.locator("#connection button, #connection .headline").first.wait_for()
    await page.locator("#sites li").first.wait_for()
    yield page
    await page.close()
    assert faults == [], faults


async def asked(page: Page, kind: str) -> list[dict[str, Any]]:
    """What the page asked the background, of one type."""
    messages: list[dict[str, Any]] = await page.evaluate("() => globalThis.asked")
    return [message for message in messages if message["type"] == kind]


CASES = [
    *[("light", state) for state in CONNECTIONS],
    *[
        (look, state)
        for look in ("dark", "right_to_left", "narrow", "forced_colours")
        for state in ("ok", "not_paired")
    ],
]


@pytest.mark.parametrize(("look", "state"), CASES)
async def test_each_state_is_readable_and_accessible(
    ui_browser: ExtensionBrowser, look: str, state: str
) -> None:
    async with options(ui_browser, CONNECTIONS[state], **LOOKS[look]) as page:
        if look == "right_to_left":
            await mirror(page)
        await check_look(page)
        await check_accessibility(page)
        await take_picture(page, look, f"options_{state}", whole=True)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("ok", "Connected as Jonas."),
        ("ok", "Cuecard 0.1.0 answers on port 8377 of this computer."),
        ("not_paired", "This browser is not paired with Cuecard."),
        ("not_running", "Cuecard is not running on this computer."),
        ("foreign", "Another program answers on port 8377."),
        ("old_sidecar", "It has version 0.0.1."),
        ("old_extension", "has version 9.0.0."),
        ("blocked", "Allow the extension to reach 127.0.0.1"),
    ],
)
async def test_the_connection_is_told_in_plain_words(
    ui_browser: ExtensionBrowser, state: str, said: str
) -> None:
    async with options(ui_browser, CONNECTIONS[state]) as page:
        await expect(page.locator("#connection")).to_contain_text(said)
        await expect(page.locator("#pairing")).to_be_visible(visible=state == "not_paired")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("wrong_code", "This is not the code."),
        ("expired", "no longer valid. Ask for a new one."),
        ("too_many", "Too many wrong codes."),
        ("unreachable", "could not be reached"),
        ("error", "Pairing did not work."),
    ],
)
async def test_a_refused_code_says_why_and_can_be_typed_anew(
    ui_browser: ExtensionBrowser, reason: str, said: str
) -> None:
    async with options(ui_browser, CONNECTIONS["not_paired"], pair={"ok": False, "reason": reason}) as page:
        code = page.get_by_label("Six-digit code")
        await code.press_sequentially("123456")
        await expect(code).to_have_value("123 456")
        await code.press("Enter")
        await expect(page.get_by_role("alert").first).to_contain_text(said)
        await expect(code).to_be_focused()
        assert await asked(page, "pair") == [{"type": "pair", "code": "123456"}]


@pytest.mark.parametrize(
    ("typed", "shown"), [("12-34 56", "123 456"), ("code: 987654321", "987 654"), ("12", "12")]
)
async def test_a_code_is_read_however_it_is_written(
    ui_browser: ExtensionBrowser, typed: str, shown: str
) -> None:
    async with options(ui_browser, CONNECTIONS["not_paired"]) as page:
        code = page.get_by_label("Six-digit code")
        await code.press_sequentially(typed)
        await expect(code).to_have_value(shown)


async def test_half_a_code_is_not_sent(ui_browser: ExtensionBrowser) -> None:
    async with options(ui_browser, CONNECTIONS["not_paired"]) as page:
        await page.get_by_label("Six-digit code").press_sequentially("123")
        await page.get_by_role("button", name="Pair", exact=True).click()
        await expect(page.get_by_role("alert").first).to_have_text("The code has six digits.")
        assert await asked(page, "pair") == []


async def test_unpairing_goes_back_to_the_code(ui_browser: ExtensionBrowser) -> None:
    async with options(ui_browser, OK) as page:
        await page.get_by_role("button", name="Unpair").click()
        await expect(page.get_by_label("Six-digit code")).to_be_visible()


async def test_what_changed_elsewhere_is_seen_when_the_agent_comes_back(ui_browser: ExtensionBrowser) -> None:
    async with options(ui_browser, CONNECTIONS["not_running"]) as page:
        await page.locator("#connection summary").click()
        await page.evaluate("() => dispatchEvent(new Event('focus'))")
        await expect(page.locator("#connection details")).to_have_attribute("open", "")
        await page.evaluate(
            "(ok) => { ANSWERS.connection = ok; dispatchEvent(new Event('focus')); }",
            OK,
        )
        await expect(page.locator("#connection")).to_contain_text("Connected as Jonas.")


@pytest.mark.parametrize(("typed", "fits"), [("9000", True), ("0", False), ("70000", False), ("abc", False)])
async def test_a_port_is_checked_before_it_is_kept(
    ui_browser: ExtensionBrowser, typed: str, fits: bool
) -> None:
    async with options(ui_browser, CONNECTIONS["not_running"]) as page:
        await page.get_by_label("Port on this computer").fill(typed)
        await page.get_by_role("button", name="Save and check").click()
        if fits:
            await expect(page.locator("#connection")).to_contain_text("Connected as Jonas.")
        else:
            await expect(page.locator("#port-error")).to_contain_text("from 1 to 65535")
        assert await asked(page, "set_port") == ([{"type": "set_port", "port": int(typed)}] if fits else [])


async def test_sites_can_be_turned_off_and_missing_permission_is_seen(ui_browser: ExtensionBrowser) -> None:
    async with options(ui_browser, OK) as page:
        await expect(page.locator("#sites li").nth(1)).to_contain_text("Permission missing")
        await page.get_by_role("button", name="Turn off: http://127.0.0.1:8899").click()
        assert await asked(page, "site_disable") == [
            {"type": "site_disable", "origin": "http://127.0.0.1:8899"}
        ]
        await expect(page.locator("#sites li")).to_have_count(1)


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("acme.zendesk.com", "https://acme.zendesk.com"),
        (" https://acme.zendesk.com/agent/tickets/12?x=1 ", "https://acme.zendesk.com"),
        ("http://localhost:8000/tickets", "http://localhost:8000"),
        ("http://127.0.0.1:8899", "http://127.0.0.1:8899"),
    ],
)
async def test_a_site_is_added_by_any_of_its_addresses(
    ui_browser: ExtensionBrowser, typed: str, origin: str
) -> None:
    async with options(ui_browser, OK) as page:
        await page.evaluate("""() => {
            chrome.permissions.request = async (wanted) => { globalThis.wanted = wanted; return true; };
        }""")
        await page.get_by_label("Address of your helpdesk").fill(typed)
        await page.get_by_role("button", name="Add").click()
        await expect(page.get_by_label("Address of your helpdesk")).to_have_value("")
        assert await asked(page, "site_enable") == [{"type": "site_enable", "origin": origin}]
        assert await page.evaluate("() => globalThis.wanted.origins") == [f"{origin}/*"]


@pytest.mark.parametrize("typed", ["", "help desk", "ftp://files.example", "javascript:alert(1)", "helpdesk"])
async def test_what_is_no_address_is_refused(ui_browser: ExtensionBrowser, typed: str) -> None:
    async with options(ui_browser, OK) as page:
        await page.get_by_label("Address of your helpdesk").fill(typed)
        await page.get_by_role("button", name="Add").click()
        await expect(page.locator("#site-error")).to_contain_text("This is no address.")
        assert await asked(page, "site_enable") == []


async def test_a_site_the_agent_did_not_allow_stays_off(ui_browser: ExtensionBrowser) -> None:
    async with options(ui_browser, OK) as page:
        await page.evaluate("() => { chrome.permissions.request = async () => false; }")
        await page.get_by_label("Address of your helpdesk").fill("acme.zendesk.com")
        await page.get_by_role("button", name="Add").click()
        await expect(page.locator("#site-error")).to_contain_text("https://acme.zendesk.com")
        assert await asked(page, "site_enable") == []


async def test_shortcuts_are_shown_as_they_are_set(ui_browser: ExtensionBrowser) -> None:
    async with options(ui_browser, OK) as page:
        await expect(page.locator("#shortcuts")).to_contain_text("Show the suggested answers")
        await expect(page.get_by_role("button", name="Change shortcuts")).to_be_visible()


async def test_an_address_can_pair_and_enable_a_site_that_is_allowed_already(
    ui_browser: ExtensionBrowser,
) -> None:
    address = "#pair=123456&port=9001&site=http%3A%2F%2F127.0.0.1%3A8899"
    async with options(ui_browser, OK, address=address, pair={"ok": True, "connection": OK}) as page:
        await expect(page.locator("#connection")).to_contain_text("Connected as Jonas.")
        assert await asked(page, "pair") == [{"type": "pair", "code": "123456", "port": 9001}]
        assert await asked(page, "site_enable") == [
            {"type": "site_enable", "origin": "http://127.0.0.1:8899"}
        ]
        assert "123456" not in page.url


async def test_an_address_cannot_enable_a_site_that_was_never_allowed(ui_browser: ExtensionBrowser) -> None:
    async with options(ui_browser, OK, address="#site=https%3A%2F%2Facme.zendesk.com") as page:
        await expect(page.locator("#site-error")).to_contain_text("Press “Add”")
        await expect(page.get_by_label("Address of your helpdesk")).to_have_value("https://acme.zendesk.com")
        assert await asked(page, "site_enable") == []


async def test_pairing_with_the_real_sidecar(fresh_browser: ExtensionBrowser, sidecar: Sidecar) -> None:
    page = await fresh_browser.context.new_page()
    await page.goto(fresh_browser.address("options/options.html"))
    await page.get_by_label("Port on this computer").fill(str(sidecar.port))
    await page.get_by_role("button", name="Save and check").click()
    code = page.get_by_label("Six-digit code")
    await code.fill(await sidecar.pairing_code())
    await page.get_by_role("button", name="Pair", exact=True).click()
    await expect(page.locator("#connection")).to_contain_text("Connected as ")
    await page.get_by_role("button", name="Unpair").click()
    await expect(code).to_be_visible()


async def test_no_web_page_can_open_it(ui_browser: ExtensionBrowser, editor_origin: str) -> None:
    page = await ui_browser.context.new_page()
    await page.goto(f"{editor_origin}/editors/textarea.html")
    address = ui_browser.address("options/options.html#pair=123456")
    await page.evaluate(
        """(address) => {
            const frame = document.createElement("iframe");
            frame.src = address;
            document.body.append(frame);
        }""",
        address,
    )
    await page.wait_for_timeout(300)
    assert [frame.url for frame in page.frames if frame.url.startswith(ui_browser.address(""))] == []
    await page.close()
