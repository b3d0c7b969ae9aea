"""What the admin of the tests has: sources in every state, answers of every kind, decisions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.browser.harness.sidecar import Sidecar

HOSTILE = (
    "<p>Before <b>bold</b></p><script>document.title = 'taken'</script>"
    "<img src='x' onerror=\"document.title = 'taken'\"><iframe src='/'></iframe><p>After</p>"
)
SHIPPING = (
    "# Shipping to Norway\n\nParcels to Norway take {days} days and need a customs declaration.\n\n"
    "- Oslo: three days\n- Tromsø: five days\n"
)
PERSIAN = "# بازگرداندن کالا\n\nکالا را ظرف ۱۴ روز پس بفرستید تا پول شما برگردد.\n"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
REPLIES = (
    "id,title,body,tags\n"
    'refund,Refund granted,"Hello {{customer.first_name}}, your refund is on its way.",billing\n'
    'password,Password reset,"Follow the link in the e-mail.",account\n'
)


@dataclass
class Office:
    """A filled sidecar; `ids` names what the pages are about."""

    sidecar: Sidecar
    folder: Path
    token: str
    ids: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def api(self) -> AsyncIterator[Api]:
        """Talk to the sidecar as an admin's program."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with aiohttp.ClientSession(self.sidecar.origin, headers=headers) as session:
            yield Api(session)


@dataclass
class Api:
    """Requests with an admin's token."""

    session: aiohttp.ClientSession

    async def get(self, path: str, **query: str) -> Any:
        """GET JSON."""
        async with self.session.get(path, params=query) as response:
            return await response.json()

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """Send JSON; what was refused fails the test."""
        async with self.session.request(method, path, json=body or {}) as response:
            assert response.ok, await response.text()
            return await response.json()

    async def first(self, query: str) -> str:
        """The id of the first answer of a search."""
        return str((await self.get("/v1/search", q=query))["results"][0]["answer_id"])

    async def add(self, kind: str, name: str, path: Path) -> str:
        """Add a source and read it to the end."""
        body = {"type": kind, "name": name, "config": {"path": str(path)}, "check": False}
        source = str((await self.call("POST", "/v1/sources", body))["id"])
        await self.sync(source)
        return source

    async def sync(self, source: str) -> None:
        """Run a source to its end."""
        await self.call("POST", f"/v1/sources/{source}/sync")
        async with self.session.get(f"/v1/sources/{source}/progress") as response:
            await response.read()


def write_files(folder: Path) -> None:
    """Write what the sources read."""
    docs, help_centre = folder / "docs", folder / "help"
    docs.mkdir()
    help_centre.mkdir()
    (docs / "shipping.md").write_text(SHIPPING.format(days="nine"), "utf-8")
    (docs / "returns.fa.md").write_text(PERSIAN, "utf-8")
    (docs / "long.md").write_text(f"# {LONG_WORD}\n\n{LONG_WORD} {LONG_WORD}\n", "utf-8")
    (folder / "replies.csv").write_text(REPLIES, "utf-8")
    for number in range(60):
        text = f"# How to change setting {number}\n\nOpen the settings and choose number {number}.\n"
        (help_centre / f"setting{number:02}.md").write_text(text, "utf-8")
    (help_centre / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (help_centre / "broken.docx").write_bytes(b"PK nothing")


def change_files(folder: Path) -> None:
    """Write what has changed before the second run."""
    (folder / "docs" / "shipping.md").write_text(SHIPPING.format(days="four"), "utf-8")
    for number in range(40):
        (folder / "help" / f"setting{number:02}.md").unlink()


async def fill(sidecar: Sidecar, folder: Path) -> Office:
    """Add the sources, and decide what an admin decides."""
    made = await sidecar.report("token", "create", "tests", "--role", "admin")
    office = Office(sidecar, folder, made["token"])
    async with office.api() as api:
        ids = office.ids
        ids["docs"] = await api.add("folder", "Documents", folder / "docs")
        ids["macros"] = await api.add("replies", "Saved replies", folder / "replies.csv")
        ids["help"] = await api.add("folder", "Help centre", folder / "help")
        ids["gone"] = await api.add("folder", "Intranet", folder / "intranet")
        shipping = await api.first("customs declaration")
        await api.call("POST", f"/v1/answers/{shipping}/verify")
        await asyncio.to_thread(change_files, folder)
        await api.sync(ids["docs"])
        await api.sync(ids["help"])
        ids |= await _decide(api, shipping)
    return office


async def _decide(api: Api, shipping: str) -> dict[str, str]:
    await _use(api, shipping)
    await api.call("PATCH", f"/v1/answers/{shipping}", {"audience": "internal", "tags": ["norway"]})
    await api.call(
        "POST", "/v1/rules", {"action": "pin", "answer": shipping, "when": {"contains": ["norway"]}}
    )
    refund = await api.first("refund granted")
    await api.call("POST", f"/v1/answers/{refund}/flag", {"reason": "We give thirty days now."})
    archived = await api.first("password reset")
    await api.call("PATCH", f"/v1/answers/{archived}", {"archived": True})
    written = {"title": "Greeting <b>VIPs</b>", "body": HOSTILE, "body_format": "html", "audience": "public"}
    ours = (await api.call("POST", "/v1/answers", written))["answer_id"]
    await api.call("POST", "/v1/synonyms", {"phrases": ["parcel", "package", "shipment"]})
    return {
        "shipping": shipping,
        "refund": refund,
        "archived": archived,
        "ours": str(ours),
        "persian": await api.first("بازگرداندن کالا"),
        "long": await api.first(LONG_WORD),
    }


async def _use(api: Api, answer: str) -> None:
    """Ask as a customer would, and insert the answer."""
    asked = {"messages": [{"from": "customer", "text": "How long does my parcel to Norway take?"}]}
    found = await api.call("POST", "/v1/suggest", asked)
    event = {"type": "inserted", "query_id": found["query_id"], "answer_id": answer}
    await api.call("POST", "/v1/events", event)
