"""What an admin does, in a real browser: without a page that jumps, and with the keyboard alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.admin.office import HOSTILE, Office
from tests.browser.harness.web_folder import pages, serve
from tests.browser.ui.looks import check_accessibility, check_look, mirror, take_picture
from tests.conformance.hosted.zendesk import ZendeskWorld

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


MACRO = {
    "id": 77, "title": "Returns::Return arrived", "active": True, "restriction": None, "description": None,
    "created_at": "2024-02-08T17:44:09Z", "updated_at": "2024-02-08T17:44:09Z",
    "actions": [
        {"field": "comment_value_html", "value": "<p>Your return has arrived.</p>"},
        {"field": "status", "value": "solved"},
        {"field": "group_id", "value": "4"},
        {"field": "current_tags", "value": "return <b>opened</b> " + "long_word" * 12},
    ],
}  # fmt: skip
PLACES = Path(__file__).parents[1] / "places"


def write_guides(folder: Path) -> None:
    folder.mkdir()
    for number in range(120):
        (folder / f"guide{number:03}.md").write_text(
            f"# Guide {number}\n\nThe blue lamp number {number}.\n", "utf-8"
        )


async def test_a_kind_of_source_is_found_by_its_name(admin: Page, admin_office: Office) -> None:
    await admin.goto(f"{admin_office.sidecar.origin}/sources/new")
    find = admin.get_by_role("searchbox", name="Find a kind of source")
    cards = admin.locator("#gallery > li:visible")
    every = await cards.count()
    await find.fill("wiki EXPORT")
    await expect(cards).to_have_count(0)
    await expect(admin.get_by_role("status").filter(has_text="No kind is called so")).to_be_visible()
    await find.fill("dokuwiki folder")
    await expect(cards).to_have_count(1)
    await expect(cards.first).to_contain_text("DokuWiki folder")
    await find.fill("")
    await expect(cards).to_have_count(every)


async def test_a_source_is_added_in_a_minute_and_watched(
    admin: Page, admin_office: Office, tmp_path: Path
) -> None:
    guides = tmp_path / "guides"
    await asyncio.to_thread(write_guides, guides)
    await admin.goto(admin_office.sidecar.origin)
    await admin.get_by_role("navigation").get_by_role("link", name="Sources").click()
    await admin.get_by_role("link", name="Add a source").click()
    await admin.get_by_role("link", name="Folder of files").click()
    await admin.get_by_label("Name").fill("Guides")
    await admin.get_by_label("Language (optional)").fill("what?")
    await admin.get_by_label("Language (optional)").blur()
    await expect(admin.get_by_text("must be a language tag")).to_be_visible()
    await admin.get_by_label("Language (optional)").fill("en")
    await admin.get_by_label("Language (optional)").blur()
    await expect(admin.get_by_text("must be a language tag")).to_have_count(0)
    folder = admin.get_by_label("Folder", exact=True)
    await folder.fill(str(guides) + "-wrong")
    await admin.evaluate("window.samePage = true")
    await admin.get_by_role("button", name="Test the connection").click()
    await expect(admin.get_by_text("Correct the path or its permissions.")).to_be_visible()
    assert await admin.evaluate("window.samePage") is True
    await expect(folder).to_have_value(str(guides) + "-wrong")
    await folder.fill(str(guides))
    await admin.get_by_role("button", name="Show what would come in").click()
    await expect(admin.get_by_text("The first 10 of 120")).to_be_visible()
    await admin.get_by_role("button", name="Add and read it").click()
    await expect(admin.get_by_role("heading", name="Guides")).to_be_visible()
    await expect(admin.get_by_role("heading", name="Last run", exact=False).first).to_be_visible()
    await expect(admin.get_by_text("120 answers")).to_be_visible()
    await expect(admin.get_by_role("button", name="Read now")).to_be_visible()
    await admin.get_by_role("link", name="Remove").click()
    await admin.get_by_role("button", name="Remove it with 120 answers").click()
    await expect(admin.get_by_text("The source and its answers are gone.")).to_be_visible()


async def test_answers_are_found_while_typing_and_judged_together(admin: Page, admin_office: Office) -> None:
    await admin.goto(f"{admin_office.sidecar.origin}/answers")
    await admin.evaluate("window.samePage = true")
    await admin.get_by_role("searchbox", name="Search").press_sequentially("setting 45")
    await expect(admin.locator("ol.found > li").first).to_contain_text("How to change setting 45")
    await admin.get_by_label("Source", exact=True).select_option("Help centre")
    await expect(admin.get_by_role("link", name="Take the filter Help centre off")).to_be_visible()
    assert await admin.evaluate("window.samePage") is True
    assert "q=setting+45&source=Help+centre" in admin.url
    verify = admin.get_by_role("button", name="Verify the selected")
    await expect(verify).to_be_disabled()
    await admin.get_by_label("Select How to change setting 45").check()
    await verify.click()
    await expect(admin.get_by_text("Done.")).to_be_visible()
    await expect(admin.locator("ol.found > li").first).to_contain_text("Verified")


async def test_a_hostile_answer_is_shown_whole_and_does_nothing(admin: Page, admin_office: Office) -> None:
    await admin.goto(f"{admin_office.sidecar.origin}/answers/{admin_office.ids['ours']}")
    frame = admin.frame_locator("iframe.content")
    await expect(frame.get_by_text("After")).to_be_visible()
    await expect(frame.get_by_text("bold")).to_be_visible()
    assert await frame.locator("script, iframe").count() == 0
    assert "taken" not in await admin.title()
    box = await admin.locator("iframe.content").bounding_box()
    assert box is not None
    assert 30 < box["height"] < 200


async def test_a_draft_is_previewed_in_a_frame_of_its_own(admin: Page, admin_office: Office) -> None:
    await admin.goto(f"{admin_office.sidecar.origin}/answers")
    await admin.goto(f"{admin_office.sidecar.origin}/answers/new")
    frame = admin.frame_locator("iframe.preview")
    await expect(frame.get_by_text("What you write is shown here")).to_be_visible()
    await admin.get_by_label("Written as").select_option("html")
    await admin.get_by_label("Text").fill(HOSTILE)
    show = admin.get_by_role("button", name="Show how agents see it")
    for _ in range(2):
        await show.click()
        await expect(frame.get_by_text("After")).to_be_visible()
    await expect(admin.get_by_text("Shown below.")).to_be_visible()
    await expect(show).to_be_focused()
    assert await frame.locator("script, iframe, [onerror]").count() == 0
    assert await admin.get_by_text("After", exact=True).count() == 0
    assert "taken" not in await admin.title()
    assert await admin.locator("iframe.preview").get_attribute("sandbox") == "allow-same-origin allow-popups"
    box = await admin.locator("iframe.preview").bounding_box()
    assert box is not None
    assert 60 < box["height"] < 200
    await expect(admin.get_by_label("Text")).to_have_value(HOSTILE)
    await admin.keyboard.press("Tab")
    assert await admin.evaluate("document.activeElement.title") == "The answer as agents see it"
    await admin.go_back()
    assert admin.url.endswith("/answers"), "previews are no pages to go back to"


async def test_what_a_macro_sets_is_listed_and_readable(admin: Page, admin_office: Office) -> None:
    world = await asyncio.to_thread(ZendeskWorld)
    world.macros.append(MACRO)
    async with admin_office.api() as api:
        body = {"type": "zendesk", "name": "Helpdesk", "config": world.config()}
        source = (await api.call("POST", "/v1/sources", body))["id"]
        try:
            await api.sync(source)
            await admin.goto(f"{admin_office.sidecar.origin}/answers/{await api.first('return arrived')}")
            listed = admin.get_by_role("heading", name="This macro also sets")
            await expect(listed).to_be_visible()
            await expect(admin.locator("dl[aria-labelledby=actions]")).to_contain_text("return <b>opened</b>")
            await check_accessibility(admin)
            for look, width, scheme in (
                ("light", 1280, "light"),
                ("dark", 1280, "dark"),
                ("narrow", 360, "light"),
            ):
                await admin.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two
                await admin.set_viewport_size({"width": width, "height": 800})
                await check_look(admin)
                await take_picture(admin, f"admin_{look}", "answer_macro", whole=True)
            await mirror(admin)
            await take_picture(admin, "admin_narrow_right_to_left", "answer_macro", whole=True)
        finally:
            await api.call("DELETE", f"/v1/sources/{source}")
            await asyncio.to_thread(world.close)


async def test_the_overview_follows_by_itself(admin: Page, admin_office: Office) -> None:
    await admin.goto(admin_office.sidecar.origin)
    await admin.evaluate("window.samePage = true")
    async with admin_office.api() as api:
        code = (await api.call("POST", "/v1/pair/code"))["code"]
        await expect(admin.locator("#step-pairing output")).to_have_text(f"{code[:3]} {code[3:]}")
        await api.call("POST", "/v1/pair", {"code": code, "client": "Chromium on the third floor"})
    await expect(admin.locator("#step-pairing")).to_contain_text("Chromium on the third floor")
    assert await admin.evaluate("window.samePage") is True


async def test_the_keyboard_is_enough(admin: Page, admin_office: Office) -> None:
    await admin.goto(f"{admin_office.sidecar.origin}/answers")
    await admin.keyboard.press("Tab")
    assert await admin.evaluate("document.activeElement.textContent") == "Skip to the content"
    await admin.keyboard.press("Enter")
    assert await admin.evaluate("document.activeElement.id") == "main"
    await admin.keyboard.press("Tab")
    await admin.keyboard.press("Tab")
    await admin.keyboard.press("Tab")
    assert await admin.evaluate("document.activeElement.id") == "q"
    await admin.keyboard.type("customs")
    await admin.keyboard.press("Enter")
    await expect(admin.locator("ol.found > li").first).to_contain_text("Shipping to Norway")


async def test_another_site_can_send_no_form(admin: Page, admin_office: Office) -> None:
    target = f"{admin_office.sidecar.origin}/sources/{admin_office.ids['macros']}/remove"
    async with serve(await asyncio.to_thread(pages, {"/places/": PLACES})) as foreign:
        await admin.goto(f"{foreign}/places/chat.html")
        async with admin.expect_navigation() as sent:
            await admin.evaluate(
                """(target) => {
                    const form = document.createElement("form");
                    form.method = "post";
                    form.action = target;
                    document.body.append(form);
                    form.submit();
                }""",
                target,
            )
        answered = await sent.value
        assert answered is not None
        assert answered.status == 403
    async with admin_office.api() as api:
        names = [source["name"] for source in (await api.get("/v1/sources"))["sources"]]
    assert "Saved replies" in names
