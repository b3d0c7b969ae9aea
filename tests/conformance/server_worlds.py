"""Live wikis and services, as the conformance kit arranges them: no more than their connectors ask for."""

from __future__ import annotations

import hashlib
import json
import re
import xmlrpc.client
from collections.abc import Mapping
from typing import Any

from connectors.bookstack.connector import BookStackConnector
from connectors.confluence.live import ConfluenceLiveConnector
from connectors.dokuwiki.live import DokuWikiLiveConnector
from connectors.mediawiki.live import MediaWikiLiveConnector
from connectors.notion.live import NotionLiveConnector
from sidecar.conformance import BROKEN, HttpWorld
from sidecar.conformance.http_world import Asked, Reply

_SECRET = "a-secret-of-the-tests"


class ServedWorld(HttpWorld):
    """Documents with a number, a title, and a version that grows whenever something is written."""

    keeps_history = True
    secret = _SECRET

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        super().__init__()

    def write(self, documents: Mapping[str, str]) -> None:
        for name, text in documents.items():
            if self.documents.get(name) != text:
                self.versions[name] = self.versions.get(name, 0) + 1
        self.documents = dict(documents)

    def external_id(self, name: str) -> str:
        return str(int.from_bytes(name.encode(), "big"))

    def rename(self, old: str, new: str) -> None:
        self.titles[old] = new
        self.versions[old] += 1

    def title(self, name: str) -> str:
        return self.titles.get(name, name)

    def name(self, external_id: str) -> str | None:
        """The document with this id."""
        return next((name for name in self.documents if self.external_id(name) == external_id), None)

    def when(self, name: str) -> str:
        """When a document was edited: long ago, and later with each version."""
        version = self.versions[name]
        return f"2025-01-{1 + version // 1440:02d}T{version // 60 % 24:02d}:{version % 60:02d}:00.000Z"


def _json(said: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(said), status, {"Content-Type": "application/json"})


class BookStackWorld(ServedWorld):
    connector = BookStackConnector

    def config(self) -> dict[str, Any]:
        return {
            "address": self.address, "token_id": "id", "token_secret": _SECRET, "private_network": True,
        }  # fmt: skip

    def respond(self, asked: Asked) -> Reply:
        assert asked.headers["authorization"] == f"Token id:{_SECRET}"
        kind, _, id_ = asked.path.removeprefix("/api/").partition("/")
        if id_:
            name = self.name(id_)
            return _json(self.page(name)) if name is not None else _json({"error": {"code": 404}}, 404)
        items = {"books": [{"id": 1, "name": "Help"}], "pages": [self.page(name) for name in self.documents]}
        after = int(asked.query.get("filter[id:gt]", ["0"])[0])
        found = sorted(
            (item for item in items.get(kind, ()) if item["id"] > after), key=lambda item: item["id"]
        )
        return _json({"data": found, "total": len(found)})

    def page(self, name: str) -> dict[str, Any]:
        text = self.documents[name]
        return {
            "id": int(self.external_id(name)), "book_id": 1, "chapter_id": 0, "name": self.title(name),
            "slug": name, "book_slug": "help", "draft": False, "template": False, "tags": [],
            "updated_at": self.when(name), "html": "" if text == BROKEN else f"<p>{text}</p>",
        }  # fmt: skip


class ConfluenceLiveWorld(ServedWorld):
    connector = ConfluenceLiveConnector

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": _SECRET, "private_network": True}

    def respond(self, asked: Asked) -> Reply:
        assert asked.headers["authorization"] == f"Bearer {_SECRET}"
        wanted = re.search(r"id in \(([^)]*)\)", asked.query["cql"][0])
        ids = set(wanted.group(1).split(",")) if wanted else None
        pages = [self.page(name) for name in self.documents if ids is None or self.external_id(name) in ids]
        return _json({"results": pages, "_links": {}})

    def page(self, name: str) -> dict[str, Any]:
        text = self.documents[name]
        macro = '<ac:structured-macro ac:name="toc" />'
        return {
            "id": self.external_id(name), "title": self.title(name), "space": {"key": "S", "name": "Space"},
            "ancestors": [], "version": {"number": self.versions[name], "when": self.when(name)},
            "body": {"storage": {"value": macro if text == BROKEN else f"<p>{text}</p>"}},
        }  # fmt: skip


