"""The overlay in every language that it speaks: everything fits, in the language's own direction."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, Playwright

from tests.browser.harness.extension import EXTENSION, ExtensionBrowser, extension_browser
from tests.browser.ui.looks import check_look, check_one_scroller, take_picture
from tests.browser.ui.stage import Stage, open_overlay

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LANGUAGES = (
    "ar",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "he",
    "ja",
    "lt",
    "pl",
    "pt_BR",
    "pt_PT",
    "ru",
    "tr",
    "zh_CN",
)
SPEAK = (Path(__file__).resolve().parent / "speak.js").read_text("utf-8")
TEXTS = {
    locale: json.loads((EXTENSION / "_locales" / locale / "messages.json").read_text("utf-8"))
    for locale in LANGUAGES
}
STATES = (
    "many",
    "missing_placeholder",
    "nothing_fits",
    "weak",
    "not_running",
    "not_paired",
    "start",
    "left_out",
)
CUT_OFF = """() => [...document.querySelectorAll("#bottom .saying, button, .trust, .notice p, .heading")]
    .filter((place) => place.checkVisibility())
    .filter((place) => place.scrollHeight > place.clientHeight + 1 && place.clientHeight > 0)
    .map((place) => place.textContent)"""


@asynccontextmanager
async def speaking(browser: ExtensionBrowser, locale: str) -> AsyncIterator[Stage]:
    """The overlay with the texts of a language."""
    call = json.dumps([locale.replace("_", "-"), TEXTS[locale]], ensure_ascii=False)
    async with open_overlay(browser, script=f"{SPEAK}\nspeak(...{call});") as stage:
        yield stage


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_everything_fits(ui_browser: ExtensionBrowser, locale: str) -> None:
    async with speaking(ui_browser, locale) as stage:
        page = stage.page
        assert await page.locator("html").get_attribute("dir") == TEXTS[locale]["text_direction"]["message"]
        for state in STATES:
            await stage.open_another_ticket()
            await stage.show(state, settle=False)
            await _look(page, locale, state, stage)
        await stage.open_another_ticket()
        await stage.show("many")
        await stage.cards.nth(1).locator("[data-focus^='more:']").click()
        await stage.cards.nth(1).locator("[data-focus^='flag:']").click()
        await _look(page, locale, "more", stage)
        await stage.cards.nth(1).locator("[data-focus^='pick:']").click()
        await _look(page, locale, "picked", stage)
        await stage.open_another_ticket()
        await stage.show("form")
        await stage.cards.first.click()
        await _look(page, locale, "preview_form", stage)


@pytest.mark.parametrize("language", ["pt-BR", "zh-CN"])
async def test_the_browser_finds_the_texts(playwright: Playwright, language: str) -> None:
    async with (
        extension_browser(playwright, switches=[f"--lang={language}"]) as browser,
        open_overlay(browser) as stage,
    ):
        assert await stage.page.locator("html").get_attribute("lang") == language
        await stage.show("nothing_fits")
        shown = await stage.page.locator(".headline").text_content()
        assert shown == TEXTS[language.replace("-", "_")]["nothing_fits"]["message"]


async def _look(page: Page, locale: str, name: str, stage: Stage) -> None:
    await stage.fit()
    await check_look(page)
    await check_one_scroller(page)
    assert await page.evaluate(CUT_OFF) == []
    await take_picture(page, f"languages/{locale}", name)
