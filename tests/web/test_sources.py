"""Sources over HTTP: adding, checking, running, watching, removing."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.web.harness import Office


async def test_the_kinds_of_sources_describe_their_settings(office: Office) -> None:
    types = {kind["id"]: kind for kind in (await office.admin.get("/v1/sources/types")).body["types"]}
    assert {"folder", "replies"} <= set(types)
    assert types["folder"]["error"] is None
    assert types["folder"]["settings"]["required"] == ["path"]


async def test_a_source_that_was_read_tells_what_it_has(stocked: Office) -> None:
    sources = {item["name"]: item for item in (await stocked.admin.get("/v1/sources")).body["sources"]}
    assert sources["docs"]["counts"]["answers"] == 3
    assert sources["macros"]["counts"]["answers"] == 2
    run = sources["docs"]["last_run"]
    assert (run["state"], run["added"], run["failed"], run["complete"]) == ("done", 3, [], True)
    by_id = await stocked.admin.get(f"/v1/sources/{sources['docs']['id']}")
    assert by_id.body == (await stocked.admin.get("/v1/sources/docs")).body


@pytest.mark.parametrize(
    ("source", "status", "says"),
    [
        ({"type": "gopher", "name": "x"}, 400, "folder"),
        ({"type": "folder", "name": "x", "config": {}}, 400, "path"),
        ({"type": "folder", "name": "x", "config": {"path": "/", "colour": "red"}}, 400, "include"),
        ({"type": "folder", "name": "x", "config": {"path": "/no/such/folder"}}, 400, "/no/such/folder"),
        ({"type": "folder", "name": ""}, 400, "name"),
        ({"type": "folder"}, 400, "name"),
    ],
)
async def test_a_source_that_cannot_work_is_refused_with_the_reason(
    office: Office, source: dict[str, Any], status: int, says: str
) -> None:
    answered = await office.admin.post("/v1/sources", source)
    assert (answered.status, answered.code) == (status, "invalid_request")
    assert says in json.dumps(answered.body)
    assert (await office.admin.get("/v1/sources")).body["sources"] == []


async def test_a_name_is_given_once(stocked: Office) -> None:
    again = {"type": "folder", "name": "docs", "config": {"path": str(stocked.folder)}}
    assert (await stocked.admin.post("/v1/sources", again)).code == "conflict"


async def test_progress_ends_with_the_result_which_can_be_found_then(stocked: Office) -> None:
    path = stocked.folder / "docs" / "gift.md"
    await asyncio.to_thread(path.write_text, "# Gift cards\n\nGift cards never expire.\n", encoding="utf-8")
    await stocked.admin.post("/v1/sources/docs/sync")
    stream = await stocked.admin.get("/v1/sources/docs/progress")
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    events = [part.split("\n")[0] for part in stream.body.strip().split("\n\n")]
    assert events[-1] == "event: done"
    assert set(events[:-1]) <= {"event: progress"}
    found = await stocked.admin.get("/v1/search", params={"q": "gift cards"})
    assert found.body["results"][0]["title"] == "Gift cards"


async def test_what_is_deleted_at_the_source_cannot_be_found(stocked: Office) -> None:
    await asyncio.to_thread((stocked.folder / "docs" / "shipping.md").unlink)
    assert (await stocked.sync("docs"))["deleted"] == 1
    assert (await stocked.admin.get("/v1/search", params={"q": "Norway"})).body["total"] == 0


async def test_a_broken_document_is_listed_with_its_reason(stocked: Office) -> None:
    path = stocked.folder / "docs" / "broken.pdf"
    await asyncio.to_thread(path.write_bytes, b"%PDF-1.7 this is no PDF")
    run = await stocked.sync("docs")
    assert [item["external_id"] for item in run["failed"]] == ["broken.pdf"]
    source = (await stocked.admin.get("/v1/sources/docs")).body
    assert source["failures"][0]["reason"]
    assert run["state"] == "done"


async def test_a_source_that_vanished_fails_as_a_whole_and_keeps_its_answers(stocked: Office) -> None:
    await asyncio.to_thread((stocked.folder / "docs").rename, stocked.folder / "elsewhere")
    run = await stocked.sync("docs")
    assert run["state"] == "failed"
    assert run["error"]
    assert (await stocked.admin.get("/v1/search", params={"q": "Norway"})).body["total"] == 1
    checked = (await stocked.admin.post("/v1/sources/docs/check")).body
    assert checked["ok"] is False
    assert checked["checks"][0]["detail"]


async def test_a_changed_source_is_checked_too(stocked: Office) -> None:
    wrong = await stocked.admin.call(
        "PATCH", "/v1/sources/docs", json={"config": {"path": "/no/such/folder"}}
    )
    assert wrong.status == 400
    renamed = await stocked.admin.call("PATCH", "/v1/sources/docs", json={"name": "handbook"})
    assert renamed.body["name"] == "handbook"
    assert renamed.body["config"]["path"] == str(stocked.folder / "docs")


async def test_a_removed_source_suggests_nothing_any_more(stocked: Office) -> None:
    assert (await stocked.admin.call("DELETE", "/v1/sources/docs")).status == 200
    assert (await stocked.admin.get("/v1/search", params={"q": "Norway"})).body["total"] == 0
    assert (await stocked.admin.get("/v1/sources/docs")).status == 404


async def test_only_admins_configure(stocked: Office) -> None:
    expert = await stocked.client("expert")
    for method, path in (
        ("GET", "/v1/sources"),
        ("POST", "/v1/sources/docs/sync"),
        ("DELETE", "/v1/sources/docs"),
    ):
        assert (await expert.call(method, path)).status == 403


async def test_status_says_what_to_do(office: Office) -> None:
    body = (await office.admin.get("/v1/status")).body
    assert body["ok"] is True
    assert body["index"]["ready"] is True
    remedies = {check["name"]: check["remedy"] for check in body["checks"]}
    assert "cuecard source types" in remedies["sources"]
    assert "cuecard pair" in remedies["browser"]


async def test_the_index_can_be_built_anew_while_serving(stocked: Office) -> None:
    assert (await stocked.admin.post("/v1/reindex")).body["passages"] == 5
    assert (await stocked.admin.get("/v1/search", params={"q": "Norway"})).body["total"] == 1
