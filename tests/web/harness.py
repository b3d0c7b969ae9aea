"""A whole sidecar on its real sockets, with a little knowledge, and clients of every role."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from sidecar.app import Server, running

DOCUMENTS = {
    "refunds.md": "# Refunds\n\nA refund is possible within 14 days of the purchase. Write to billing.\n",
    "shipping.md": "# Shipping\n\nParcels to Norway take nine days and need a customs declaration.\n",
    "internal/fraud.md": "---\ngroups: [fraud]\n---\n# Chargebacks\n\nTell the fraud desk of a chargeback.\n",
}
REPLIES = (
    "id,title,body,questions,tags\n"
    "refund,Refund granted,"
    '"Hello {{customer.first_name}}, your refund for order {{order.number}} is on its way.",'
    "I want my money back,billing\n"
    'password,Password reset,"Follow the link in the e-mail to choose a new password.",'
    "How do I log in again?,account\n"
)


def write_knowledge(folder: Path) -> None:
    """Write the documents and replies that the tests speak of."""
    for name, text in DOCUMENTS.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "replies.csv").write_text(REPLIES, encoding="utf-8")


@dataclass
class Answered:
    """An answer of the server."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The error code."""
        return str(self.body["error"]["code"])

    @property
    def message(self) -> str:
        """The error message."""
        return str(self.body["error"]["message"])


class Client:
    """Sends requests as one token would (none: without a token)."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str | None) -> None:
        self.session = session
        self.url = url
        self.token = token

    async def call(self, method: str, path: str, **kwargs: Any) -> Answered:
        """Send a request; the body of the answer is JSON where it says so, else text."""
        headers = dict(kwargs.pop("headers", {}))
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        async with self.session.request(method, self.url + path, headers=headers, **kwargs) as response:
            is_json = response.content_type == "application/json"
            body = await response.json() if is_json else await response.text()
            return Answered(response.status, body, dict(response.headers))

    async def get(self, path: str, **kwargs: Any) -> Answered:
        """GET."""
        return await self.call("GET", path, **kwargs)

    async def post(self, path: str, body: Any = None, **kwargs: Any) -> Answered:
        """POST JSON."""
        return await self.call("POST", path, json={} if body is None else body, **kwargs)


@dataclass
class Office:
    """A running sidecar and whoever talks to it."""

    server: Server
    folder: Path
    admin: Client
    nobody: Client

    def with_token(self, token: str) -> Client:
        """A client that sends this token."""
        return Client(self.admin.session, self.server.url, token)

    async def client(self, role: str, *groups: str) -> Client:
        """A client with a new token of this role."""
        made = await self.admin.post(
            "/v1/tokens", {"name": f"{role} {groups}", "role": role, "groups": groups}
        )
        assert made.status == 201, made.body
        return self.with_token(made.body["token"])

    async def sync(self, source: str) -> Any:
        """Run a source to its end; the last event of its progress."""
        started = await self.admin.post(f"/v1/sources/{source}/sync")
        assert started.status == 202, started.body
        events = (await self.admin.get(f"/v1/sources/{source}/progress")).body
        return json.loads(events.strip().rpartition("data: ")[2])

    async def stock(self) -> None:
        """Add both sources and read them."""
        await asyncio.to_thread(write_knowledge, self.folder)
        for type_, name, path in (("folder", "docs", "docs"), ("replies", "macros", "replies.csv")):
            config = {"path": str(self.folder / path)}
            added = await self.admin.post("/v1/sources", {"type": type_, "name": name, "config": config})
            assert added.status == 201, added.body
            assert (await self.sync(name))["state"] == "done"


@contextlib.asynccontextmanager
async def opened(folder: Path, *, schedule: bool = False) -> AsyncIterator[Office]:
    """Run a sidecar on a free port with a data folder in `folder`."""
    async with (
        running(folder / "data", port=0, schedule=schedule) as server,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session,
    ):
        await server.ready()
        yield Office(
            server,
            folder,
            Client(session, server.url, server.control_token),
            Client(session, server.url, None),
        )
