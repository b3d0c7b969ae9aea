"""The sample helpdesk's server: it takes replies from its own page only, and keeps what they say harmless."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from sidecar.demo.helpdesk.server import serving

TICKET = "/api/tickets/48213"


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[ClientSession]:
    """A client of a freshly started helpdesk."""
    async with serving() as address, ClientSession(address) as client:
        yield client


async def send(desk: ClientSession, reply: dict[str, Any], **headers: str) -> tuple[int, Any]:
    async with desk.post(f"{TICKET}/messages", json=reply, headers=headers) as answer:
        return answer.status, await (answer.json() if answer.status == 201 else answer.text())


async def test_a_reply_stands_in_the_conversation_and_changes_the_state(desk: ClientSession) -> None:
    status, ticket = await send(desk, {"public": True, "text": "On its way.\n\nMara"})
    assert status == 201
    assert ticket["messages"][-1]["text"] == "On its way.\n\nMara"
    assert ticket["answered"] is True


async def test_an_internal_note_leaves_the_ticket_open(desk: ClientSession) -> None:
    _, ticket = await send(desk, {"public": False, "text": "Ask Tomasz."})
    assert ticket["messages"][-1]["from"] == "note"
    assert ticket["answered"] is False


async def test_formatting_stays_and_scripts_go(desk: ClientSession) -> None:
    link = '<a href="https://a.example/" onclick="x()">here</a>'
    html = f"<p><b>Hi</b> {link}<img src=x onerror=x()></p><script>x()</script>"
    _, ticket = await send(desk, {"public": True, "html": html})
    kept = ticket["messages"][-1]["html"]
    assert "<b>Hi</b>" in kept
    assert 'href="https://a.example/"' in kept
    assert "script" not in kept
    assert "onclick" not in kept
    assert "onerror" not in kept


@pytest.mark.parametrize(
    "reply", [{"public": True, "text": "  "}, {"public": True}, {"text": "who reads it?"}]
)
async def test_what_is_no_reply_is_refused(desk: ClientSession, reply: dict[str, Any]) -> None:
    status, _ = await send(desk, reply)
    assert status == 422


async def test_another_website_cannot_write_replies(desk: ClientSession) -> None:
    status, _ = await send(desk, {"public": True, "text": "spam"}, Origin="https://evil.example")
    assert status == 403


async def test_a_foreign_host_name_is_not_served(desk: ClientSession) -> None:
    async with desk.get("/", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 421


async def test_pages_allow_no_inline_code_and_nothing_from_elsewhere(desk: ClientSession) -> None:
    for path in ("/", "/tickets/48213", "/page/main.js", "/page/style.css", "/page/icon.svg"):
        async with desk.get(path) as answer:
            assert answer.status == 200
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/tickets/1", "/api/tickets/1", "/page/server.py", "/page/..%2fserver.py"])
async def test_what_is_not_there_is_not_found(desk: ClientSession, path: str) -> None:
    async with desk.get(path) as answer:
        assert answer.status == 404


async def test_the_intended_answers_stay_on_the_server(desk: ClientSession) -> None:
    async with desk.get(TICKET) as answer:
        assert "cs-parcel-stuck" not in await answer.text()