class DokuWikiLiveWorld(ServedWorld):
    connector = DokuWikiLiveConnector
    keeps_history = False

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "user": "ada", "password": _SECRET, "private_network": True}

    def external_id(self, name: str) -> str:
        return f"help:{name}"

    def respond(self, asked: Asked) -> Reply:
        assert asked.headers["authorization"].startswith("Basic ")
        arguments, method = xmlrpc.client.loads(asked.body)
        said: Any = "Help"
        if method == "dokuwiki.login":
            said = arguments == ("ada", _SECRET)
        elif method == "dokuwiki.getPagelist":
            said = [
                {"id": self.external_id(name), "mtime": 1_700_000_000 + self.versions[name], "size": 20}
                for name in self.documents
            ]
        elif method == "wiki.getPage":
            text = self.documents.get(str(arguments[0]).partition(":")[2], "")
            said = "~~NOTOC~~" if text == BROKEN else text
        return Reply(xmlrpc.client.dumps((said,), methodresponse=True), 200, {"Content-Type": "text/xml"})


class MediaWikiLiveWorld(ServedWorld):
    connector = MediaWikiLiveConnector

    def config(self) -> dict[str, Any]:
        return {"address": f"{self.address}/api.php", "token": _SECRET, "private_network": True}

    def respond(self, asked: Asked) -> Reply:
        assert asked.headers["authorization"] == f"Bearer {_SECRET}"
        query = {name: said[0] for name, said in asked.query.items()}
        if query.get("meta") == "siteinfo":
            general = {"sitename": "Wiki", "base": "https://w.example/wiki/Main", "lang": "en"}
            spaces = {"0": {"name": ""}, "4": {"name": "Project"}, "12": {"name": "Help"}}
            return _json({"query": {"general": general, "namespaces": spaces, "statistics": {"articles": 3}}})
        if "pageids" in query:
            names = [name for id_ in query["pageids"].split("|") if (name := self.name(id_)) is not None]
        else:
            names = list(self.documents) if query["gapnamespace"] == "0" else []
        return _json({"batchcomplete": True, "query": {"pages": [self.page(name) for name in names]}})

    def page(self, name: str) -> dict[str, Any]:
        text = "{{Infobox}}" if self.documents[name] == BROKEN else self.documents[name]
        slot = {"contentmodel": "wikitext", "content": text}
        revision = {"revid": self.versions[name], "timestamp": self.when(name), "slots": {"main": slot}}
        return {
            "pageid": int(self.external_id(name)), "ns": 0, "title": self.title(name).title(),
            "lastrevid": self.versions[name], "revisions": [revision],
        }  # fmt: skip


class NotionLiveWorld(ServedWorld):
    connector = NotionLiveConnector

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": _SECRET, "private_network": True}

    def external_id(self, name: str) -> str:
        return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()

    def respond(self, asked: Asked) -> Reply:
        assert asked.headers["authorization"] == f"Bearer {_SECRET}"
        parts = asked.path.removeprefix("/v1/").split("/")
        if parts == ["users", "me"]:
            return _json({"object": "user", "name": "Cuecard"})
        if parts == ["search"]:
            is_pages = json.loads(asked.body)["filter"]["value"] == "page"
            return _json({"results": [self.page(name) for name in self.documents] if is_pages else []})
        name = self.name(parts[1])
        if name is None:
            return _json({"object": "error", "code": "object_not_found"}, 404)
        return _json(self.page(name) if parts[0] == "pages" else {"results": self.blocks(name)})

    def page(self, name: str) -> dict[str, Any]:
        title = [{"plain_text": self.title(name), "annotations": {}}]
        return {
            "id": self.external_id(name), "parent": {"type": "workspace", "workspace": True},
            "last_edited_time": self.when(name), "properties": {"title": {"type": "title", "title": title}},
        }  # fmt: skip

    def blocks(self, name: str) -> list[dict[str, Any]]:
        text = self.documents[name]
        said = {"rich_text": [{"plain_text": text, "annotations": {}}]}
        return [] if text == BROKEN else [{"id": "b", "type": "paragraph", "paragraph": said}]
