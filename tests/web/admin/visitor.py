"""An admin's browser without scripts: opens pages, sends their forms, and goes on where it is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import aiohttp

from tests.web.harness import Answered, Office


@dataclass
class Visitor:
    """A browser that was let in, in one language."""

    session: aiohttp.ClientSession
    url: str
    cookie: str
    language: str = "en"

    async def get(self, path: str, **headers: str) -> Answered:
        """Open a page."""
        return await self._call("GET", path, {"Sec-Fetch-Site": "same-origin", **headers})

    async def send(self, path: str, *pairs: tuple[str, str], **fields: str) -> Answered:
        """Send a form from one of the pages, and open what it leads to."""
        sent = await self.send_from(
            {"Sec-Fetch-Site": "same-origin", "Origin": self.url}, path, *pairs, **fields
        )
        return await self.get(sent.headers["Location"]) if sent.status == 303 else sent

    async def send_from(
        self, headers: dict[str, str], path: str, *pairs: tuple[str, str], **fields: str
    ) -> Answered:
        """Send a form with these headers, which say where it comes from."""
        return await self._call("POST", path, headers, aiohttp.FormData([*fields.items(), *pairs]))

    async def _call(
        self, method: str, path: str, headers: dict[str, str], data: aiohttp.FormData | None = None
    ) -> Answered:
        told = {"Cookie": self.cookie, "Accept-Language": self.language, **headers}
        address = path if path.startswith("http") else self.url + path
        async with self.session.request(
            method, address, headers=told, data=data, allow_redirects=False
        ) as response:
            body = await response.text()
            return Answered(response.status, body, dict(response.headers))


async def let_in(office: Office) -> Visitor:
    """Open a one-time link."""
    made = await office.admin.post("/v1/launch")
    async with office.admin.session.get(made.body["url"], headers={"Sec-Fetch-Site": "none"}) as response:
        (cookie,) = response.cookies.values()
    office.admin.session.cookie_jar.clear()
    return Visitor(office.admin.session, office.server.url, f"{cookie.key}={cookie.value}")


def text_of(page: Answered) -> str:
    """What a page says, without its markup."""
    inside = page.body.partition("<main")[2].partition("</main>")[0] or page.body
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())
