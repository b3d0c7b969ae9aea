"""BookStack against its documented API: tokens, filters, limits, and pages that change between two syncs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from connectors.bookstack.connector import BookStackConfig, BookStackConnector
from connectors.contract import Checkpoint, ConfigInvalid, Failure, Outcome, SourceUnavailable, Unchanged
from tests.connectors.context import by_id
from tests.connectors.live.contract import QuickContext, Service, busy, documents, pulled

TOKEN = "Token C6mdvEQTGnebsmVn3sFNeeuelGEBjyQp:NOvD3VlzuSVuBPNaf1xWHmy7nIRlaj22"
TAGS = (("Topic", "Billing"), ("faq", ""))
_OPERATORS = {"gt": lambda value, bound: value > int(bound)}


class BookStack(Service):
    """Lists with `count`, `offset`, `sort` and `filter[...]`, most 500 at once; gives pages whole."""

    def __init__(self) -> None:
        super().__init__()
        self.books = [{"id": 1, "name": "Help", "slug": "help"}, {"id": 2, "name": "Board", "slug": "board"}]
        self.chapters = [{"id": 7, "book_id": 1, "name": "Money", "slug": "money"}]
        self.pages: dict[int, dict[str, Any]] = {}
        self.page(11, "Refunds", "<p>Refunds take <b>5 days</b>.</p>", chapter=7, tags=TAGS)
        self.page(12, "Shipping", "<p>We ship.</p><script>alert(1)</script>")
        self.page(13, "Figures", "<p>Secret.</p>", book=2)
        self.page(14, "Draft", "<p>Not yet.</p>", draft=True)
        self.page(15, "Template", "<p>Form.</p>", template=True)

    def page(self, id_: int, name: str, html: str, *, book: int = 1, chapter: int = 0, **more: Any) -> None:
        tags = [{"name": tag, "value": said, "order": 0} for tag, said in more.pop("tags", ())]
        self.pages[id_] = {
            "id": id_, "book_id": book, "chapter_id": chapter, "name": name, "slug": name.lower(),
            "draft": False, "template": False, "priority": 1, "revision_count": 1, "editor": "wysiwyg",
            "created_at": "2025-02-02T21:40:38.000000Z", "updated_at": "2026-01-28T14:43:20.000000Z",
            "created_by": 1, "updated_by": 1, "owned_by": 1, "book_slug": "help" if book == 1 else "board",
            "html": html, "raw_html": html, "markdown": "", "tags": tags, **more,
        }  # fmt: skip

    async def answer(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != TOKEN:
            error = {"error": {"code": 401, "message": "No matching API token was found"}}
            return web.json_response(error, status=401)
        kind, _, id_ = request.path.removeprefix("/api/").partition("/")
        if id_:
            page = self.pages.get(int(id_))
            if page is None:
                return web.json_response({"error": {"code": 404, "message": "Page not found"}}, status=404)
            return web.json_response({**page, "owned_by": {"id": 1, "name": "Ada", "slug": "ada"}})
        items = {"pages": list(self.pages.values()), "books": self.books, "chapters": self.chapters}.get(kind)
        if items is None:
            return web.Response(status=404)
        return web.json_response(self.listed(items, request), headers={"X-RateLimit-Limit": "60000"})

    def listed(self, items: list[dict[str, Any]], request: web.Request) -> dict[str, Any]:
        for key, value in request.query.items():
            if key.startswith("filter["):
                name, _, operator = key[7:-1].partition(":")
                items = [item for item in items if _OPERATORS[operator](item[name], value)]
        sort = request.query.get("sort", "+name")
        items = sorted(items, key=lambda item: item[sort.lstrip("+-")], reverse=sort.startswith("-"))
        count = min(int(request.query.get("count", "100")), 500)
        offset = int(request.query.get("offset", "0"))
        hidden = {"html", "raw_html", "markdown", "tags"}
        data = [{key: value for key, value in item.items() if key not in hidden} for item in items]
        return {"data": data[offset : offset + count], "total": len(items)}


@pytest.fixture
async def bookstack() -> AsyncIterator[BookStack]:
    service = BookStack()
    async with service.running(service.answer):
        yield service


@pytest.fixture
async def context() -> AsyncIterator[QuickContext]:
    made = QuickContext()
    yield made
    await made.http.close()


def connector(service: BookStack, context: QuickContext, **config: Any) -> BookStackConnector:
    id_, _, secret = TOKEN.removeprefix("Token ").partition(":")
    settings = {"address": service.address, "token_id": id_, "token_secret": secret, **config}
    return BookStackConnector(BookStackConfig(private_network=True, **settings), context)


async def test_pages_come_in_with_their_place_and_tags(bookstack: BookStack, context: QuickContext) -> None:
    events = await pulled(connector(bookstack, context))
    found = documents(events)
    assert set(found) == {"11", "12", "13"}
    refunds = found["11"]
    assert (refunds.title, refunds.folder, refunds.owner) == ("Refunds", "Help::Money", "Ada")
    assert refunds.tags == ("Topic: Billing", "faq")
    assert refunds.url == f"{bookstack.address}/books/help/page/refunds"
    assert refunds.body == "<p>Refunds take <b>5 days</b>.</p>"
    assert "script" not in found["12"].body
    assert events[-1] == Checkpoint(complete=True)


async def test_edited_moved_and_deleted_pages_arrive_and_the_rest_is_not_read_again(
    bookstack: BookStack, context: QuickContext
) -> None:
    await pulled(connector(bookstack, context))
    bookstack.pages[11]["html"] = "<p>Refunds take 3 days.</p>"
    bookstack.pages[11]["updated_at"] = "2026-02-01T10:00:00.000000Z"
    bookstack.chapters[0]["name"] = "Payments"
    del bookstack.pages[13]
    bookstack.asked.clear()
    events = await pulled(connector(bookstack, context))
    found = documents(events)
    assert (found["11"].folder, "3 days" in found["11"].body) == ("Help::Payments", True)
    assert isinstance(by_id(events)["12"], Unchanged)
    assert "13" not in by_id(events)
    assert bookstack.asked.count("/api/pages/12") == 0


async def test_more_pages_than_fit_one_answer(bookstack: BookStack, context: QuickContext) -> None:
    for number in range(1100):
        bookstack.page(100 + number, f"Page {number}", "<p>Text.</p>")
    assert len(documents(await pulled(connector(bookstack, context, books="Help")))) == 1102
    assert bookstack.asked.count("/api/pages") == 3


async def test_page_deleted_while_others_are_listed_loses_none(
    bookstack: BookStack, context: QuickContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(600):
        bookstack.page(100 + number, f"Page {number}", "<p>Text.</p>")
    listed = bookstack.listed

    def deleting(items: list[dict[str, Any]], request: web.Request) -> dict[str, Any]:
        said = listed(items, request)
        bookstack.pages.pop(11, None)
        return said

    monkeypatch.setattr(bookstack, "listed", deleting)
    found = documents(await pulled(connector(bookstack, context)))
    assert {str(100 + number) for number in range(600)} <= set(found)
    assert "11" not in found


async def test_chosen_books_only(bookstack: BookStack, context: QuickContext) -> None:
    assert set(documents(await pulled(connector(bookstack, context, books="board")))) == {"13"}
    with pytest.raises(ConfigInvalid, match=r"no book 'law'. There are: Board, Help"):
        await pulled(connector(bookstack, context, books="Law"))


async def test_limits_and_passing_faults_are_waited_out(bookstack: BookStack, context: QuickContext) -> None:
    bookstack.faults = [busy(1), web.Response(status=502)]
    assert len(documents(await pulled(connector(bookstack, context)))) == 3


async def test_one_page_that_fails_loses_no_other(bookstack: BookStack, context: QuickContext) -> None:
    bookstack.faults_at = {"/api/pages/12": 500, "/api/pages/13": 403}
    events = by_id(await pulled(connector(bookstack, context)))
    assert {key for key, event in events.items() if isinstance(event, Failure)} == {"12", "13"}
    assert all(event.retryable for event in events.values() if isinstance(event, Failure))


async def test_all_pages_failing_ends_the_run_and_deletes_nothing(
    bookstack: BookStack, context: QuickContext
) -> None:
    for number in range(10):
        bookstack.page(100 + number, f"Page {number}", "<p>Text.</p>")
    bookstack.faults_at = {f"/api/pages/{number}": 500 for number in [11, 12, 13, *range(100, 110)]}
    with pytest.raises(SourceUnavailable):
        await pulled(connector(bookstack, context))


async def test_check_maps_what_is_wrong(bookstack: BookStack, context: QuickContext) -> None:
    assert (await connector(bookstack, context).check()).ok
    wrong = await connector(bookstack, context, token_secret="wrong").check()
    assert wrong.checks[0].outcome is Outcome.FAILED
    assert "wrong" not in str(wrong)
    for status, outcome in ((403, Outcome.FAILED), (404, Outcome.FAILED), (503, Outcome.INDETERMINATE)):
        bookstack.faults = [web.Response(status=status)] * 3
        report = await connector(bookstack, context).check()
        assert report.checks[0].outcome is outcome, status
        assert report.checks[0].remedy
        bookstack.faults.clear()
    bookstack.faults = [web.Response(text="<html>Login</html>", content_type="text/html")]
    assert "JSON" in (await connector(bookstack, context).check()).checks[0].detail


def sample(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


async def test_samples_of_the_documentation_are_read(
    bookstack: BookStack, context: QuickContext, test_data: Path
) -> None:
    samples = test_data / "exports" / "bookstack-api-samples" / "dev" / "api" / "responses"
    page = await asyncio.to_thread(sample, samples, "pages-read")
    listed = (await asyncio.to_thread(sample, samples, "pages-list"))["data"][0]
    bookstack.pages = {page["id"]: {**listed, **page, "chapter_id": 7}}
    (found,) = documents(await pulled(connector(bookstack, context))).values()
    assert found.tags == ("Category: Top Content", "Animal: Cat")
    assert "This is my cool page!" in found.body
