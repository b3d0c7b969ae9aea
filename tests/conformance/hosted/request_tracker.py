"""Request Tracker's REST2, as the conformance kit arranges it: as a running 5.0.3 answered."""

from __future__ import annotations

import json
from typing import Any

from connectors.request_tracker.connector import RequestTrackerConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.server_worlds import _SECRET, ServedWorld

_PAGE = {"Content-Type": "text/html; charset=utf-8"}
_CLASS = {"id": "1", "type": "class", "Name": "General"}


class RequestTrackerWorld(ServedWorld):
    connector = RequestTrackerConnector

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": _SECRET, "private_network": True}

    def respond(self, asked: Asked) -> Reply:
        if asked.headers["authorization"] != f"token {_SECRET}":
            return Reply('{"message":"Unauthorized"}', 401)
        if asked.path == "/Articles/Topics.html":
            return Reply(self.topics(asked), 200, _PAGE)
        kind = asked.path.removeprefix("/REST/2.0/")
        if kind.startswith("customfield/"):
            return self.json({"id": 1, "Name": "Content", "Type": "HTML"})
        after = {limit["field"]: int(limit["value"]) for limit in json.loads(asked.query["query"][0])}["id"]
        every = [_CLASS] if kind == "classes" else [self.article(name) for name in self.documents]
        every.sort(key=lambda item: int(item["id"]))
        found = [item for item in every if int(item["id"]) > after][:3]
        return self.json({"items": found, "count": len(found), "total": None, "pages": None, "page": 1})

    def json(self, said: Any) -> Reply:
        return Reply(json.dumps(said), 200, {"Content-Type": "application/json; charset=utf-8"})

    def article(self, name: str) -> dict[str, Any]:
        text = self.documents[name]
        value = "<p> </p>" if text == BROKEN else f"<p>{text}</p>"
        field = {"id": "1", "type": "customfield", "name": "Content", "values": [value]}
        return {
            "id": self.external_id(name), "type": "article", "Name": self.title(name), "Summary": "",
            "Class": _CLASS, "Disabled": "0", "CustomFields": [field], "LastUpdated": self.when(name),
        }  # fmt: skip

    def topics(self, asked: Asked) -> str:
        """One topic, with every article under it."""
        if asked.query.get("class") != ["1"]:
            return "<html><body><ul></ul></body></html>"
        topic = '<a href="Topics.html?id=4&amp;class=1">Help</a>'
        trail = f'<ol><li class="breadcrumb-item">{topic}</li></ol>' if "id" in asked.query else ""
        links = "".join(
            f'<li><a href="Article/Display.html?id={self.external_id(name)}">{name}</a></li>'
            for name in self.documents
            if "id" in asked.query
        )
        return f"<html><body>{trail}<ul><li>{topic}</li></ul><ul>{links}</ul></body></html>"
