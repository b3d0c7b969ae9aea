"""Sources as an admin without scripts meets them: added, tested, run, looked at, decided on, removed."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tests.web.admin.visitor import Visitor, text_of
from tests.web.harness import Answered, Office


async def source_id(office: Office, name: str) -> str:
    return str((await office.admin.get(f"/v1/sources/{name}")).body["id"])


def write_pages(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"page{number:02}.md").write_text(f"# Page {number}\n\nPage {number} says it.\n", "utf-8")


def delete_pages(folder: Path, keep: int) -> None:
    for path in sorted(folder.glob("*.md"))[keep:]:
        path.unlink()


def errors_of(page: Answered) -> dict[str, str]:
    """What stands beside which field."""
    found = re.findall(
        r'id="([^"]+)-error"[^>]*><p class="wrong">.*?<span>(.*?)</span>', page.body, re.DOTALL
    )
    return dict(found)


async def test_a_folder_is_added_tested_and_read(visitor: Visitor, stocked: Office) -> None:
    gallery = text_of(await visitor.get("/sources/new"))
    assert "Folder of files" in gallery
    assert "File of saved replies" in gallery
    path = stocked.folder / "guides"
    await asyncio.to_thread(write_pages, path, 3)
    typed = {"name": "Guides", "config.path": str(path), "config.kind": "article"}
    tested = await visitor.send("/sources/new/folder/test", **typed)
    assert "The source can be read." in text_of(tested)
    assert (await stocked.admin.get("/v1/sources/Guides")).status == 404

    added = await visitor.send("/sources/new/folder", **typed)
    assert "The source is added" in text_of(added)
    await stocked.sync("Guides")
    shown = text_of(await visitor.get(f"/sources/{await source_id(stocked, 'Guides')}"))
    assert "3 answers" in shown
    assert "Page 2" in shown


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(visitor: Visitor) -> None:
    wrong = await visitor.send(
        "/sources/new/folder",
        **{"name": "macros", "config.path": "", "config.include": "a.md\nb.md", "config.language": "?"},
    )
    assert wrong.status == 422
    assert errors_of(wrong) == {
        "name": "Another source has this name. Choose another one.",
        "config.path": "Fill this in.",
        "config.language": "must be a language tag such as en, de or pt-BR",
    }
    assert "a.md\nb.md" in wrong.body
    typed = {"name": "x", "config.path": "/", "config.language": "no tag at all"}
    assert "config.language" in errors_of(await visitor.send("/sources/new/folder", **typed))


async def test_a_field_is_looked_at_by_itself(visitor: Visitor, stocked: Office) -> None:
    where = "/sources/new/folder/field"
    typed = {"name": "docs", "config.path": str(stocked.folder), "config.language": "no tag at all"}
    assert "Another source has this name." in (await visitor.send(where, field="name", **typed)).body
    assert "language tag" in (await visitor.send(where, field="config.language", **typed)).body
    assert (await visitor.send(where, field="config.path", **typed)).body.strip() == ""
    own = f"/sources/{await source_id(stocked, 'docs')}/settings/field"
    assert (await visitor.send(own, field="name", **typed)).body.strip() == ""


async def test_a_source_that_cannot_be_read_is_added_only_on_request(
    visitor: Visitor, stocked: Office
) -> None:
    typed = {"name": "Gone", "config.path": str(stocked.folder / "gone")}
    refused = await visitor.send("/sources/new/folder", **typed)
    assert refused.status == 422
    assert "Correct the path or its permissions." in text_of(refused)
    assert (await stocked.admin.get("/v1/sources/Gone")).status == 404
    added = await visitor.send("/sources/new/folder", **typed, despite="yes")
    assert added.status == 200
    await stocked.sync("Gone")
    shown = text_of(await visitor.get(f"/sources/{await source_id(stocked, 'Gone')}"))
    assert "The run ended early" in shown
    listed = text_of(await visitor.get("/sources?only=attention"))
    assert "Gone" in listed
    assert "macros" not in listed


async def test_what_cannot_be_read_is_listed_with_its_reason(visitor: Visitor, stocked: Office) -> None:
    broken = stocked.folder / "docs" / "broken.pdf"
    await asyncio.to_thread(broken.write_bytes, b"%PDF-1.4 nothing")
    await stocked.sync("docs")
    found = await source_id(stocked, "docs")
    for path in (f"/sources/{found}", f"/sources/{found}/failures", f"/sources/{found}/runs/3"):
        shown = text_of(await visitor.get(path))
        assert "broken.pdf" in shown
        assert "The PDF is damaged" in shown


async def test_deletions_that_wait_are_looked_at_and_approved(visitor: Visitor, stocked: Office) -> None:
    path = stocked.folder / "guides"
    await asyncio.to_thread(write_pages, path, 30)
    await visitor.send("/sources/new/folder", name="Guides", **{"config.path": str(path)})
    await stocked.sync("Guides")
    await asyncio.to_thread(delete_pages, path, 5)
    await stocked.sync("Guides")
    found = await source_id(stocked, "Guides")
    assert "25 documents were missing" in text_of(await visitor.get(f"/sources/{found}"))
    held = text_of(await visitor.get(f"/sources/{found}/held"))
    assert "25 of 30 known documents were missing." in held
    assert "page07.md" in held
    assert "What was missing is deleted." not in text_of(
        await visitor.send(f"/sources/{found}/approve", which="selected")
    )
    some = [("document", "page07.md"), ("document", "page08.md")]
    await visitor.send(f"/sources/{found}/approve", *some, which="selected")
    assert "28 answers" in text_of(await visitor.get(f"/sources/{found}"))
    assert "What was missing is deleted." in text_of(await visitor.send(f"/sources/{found}/approve"))
    assert "No deletion waits." in text_of(await visitor.get(f"/sources/{found}/held"))
    assert "5 answers" in text_of(await visitor.get(f"/sources/{found}"))


async def test_what_would_come_in_is_shown_before_anything_is_stored(
    visitor: Visitor, stocked: Office
) -> None:
    path = stocked.folder / "guides"
    await asyncio.to_thread(write_pages, path, 12)
    await asyncio.to_thread((path / "broken.docx").write_bytes, b"PK nothing")
    typed = {"name": "Guides", "config.path": str(path)}
    shown = text_of(await visitor.send("/sources/new/folder/preview", **typed))
    assert "The first 10 of 13. Nothing is stored yet." in shown
    assert "Page 3 says it." in shown
    assert (await stocked.admin.get("/v1/sources/Guides")).status == 404
    empty = {"name": "Guides", "config.path": ""}
    assert "need another look" in text_of(await visitor.send("/sources/new/folder/preview", **empty))
    found = await source_id(stocked, "docs")
    theirs = {"name": "docs", "config.path": str(stocked.folder / "docs")}
    assert "Shipping" in text_of(await visitor.send(f"/sources/{found}/preview", **theirs))


async def test_a_plan_is_made_and_told(visitor: Visitor, stocked: Office) -> None:
    found = await source_id(stocked, "docs")
    wrong = await visitor.send(f"/sources/{found}/schedule", every="60", times="25:00")
    assert wrong.status == 422
    assert "Give times of the day" in text_of(wrong)
    planned = text_of(
        await visitor.send(f"/sources/{found}/schedule", every="1440", times="6:30, 12:00", on_change="yes")
    )
    assert "every day · at 06:30, 12:00 · when a file changes" in planned
    told = text_of(await visitor.send(f"/sources/{found}/schedule", every="0", times=""))
    assert "Only when told." in told


async def test_a_source_rests_and_goes_on(visitor: Visitor, stocked: Office) -> None:
    found = await source_id(stocked, "docs")
    assert "The source rests" in text_of(await visitor.send(f"/sources/{found}/pause"))
    assert "Paused" in text_of(await visitor.get("/sources"))
    resumed = text_of(await visitor.send(f"/sources/{found}/resume"))
    assert "The source is read again." in resumed
    assert "Paused" not in text_of(await visitor.get("/sources"))
    assert (await visitor.send(f"/sources/{found}/cancel")).status == 200


async def test_settings_change_and_empty_fields_are_emptied(visitor: Visitor, stocked: Office) -> None:
    found = await source_id(stocked, "docs")
    path = str(stocked.folder / "docs")
    typed = {"name": "Documents", "config.path": path, "config.language": "de", "config.kind": "article"}
    assert "The settings are saved." in text_of(await visitor.send(f"/sources/{found}/settings", **typed))
    shown = (await stocked.admin.get(f"/v1/sources/{found}")).body
    assert (shown["name"], shown["config"]["language"]) == ("Documents", "de")
    assert 'value="de"' in (await visitor.get(f"/sources/{found}/settings")).body
    await visitor.send(f"/sources/{found}/settings", **{**typed, "config.language": ""})
    assert "language" not in (await stocked.admin.get(f"/v1/sources/{found}")).body["config"]
    tested = await visitor.send(f"/sources/{found}/settings/test", **{**typed, "config.path": path + "-no"})
    assert "Correct the path" in text_of(tested)


async def test_a_removal_says_what_it_means_and_does_it(visitor: Visitor, stocked: Office) -> None:
    result = (await stocked.admin.get("/v1/search", params={"q": "password"})).body
    answer = result["results"][0]["answer_id"]
    await stocked.admin.post(f"/v1/answers/{answer}/verify")
    event = {"type": "inserted", "query_id": result["query_id"], "answer_id": answer}
    await stocked.admin.post("/v1/events", event)
    found = await source_id(stocked, "macros")
    asked = text_of(await visitor.get(f"/sources/{found}/remove"))
    assert "Answers 2 Verified by somebody 1 Insertions so far 1 Questions learned 1" in asked
    removed = await visitor.send(f"/sources/{found}/remove")
    assert "The source and its answers are gone." in text_of(removed)
    assert (await stocked.admin.get("/v1/search", params={"q": "password"})).body["total"] == 0


async def test_the_pages_of_a_source_are_turned_by_key(visitor: Visitor, stocked: Office) -> None:
    path = stocked.folder / "guides"
    await asyncio.to_thread(write_pages, path, 60)
    await visitor.send("/sources/new/folder", name="Guides", **{"config.path": str(path)})
    await stocked.sync("Guides")
    found = await source_id(stocked, "Guides")
    first = await visitor.get(f"/sources/{found}/answers")
    onward = re.search(r'href="([^"]+)" rel="next"', first.body)
    assert onward is not None
    second = await visitor.get(onward[1])
    titles = re.findall(r"<bdi>Page (\d+)</bdi>", first.body + second.body)
    assert sorted(map(int, titles)) == list(range(60))
    assert 'rel="next"' not in second.body
    assert (await visitor.get(f"/sources/{found}/answers?before=nonsense")).status == 200


async def test_a_run_is_told_as_it_goes_and_when_it_is_over(visitor: Visitor, stocked: Office) -> None:
    path = stocked.folder / "guides"
    await asyncio.to_thread(write_pages, path, 40)
    await visitor.send("/sources/new/folder", name="Guides", **{"config.path": str(path)})
    found = await source_id(stocked, "Guides")
    told = await visitor.get(f"/sources/{found}/live")
    assert told.headers["Content-Type"].startswith("text/event-stream")
    assert "event: over" in told.body
    assert "Last run" in told.body.rpartition("event: over")[2]


async def test_a_secret_is_asked_for_once_and_shown_never(visitor: Visitor, stocked: Office) -> None:
    typed = {"name": "Books", "config.address": "http://127.0.0.1:9", "config.token_id": "id"}
    asked = await visitor.send("/sources/new/bookstack", **typed)
    assert asked.status == 422
    assert errors_of(asked)["config.token_secret"] == "Fill this in."
    typed["config.token_secret"] = "hush-hush"
    again = await visitor.send("/sources/new/bookstack/test", **typed)
    assert "hush-hush" not in again.body
    added = await visitor.send("/sources/new/bookstack", **typed, despite="yes")
    assert "The source is added" in text_of(added)
    form = await visitor.get(f"/sources/{await source_id(stocked, 'Books')}/settings")
    assert "hush-hush" not in form.body
    assert "A secret is stored. Leave this empty to keep it." in text_of(form)
