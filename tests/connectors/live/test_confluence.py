"""Confluence against its documented API, as Cloud and as Data Center answer."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web

from connectors.confluence.live import ConfluenceLiveConfig, ConfluenceLiveConnector
from connectors.confluence.outline import NOBODY
from connectors.contract import Checkpoint, Event, Failure, Outcome, SourceUnavailable, Unchanged
from connectors.model import Audience
from tests.connectors.context import by_id
from tests.connectors.live.contract import QuickContext, Service, busy, documents, pulled

TOKEN = "ATATT3xFfGF0-token"


class Confluence(Service):
    """Searches by CQL. Cloud goes on by a cursor, Data Center by `start`; parts are shorter than asked."""

    def __init__(self, *, cloud: bool) -> None:
        super().__init__()
        self.cloud = cloud
        self.context = "/wiki" if cloud else ""
        self.part = 3
        self.pages: dict[str, dict[str, Any]] = {}
        self.page("10", "Support Home", "<p>Welcome.</p>")
        self.page("11", "Billing", "<p>About money.</p>", above=["10"])
        self.page(
            "12", "Refunds", "<p>Five <strong>days</strong>.</p>", above=["10", "11"], labels=["billing"]
        )
        self.page("13", "Fraud", "<p>Signs.</p>", above=["10", "11"], groups=["fraud"], users=["ada"])
        self.page("14", "Banks", "<p>Numbers.</p>", above=["10", "11", "13"], groups=["bank"])
        self.page("15", "Hours", "<p>Nine to five.</p>", above=["10"], groups=["confluence-users"])
        self.page("16", "Overview", '<p><ac:structured-macro ac:name="children" /></p>', above=["10"])

    def page(self, id_: str, title: str, body: str, **more: Any) -> None:
        read = {
            "user": {"results": [{"type": "known", "username": name} for name in more.get("users", ())]},
            "group": {"results": [{"type": "group", "name": name} for name in more.get("groups", ())]},
        }
        labels = [{"prefix": "global", "name": name} for name in more.get("labels", ())]
        self.pages[id_] = {
            "id": id_, "type": "page", "status": "current", "title": title,
            "space": {"key": more.get("space", "SUP"), "name": "Support"}, "above": more.get("above", []),
            "version": {"number": 1, "when": "2026-01-30T17:42:24.000Z"},
            "history": {"createdDate": "2025-01-01T09:00:00.000Z"},
            "metadata": {"labels": {"results": labels}},
            "restrictions": {"read": {"operation": "read", "restrictions": read}},
            "body": {"storage": {"value": body, "representation": "storage"}},
        }  # fmt: skip

    async def answer(self, request: web.Request) -> web.Response:
        basic = base64.b64encode(f"ada@shop.example:{TOKEN}".encode()).decode()
        if request.headers.get("Authorization") != (f"Basic {basic}" if self.cloud else f"Bearer {TOKEN}"):
            return web.json_response(
                {"statusCode": 401, "message": "Client must be authenticated"}, status=401
            )
        if request.path != f"{self.context}/rest/api/content/search":
            return web.Response(status=404)
        found = self.found(request.query["cql"])
        key = "cursor" if self.cloud else "start"
        start = int(request.query.get(key, "0"))
        end = start + min(int(request.query.get("limit", "25")), self.part)
        links = {"base": "https://elsewhere.example", "context": self.context}
        if end < len(found):
            query = urlencode({**request.query, key: str(end)})
            links["next"] = f"/rest/api/content/search?{query}"
        results = [self.expanded(page, request.query.get("expand", "")) for page in found[start:end]]
        return web.json_response({"results": results, "size": len(results), "_links": links})

    def found(self, cql: str) -> list[dict[str, Any]]:
        if ids := re.search(r"\bid in \(([^)]*)\)", cql):
            return [self.pages[id_] for id_ in ids.group(1).split(",") if id_ in self.pages]
        if spaces := re.search(r"space in \(([^)]*)\)", cql):
            keys = {key.strip('"') for key in spaces.group(1).split(",")}
            return [page for page in self.pages.values() if page["space"]["key"] in keys]
        return list(self.pages.values())

    def expanded(self, page: dict[str, Any], expand: str) -> dict[str, Any]:
        wanted = {part.partition(".")[0] for part in expand.split(",")}
        kept = {
            key: value for key, value in page.items() if key in {"id", "type", "status", "title", *wanted}
        }
        if "ancestors" in wanted:
            kept["ancestors"] = [{"id": id_, "title": self.pages[id_]["title"]} for id_ in page["above"]]
        return kept


@pytest.fixture(params=[True, False], ids=["cloud", "data-center"])
async def confluence(request: pytest.FixtureRequest) -> AsyncIterator[Confluence]:
    service = Confluence(cloud=request.param)
    async with service.running(service.answer):
        yield service


@pytest.fixture
async def context() -> AsyncIterator[QuickContext]:
    made = QuickContext()
    yield made
    await made.http.close()


def cursor_of(events: list[Event]) -> Any:
    last = events[-1]
    assert isinstance(last, Checkpoint)
    assert last.complete
    return last.cursor


def connector(service: Confluence, context: QuickContext, **config: Any) -> ConfluenceLiveConnector:
    user = "ada@shop.example" if service.cloud else None
    settings = {"address": service.address + service.context, "user": user, "token": TOKEN, **config}
    return ConfluenceLiveConnector(ConfluenceLiveConfig(private_network=True, **settings), context)


async def test_pages_come_in_with_place_labels_and_readers(
    confluence: Confluence, context: QuickContext
) -> None:
    events = await pulled(connector(confluence, context, audience="public"))
    found = documents(events)
    assert set(found) == {"10", "11", "12", "13", "14", "15"}
    refunds = found["12"]
    assert (refunds.folder, refunds.tags, refunds.audience) == (
        "Support::Billing",
        ("billing",),
        Audience.PUBLIC,
    )
    assert refunds.body == "<p>Five <strong>days</strong>.</p>"
    assert refunds.url == f"{confluence.address}{confluence.context}/pages/viewpage.action?pageId=12"
    assert (found["13"].groups, found["13"].audience) == (("fraud", "user:ada"), Audience.INTERNAL)
    assert found["14"].groups == (NOBODY,)
    assert found["15"].groups == ()
    failure = by_id(events)["16"]
    assert isinstance(failure, Failure)
    assert "only macros" in failure.reason
    assert cursor_of(events) == {"pages": sorted([*found, "16"])}


async def test_changes_arrive_and_the_rest_is_not_read_again(
    confluence: Confluence, context: QuickContext
) -> None:
    await pulled(connector(confluence, context))
    confluence.pages["12"]["title"] = "Money back"
    confluence.pages["12"]["version"]["number"] = 2
    confluence.pages["12"]["body"]["storage"]["value"] = "<p>Three days.</p>"
    confluence.page("11", "Billing", "<p>About money.</p>", above=["10"], groups=["finance"])
    del confluence.pages["15"]
    events = await pulled(connector(confluence, context))
    found = documents(events)
    assert found["12"].title == "Money back"
    # Restricting a page restricts those below it, though nobody touched them.
    assert found["12"].groups == ("finance",)
    assert found["11"].groups == ("finance",)
    assert "15" not in by_id(events)
    assert isinstance(by_id(events)["10"], Unchanged)


async def test_page_that_a_shifting_list_misses_is_not_gone(
    confluence: Confluence, context: QuickContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where parts are counted, a page deleted meanwhile moves the next one into the part already seen."""
    old = {**confluence.pages["15"], "id": "9", "title": "Old"}
    confluence.pages = {"9": old, **confluence.pages}
    cursor = cursor_of(await pulled(connector(confluence, context)))
    found, left = confluence.found, ["9"]

    def shifting(cql: str) -> list[dict[str, Any]]:
        pages = found(cql)
        if "order by" in cql and left:
            confluence.pages.pop(left.pop())
        return pages

    monkeypatch.setattr(confluence, "found", shifting)
    events = [event async for event in connector(confluence, context).pull(cursor)]
    assert set(by_id(events)) >= {"10", "11", "12", "13", "14", "15", "16"}


