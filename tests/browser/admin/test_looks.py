"""Every page in every state and look: nothing sticks out, axe finds nothing, pictures are kept to be seen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from tests.browser.admin.office import Office
from tests.browser.harness.chromium import WINDOW
from tests.browser.ui.looks import check_accessibility, check_look, mirror, take_picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NARROW = 360

Step = Callable[[Page], Awaitable[None]]


async def explain(page: Page) -> None:
    """Ask why suggestions stand as they do."""
    await page.get_by_label("What a customer writes").fill("My parcel to Norway is stuck at customs.")
    await page.get_by_role("button", name="Explain").click()
    await page.get_by_role("link", name="Shipping to Norway").wait_for()


async def go_wrong(page: Page) -> None:
    """Add a source with nothing in the form."""
    await page.get_by_label("Name").fill("")
    await page.get_by_role("button", name="Add and read it").click()
    await page.get_by_text("Give the source a name.").wait_for()


async def look_ahead(page: Page) -> None:
    """Test the saved settings and look at what would come in."""
    await page.get_by_role("button", name="Test the connection").click()
    await page.get_by_text("The source can be read.").wait_for()
    await page.get_by_role("button", name="Show what would come in").click()
    await page.get_by_text("Nothing is stored yet.").wait_for()


async def write_something(page: Page) -> None:
    """Write a draft and look at it as agents would."""
    await page.get_by_label("Text").fill("Hello **{{customer.first_name}}**,\n\n- we open at nine")
    await page.get_by_role("button", name="Show how agents see it").click()
    await page.frame_locator("iframe.preview").get_by_text("we open at nine").wait_for()


async def refuse_rule(page: Page) -> None:
    """Decide without saying for which tickets."""
    await page.get_by_label("Answer").fill("Shipping to Norway")
    await page.get_by_role("button", name="Decide so").click()
    await page.get_by_text("Say for which tickets").wait_for()


# Each state: the page, `{name}` standing for what the office calls so, and what is done there first.
STATES: dict[str, tuple[str, Step | None]] = {
    "overview": ("/", None),
    "sources": ("/sources", None),
    "sources_attention": ("/sources?only=attention&sort=failed", None),
    "gallery": ("/sources/new", None),
    "add": ("/sources/new/folder", None),
    "add_wrong": ("/sources/new/folder", go_wrong),
    "source": ("/sources/{docs}", None),
    "source_held": ("/sources/{help}", None),
    "source_failed": ("/sources/{gone}", None),
    "source_answers": ("/sources/{help}/answers", None),
    "failures": ("/sources/{help}/failures", None),
    "held": ("/sources/{help}/held", None),
    "runs": ("/sources/{help}/runs", None),
    "schedule": ("/sources/{docs}/schedule", None),
    "settings": ("/sources/{docs}/settings", None),
    "settings_tested": ("/sources/{docs}/settings", look_ahead),
    "remove": ("/sources/{docs}/remove", None),
    "answers": ("/answers", None),
    "answers_filtered": ("/answers?q=parcel&trust=changed&audience=internal", None),
    "answers_none": ("/answers?q=zebra+quantum", None),
    "archive": ("/answers/archived", None),
    "answer": ("/answers/{shipping}", None),
    "answer_flagged": ("/answers/{refund}", None),
    "answer_archived": ("/answers/{archived}", None),
    "answer_ours": ("/answers/{ours}", None),
    "answer_persian": ("/answers/{persian}", None),
    "answer_long_word": ("/answers/{long}", None),
    "write": ("/answers/new", None),
    "write_previewed": ("/answers/new", write_something),
    "edit": ("/answers/{ours}/edit", None),
    "delete": ("/answers/{ours}/delete", None),
    "ranking": ("/ranking", None),
    "ranking_refused": ("/ranking", refuse_rule),
    "explain": ("/ranking/explain", explain),
    "not_there": ("/answers/a_nothing", None),
}


@pytest.mark.parametrize("state", STATES)
async def test_state_in_every_look(admin: Page, admin_office: Office, state: str) -> None:
    path, step = STATES[state]
    await admin.emulate_media(color_scheme="light")
    await admin.set_viewport_size({"width": WINDOW["width"], "height": WINDOW["height"]})
    await admin.goto(admin_office.sidecar.origin + path.format(**admin_office.ids))
    if step is not None:
        await step(admin)
    await _look(admin, "light", state)
    await check_accessibility(admin)
    await admin.emulate_media(color_scheme="dark")
    await _look(admin, "dark", state)
    await check_accessibility(admin, only="color-contrast")
    await admin.emulate_media(color_scheme="light")
    await admin.set_viewport_size({"width": NARROW, "height": 740})
    await _look(admin, "narrow", state)
    await check_accessibility(admin, only="target-size")
    await mirror(admin)
    await _look(admin, "narrow_right_to_left", state)
    await admin.set_viewport_size({"width": WINDOW["width"], "height": WINDOW["height"]})
    await _look(admin, "right_to_left", state)


@pytest.mark.parametrize("state", [name for name, (_, step) in STATES.items() if step is None])
async def test_german_words_fit(admin: Page, admin_office: Office, state: str) -> None:
    path, _ = STATES[state]
    cookie = {"name": "cuecard_language", "value": "de", "url": admin_office.sidecar.origin}
    await admin.context.add_cookies([cookie])  # type: ignore[list-item] # plain dicts are such cookies
    try:
        await admin.set_viewport_size({"width": NARROW, "height": 740})
        await admin.goto(admin_office.sidecar.origin + path.format(**admin_office.ids))
        assert await admin.evaluate("document.documentElement.lang") == "de"
        await _look(admin, "german", state)
    finally:
        await admin.context.clear_cookies(name="cuecard_language")


async def _look(page: Page, look: str, state: str) -> None:
    await check_look(page)
    await take_picture(page, f"admin_{look}", state, whole=True)
