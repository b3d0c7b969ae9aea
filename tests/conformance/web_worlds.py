"""Websites, as the conformance kit arranges them: one with a sitemap, one with links alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from connectors.website.connector import WebsiteConnector
from sidecar.conformance import BROKEN, Asked, HttpWorld, Reply

_HTML = {"Content-Type": "text/html; charset=utf-8"}


class LinkedWorld(HttpWorld):
    """Pages to which the first one links, and each to the next."""

    connector = WebsiteConnector

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, str] = {}

    def config(self) -> dict[str, Any]:
        return {"address": f"{self.address}/help/", "private_network": True}

    def write(self, documents: Mapping[str, str]) -> None:
        self.pages = dict(documents)

    def external_id(self, name: str) -> str:
        return f"{self.address}/help/{name}"

    def respond(self, asked: Asked) -> Reply:
        name = asked.path.removeprefix("/help/")
        links = list(self.pages)
        if asked.path == "/help/":
            all_ = "".join(f'<a href="{link}">next</a>' for link in links)
            head = '<meta name="robots" content="noindex">'
            return Reply(f"<html><head>{head}</head><body><nav>{all_}</nav></body></html>", headers=_HTML)
        if name not in self.pages:
            return Reply("Not here.", 404)
        if self.pages[name] == BROKEN:
            return Reply("Oh dear.", 500)
        further = "".join(f'<a href="{link}">next</a>' for link in links[links.index(name) + 1 :][:1])
        main = f"<main><h1>{name}</h1><p>{self.pages[name]}</p></main>"
        body = f"<html><body><nav>{further}</nav>{main}</body></html>"
        etag = hashlib.sha256(body.encode()).hexdigest()
        if asked.headers.get("if-none-match") == f'"{etag}"':
            return Reply(status=304, headers={"ETag": f'"{etag}"'})
        return Reply(body, headers={**_HTML, "ETag": f'"{etag}"'})


class SitemapWorld(LinkedWorld):
    """The same pages, listed in a sitemap."""

    def config(self) -> dict[str, Any]:
        return {"address": f"{self.address}/sitemap.xml", "private_network": True}

    def respond(self, asked: Asked) -> Reply:
        if asked.path == "/sitemap.xml":
            places = "".join(f"<url><loc>{self.external_id(name)}</loc></url>" for name in self.pages)
            return Reply(
                f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>',
                headers={"Content-Type": "application/xml"},
            )
        return super().respond(asked)
