"""Notion against its documented API: search, blocks in blocks, cursors, pages that change between syncs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from connectors.contract import (
    Checkpoint,
    Delete,
    Event,
    Failure,
    Outcome,
    SourceUnavailable,
    Unchanged,
    Upsert,
)
from connectors.notion import api
from connectors.notion.live import NotionLiveConfig, NotionLiveConnector
from tests.connectors.context import by_id
from tests.connectors.live.contract import QuickContext, Service, busy, documents

TOKEN = "ntn_of-the-tests"
HOME, MONEY, REFUNDS, TABLE = ("a" * 31 + str(number) for number in range(4))


def text(said: str) -> list[dict[str, Any]]:
    return [{"type": "text", "plain_text": said, "href": None, "annotations": {}}]


class Notion(Service):
    """Finds what was shared, 100 at once or fewer; `hidden` ids are shared and yet not found."""

    def __init__(self) -> None:
        super().__init__()
        self.part = 2
        self.hidden: set[str] = set()
        self.pages: dict[str, dict[str, Any]] = {}
        self.blocks: dict[str, list[dict[str, Any]]] = {}
        self.page(HOME, "Handbook", {"type": "workspace", "workspace": True})
        self.page(MONEY, "Money", {"type": "page_id", "page_id": HOME})
        tags = {"type": "multi_select", "multi_select": [{"name": "billing"}, {"name": "faq"}]}
        days = {"type": "number", "number": 5}
        verified = {
            "type": "verification",
            "verification": {
                "state": "verified",
                "verified_by": {"name": "Ada"},
                "date": {"start": "2026-01-15T10:00:00.000Z"},
            },
        }
        self.page(
            REFUNDS,
            "Refunds",
            {"type": "data_source_id", "data_source_id": TABLE},
            {"Tags": tags, "Days": days, "Verification": verified},
        )

    def page(
        self, id_: str, title: str, parent: dict[str, Any], properties: dict[str, Any] | None = None
    ) -> None:
        self.pages[id_] = {
            "object": "page", "id": id_, "parent": parent, "in_trash": False, "archived": False,
            "created_time": "2025-01-01T09:00:00.000Z", "last_edited_time": "2026-01-30T17:42:00.000Z",
            "url": f"https://www.notion.so/{title}-{id_}",
            "properties": {"Name": {"type": "title", "title": text(title)}, **(properties or {})},
        }  # fmt: skip
        self.blocks[id_] = [self.block("paragraph", f"Text of {title}.")]

    def block(self, kind: str, said: str, *children: dict[str, Any]) -> dict[str, Any]:
        id_ = f"b{len(self.blocks):031d}"
        self.blocks[id_] = list(children)
        return {"id": id_, "type": kind, "has_children": bool(children), kind: {"rich_text": text(said)}}

    async def answer(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.refused(401, "unauthorized", "API token is invalid.")
        assert request.headers.get("Notion-Version") == api.VERSION
        match request.path.removeprefix("/v1/").split("/"):
            case ["users", "me"]:
                return web.json_response({"object": "user", "type": "bot", "name": "Cuecard"})
            case ["search"]:
                return await self.search(request)
            case ["pages", id_] if id_ in self.pages:
                return web.json_response(self.pages[id_])
            case ["blocks", id_, "children"] if id_ in self.blocks:
                return self.listed(self.blocks[id_], request.query)
        return self.refused(404, "object_not_found", "Could not find it; make sure it is shared.")

    async def search(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["filter"]["value"] == "data_source":
            source = {
                "id": TABLE,
                "title": text("Answers"),
                "database_parent": {"type": "page_id", "page_id": MONEY},
            }
            return self.listed([{"object": "data_source", **source}], body)
        pages = [page for id_, page in self.pages.items() if id_ not in self.hidden and not page["in_trash"]]
        return self.listed(pages, body)

    def listed(self, items: list[dict[str, Any]], asked: Any) -> web.Response:
        start = int(asked.get("start_cursor", 0))
        end = start + min(int(asked.get("page_size", 100)), self.part)
        more = end < len(items)
        return web.json_response(
            {"results": items[start:end], "has_more": more, "next_cursor": str(end) if more else None}
        )

    def refused(self, status: int, code: str, said: str) -> web.Response:
        return web.json_response(
            {"object": "error", "status": status, "code": code, "message": said}, status=status
        )


@pytest.fixture
async def notion() -> AsyncIterator[Notion]:
    service = Notion()
    async with service.running(service.answer):
        yield service


@pytest.fixture
async def context() -> AsyncIterator[QuickContext]:
    made = QuickContext()
    yield made
    await made.http.close()


def connector(service: Notion, context: QuickContext, **config: Any) -> NotionLiveConnector:
    settings = {"address": service.address, "token": TOKEN, **config}
    return NotionLiveConnector(NotionLiveConfig(private_network=True, **settings), context)


async def pulled(service: Notion, context: QuickContext, cursor: Any = None) -> list[Event]:
    events = [event async for event in connector(service, context).pull(cursor)]
    for event in events:
        context.remember(event)
    return events


def cursor_of(events: list[Event]) -> Any:
    last = events[-1]
    assert isinstance(last, Checkpoint)
    assert last.complete
    return last.cursor


async def test_pages_come_in_with_place_and_properties(notion: Notion, context: QuickContext) -> None:
    found = documents(await pulled(notion, context))
    assert {id_: document.folder for id_, document in found.items()} == {
        HOME: None, MONEY: "Handbook", REFUNDS: "Handbook::Money::Answers",
    }  # fmt: skip
    refunds = found[REFUNDS]
    assert refunds.tags == ("billing", "faq")
    assert "<th>Days</th><td>5</td>" in refunds.body
    assert (refunds.verified_by, refunds.verified_at is not None) == ("Ada", True)
    assert refunds.url == f"https://www.notion.so/Refunds-{REFUNDS}"


async def test_blocks_within_blocks_and_over_several_answers(notion: Notion, context: QuickContext) -> None:
    nested = notion.block("bulleted_list_item", "First", notion.block("bulleted_list_item", "Within"))
    items = [notion.block("bulleted_list_item", f"Item {number}") for number in range(5)]
    origin = notion.block("synced_block", "", notion.block("paragraph", "Said once."))
    copy = {**notion.block("synced_block", ""), "synced_block": {"synced_from": {"block_id": origin["id"]}}}
    lost = {**notion.block("synced_block", ""), "synced_block": {"synced_from": {"block_id": "f" * 32}}}
    notion.blocks[HOME] = [nested, *items, origin, copy, lost]
    body = documents(await pulled(notion, context))[HOME].body
    assert body.startswith("<ul><li>First<ul><li>Within</li></ul></li><li>Item 0</li>")
    assert body.count("Said once.") == 2


async def test_edited_moved_and_deleted_pages_arrive_and_the_rest_is_not_read_again(
    notion: Notion, context: QuickContext
) -> None:
    cursor = cursor_of(await pulled(notion, context))
    notion.pages[MONEY]["properties"]["Name"]["title"] = text("Payments")
    notion.pages[MONEY]["last_edited_time"] = "2026-02-01T10:00:00.000Z"
    notion.page("c" * 32, "Hours", {"type": "page_id", "page_id": HOME})
    events = await pulled(notion, context, cursor)
    found = documents(events)
    assert found[MONEY].title == "Payments"
    assert found[REFUNDS].folder == "Handbook::Payments::Answers"
    assert isinstance(by_id(events)[HOME], Unchanged)
    notion.pages[REFUNDS]["in_trash"] = True
    del notion.pages["c" * 32]
    events = await pulled(notion, context, cursor_of(events))
    assert {event.external_id for event in events if isinstance(event, Delete)} == {REFUNDS, "c" * 32}


async def test_page_the_search_forgets_is_not_gone(notion: Notion, context: QuickContext) -> None:
    cursor = cursor_of(await pulled(notion, context))
    notion.hidden = {REFUNDS, MONEY}
    events = await pulled(notion, context, cursor)
    assert {type(event) for event in by_id(events).values()} == {Unchanged}
    assert cursor_of(events) == cursor


async def test_page_edited_a_moment_ago_is_read_again(notion: Notion, context: QuickContext) -> None:
    notion.pages[HOME]["last_edited_time"] = datetime.now(UTC).isoformat(timespec="minutes")
    await pulled(notion, context)
    notion.blocks[HOME] = [notion.block("paragraph", "Edited within the same minute.")]
    event = by_id(await pulled(notion, context))[HOME]
    assert isinstance(event, Upsert)
    assert "same minute" in event.document.body


async def test_limits_and_passing_faults_are_waited_out(notion: Notion, context: QuickContext) -> None:
    notion.faults = [busy(), web.Response(status=502)]
    assert len(documents(await pulled(notion, context))) == 3


async def test_one_page_that_fails_loses_no_other(notion: Notion, context: QuickContext) -> None:
    notion.faults_at = {f"/v1/blocks/{HOME}/children": 403}
    events = by_id(await pulled(notion, context))
    assert isinstance(events[HOME], Failure)
    assert isinstance(events[REFUNDS], Upsert)
    notion.faults_at = {f"/v1/blocks/{HOME}/children": 500}
    context.known.clear()
    with pytest.raises(SourceUnavailable):
        await pulled(notion, context)


async def test_empty_and_endless_pages_are_failures(
    notion: Notion, context: QuickContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "_MOST_BLOCKS", 50)
    notion.blocks[HOME] = []
    notion.blocks[MONEY] = [notion.block("paragraph", "Line") for _ in range(60)]
    events = by_id(await pulled(notion, context))
    reasons = {key: event.reason for key, event in events.items() if isinstance(event, Failure)}
    assert "no text" in reasons[HOME]
    assert "more than 50 blocks" in reasons[MONEY]


async def test_check_maps_what_is_wrong(notion: Notion, context: QuickContext) -> None:
    report = await connector(notion, context).check()
    assert report.ok
    assert "Handbook, Money" in report.checks[1].detail
    wrong = await connector(notion, context, token="ntn_wrong").check()
    assert wrong.checks[0].outcome is Outcome.FAILED
    assert "ntn_wrong" not in str(wrong)
    notion.pages.clear()
    none = await connector(notion, context).check()
    assert none.checks[1].outcome is Outcome.INDETERMINATE
    assert "Connections" in none.checks[1].remedy


async def test_published_samples_are_read(notion: Notion, context: QuickContext, test_data: Path) -> None:
    sample = test_data / "exports" / "notion-api" / "example-page.json"
    said = json.loads(await asyncio.to_thread(sample.read_text, encoding="utf-8"))
    page_id = said["pageId"].replace("-", "")
    notion.part = 100
    notion.blocks |= {id_: blocks["results"] for id_, blocks in said["blocks"].items()}
    notion.page(page_id, "Sample", {"type": "workspace", "workspace": True})
    notion.blocks[page_id] = said["blocks"][said["pageId"]]["results"]
    body = documents(await pulled(notion, context))[page_id].body
    for part in ("<h1>A heading</h1>", "<li>First<ul><li>Nested</li></ul></li>", "<th>Name</th>", "☑ Done"):
        assert part in body