async def test_chosen_spaces_only(confluence: Confluence, context: QuickContext) -> None:
    confluence.page("20", "Law", "<p>Text.</p>", space="LAW")
    assert set(documents(await pulled(connector(confluence, context, spaces="LAW")))) == {"20"}


async def test_page_deleted_between_listing_and_reading_is_left_out(
    confluence: Confluence, context: QuickContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = confluence.found

    def deleting(cql: str) -> list[dict[str, Any]]:
        if "id in" in cql:
            confluence.pages.pop("12", None)
        return found(cql)

    monkeypatch.setattr(confluence, "found", deleting)
    assert "12" not in by_id(await pulled(connector(confluence, context)))


async def test_limits_and_passing_faults_are_waited_out(
    confluence: Confluence, context: QuickContext
) -> None:
    confluence.faults = [busy(), web.Response(status=503)]
    assert len(documents(await pulled(connector(confluence, context)))) == 6


async def test_secrets_go_to_the_configured_server_alone(
    confluence: Confluence, context: QuickContext
) -> None:
    """The answers name another base; going on there would hand the token to it."""
    assert len(documents(await pulled(connector(confluence, context)))) == 6
    assert confluence.asked.count(f"{confluence.context}/rest/api/content/search") > 5


async def test_list_without_an_end_is_noticed(
    confluence: Confluence, context: QuickContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(_request: web.Request) -> web.Response:
        page = confluence.expanded(confluence.pages["10"], "version,space")
        return web.json_response({"results": [page], "_links": {"next": "/rest/api/content/search?cursor=1"}})

    service = Confluence(cloud=confluence.cloud)
    async with service.running(endless):
        with pytest.raises(SourceUnavailable, match="leads back"):
            await pulled(connector(service, context))


async def test_check_maps_what_is_wrong(confluence: Confluence, context: QuickContext) -> None:
    report = await connector(confluence, context).check()
    assert report.ok
    assert "Support" in report.checks[0].detail
    wrong = await connector(confluence, context, token="wrong-token").check()
    assert wrong.checks[0].outcome is Outcome.FAILED
    assert "wrong-token" not in str(wrong)
    none = await connector(confluence, context, spaces="NONE").check()
    assert none.checks[0].outcome is Outcome.INDETERMINATE
    for status, outcome in ((403, Outcome.FAILED), (400, Outcome.FAILED), (500, Outcome.INDETERMINATE)):
        confluence.faults = [web.Response(status=status)] * 3
        assert (await connector(confluence, context).check()).checks[0].outcome is outcome
        confluence.faults.clear()
