"""Beside every sample ticket stands the answer a good agent would use, through the real server and HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from sidecar.app import running
from sidecar.commands.connection import Api
from sidecar.demo import filling
from sidecar.demo.asking import lines_of, request_of
from sidecar.demo.filling import fill
from sidecar.demo.helpdesk.samples import Ticket, load_tickets
from sidecar.demo.sources import SampleSource

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESK = "http://127.0.0.1:8390"
TICKETS = load_tickets()
ANSWERED = [ticket for ticket in TICKETS.values() if ticket.fits]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def api(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """A sidecar that has taken in the sample knowledge."""
    folder: Path = tmp_path_factory.mktemp("demo")
    async with running(folder, port=0, announce=False) as server:
        await server.ready()
        headers = {"Authorization": f"Bearer {server.control_token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            client = Api(session, server.url)
            await fill(client)
            yield client


async def ask(api: Api, ticket: Ticket) -> Any:
    return await api.post("/v1/suggest", request_of(ticket, DESK))


@pytest.mark.parametrize("ticket", ANSWERED, ids=lambda ticket: ticket.id)
async def test_the_answers_that_fit_are_among_the_first_three(api: Api, ticket: Ticket) -> None:
    answer = await ask(api, ticket)
    assert answer["confident"]
    shown = [suggestion["source"]["external_id"] for suggestion in answer["suggestions"]]
    assert set(ticket.fits) <= set(shown[:3])


async def test_the_ticket_that_nothing_fits_gets_no_confident_answer(api: Api) -> None:
    (ticket,) = (ticket for ticket in TICKETS.values() if not ticket.fits)
    answer = await ask(api, ticket)
    assert answer["confident"] is False
    assert lines_of(answer) == ["   Nothing fits well enough to be suggested."]


async def test_both_sides_of_the_contradiction_are_in_sight(api: Api) -> None:
    answer = await ask(api, TICKETS["48187"])
    shown = [suggestion["source"]["external_id"] for suggestion in answer["suggestions"]]
    assert {"cs-return-how", "cs-return-window"} <= set(shown)


async def test_names_are_filled_and_the_order_number_is_asked_for(api: Api) -> None:
    best = (await ask(api, TICKETS["48213"]))["suggestions"][0]
    gaps = {gap["name"]: gap["value"] for gap in best["placeholders"]}
    assert gaps == {"customer.first_name": "Ada", "agent.name": "Mara Lindqvist", "order.number": None}
    assert best["text"].startswith("Hi Ada,")


async def test_internal_knowledge_is_marked(api: Api) -> None:
    body = {"messages": [{"from": "customer", "text": "Dock seal CD2510, E-21, report says crc over 20"}]}
    suggestions = (await api.post("/v1/suggest", body))["suggestions"]
    audience = {one["source"]["external_id"]: one["audience"] for one in suggestions}
    assert audience["ember-diagnosis.md"] == "internal"


async def test_taking_the_knowledge_in_again_changes_nothing(api: Api) -> None:
    before = await api.get("/v1/sources")
    answers = await fill(api)
    after = await api.get("/v1/sources")
    assert answers == sum(source["counts"]["answers"] for source in before["sources"])
    for source in after["sources"]:
        run = source["last_run"]
        assert (run["added"], run["changed"], run["deleted"]) == (0, 0, 0)
        assert source["failures"] == []


async def test_sources_follow_the_package_to_another_place(
    api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = await fill(api)
    moved = tmp_path / "technical.csv"
    await asyncio.to_thread(moved.write_text, "title,body\nOnly one,It has moved.\n", encoding="utf-8")
    monkeypatch.setattr(
        filling,
        "sample_sources",
        lambda: (SampleSource("Technical replies", "replies", {"path": str(moved)}),),
    )
    assert await fill(api) < answers
    monkeypatch.undo()
    assert await fill(api) == answers
