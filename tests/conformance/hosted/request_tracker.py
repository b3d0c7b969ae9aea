"""Request Tracker's REST2 and the pages of its topics, as a running 5.0.3 answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.request_tracker.connector import RequestTrackerConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, said

_PAGE = {"Content-Type": "text/html; charset=utf-8"}
_CLASS = {"id": "1", "type": "class", "Name": "General"}
_FIELD = {"id": "1", "type": "customfield", "name": "Content"}
_TOPIC = '<a href="Topics.html?id=4&amp;class=1">Help</a>'


class RequestTrackerWorld(HostedWorld):
    """One class of articles, all under one topic; their text is in one custom field."""

    connector = RequestTrackerConnector
    kinds: ClassVar[Mapping[str, str]] = {"articles": "/REST/2.0/article"}

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        return {"authorization": f"token {SECRET}"}

    def refusal(self, status: int) -> Reply:
        return said({"message": "Unauthorized" if status == 401 else "Forbidden"}, status)

    def serve(self, asked: Asked) -> Reply:
        if asked.path == "/Articles/Topics.html":
            return Reply(self._topics(asked), 200, _PAGE)
        kind = asked.path.removeprefix("/REST/2.0/")
        if kind.startswith("customfield/"):
            return said({"id": 1, "Name": "Content", "Type": "HTML"})
        after = {limit["field"]: int(limit["value"]) for limit in json.loads(asked.query["query"][0])}["id"]
        if kind == "classes":
            items = [_CLASS] if after < 1 else []
        else:
            names = [name for name in self.of_kind("articles") if self.number(name) > after]
            items = [self._article(name) for name in names[: self.size]]
        return said({"items": items, "count": len(items), "total": None, "pages": None, "page": 1})

    def _article(self, name: str) -> dict[str, Any]:
        text = self.documents[name]
        value = "<p> </p>" if text == BROKEN else f"<p>{text}</p>"
        return {
            "id": self.external_id(name), "type": "article", "Name": self.title(name), "Summary": "",
            "Class": _CLASS, "Disabled": "0", "CustomFields": [{**_FIELD, "values": [value]}],
            "LastUpdated": self.when(name),
        }  # fmt: skip

    def _topics(self, asked: Asked) -> str:
        """The page of the one topic, or of all: the tree, the trail to it, and its articles."""
        if asked.query.get("class") != ["1"]:
            return "<html><body><ul></ul></body></html>"
        tree = f"<ul><li>{_TOPIC}</li></ul>"
        if "id" not in asked.query:
            return f"<html><body>{tree}</body></html>"
        links = (
            f'<li><a href="Article/Display.html?id={self.external_id(name)}">{name}</a></li>'
            for name in self.documents
        )
        trail = f'<ol><li class="breadcrumb-item">{_TOPIC}</li></ol>'
        return f"<html><body>{trail}{tree}<ul>{''.join(links)}</ul></body></html>"
