"""Freshdesk, as its API reference says; articles and folders have the shape of python-freshdesk's samples."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from connectors.freshdesk.connector import FreshdeskConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_NOTHING = "<div> </div>"


class FreshdeskWorld(HostedWorld):
    """An account with canned responses in one folder and articles in another.

    Attributes:
        lists: what the API lists by path, beside the documents of a test.
        settings: the account's languages; `None` where the agent may not know them.
    """

    connector = FreshdeskConnector
    kinds: ClassVar[Mapping[str, str]] = {
        "articles": "/api/v2/solutions", "canned responses": "/api/v2/canned_response",
    }  # fmt: skip

    def __init__(self) -> None:
        self.lists: dict[str, list[dict[str, Any]]] = {
            "canned_response_folders": [{"id": 5, "name": "Orders", "personal": False}],
            "solutions/categories": [{"id": 2, "name": "General"}],
            "solutions/categories/2/folders": [{"id": 3, "name": "Getting Started", "visibility": 1}],
            "groups": [{"id": 7, "name": "Billing"}],
            "agents": [{"id": 432, "contact": {"name": "Ada Lovelace"}}],
        }
        self.settings: dict[str, Any] | None = {"primary_language": "en", "supported_languages": []}
        super().__init__()

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "api_key": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        return {"authorization": "Basic " + base64.b64encode(f"{SECRET}:X".encode()).decode()}

    def external_id(self, name: str) -> str:
        kind = "article" if self.kind_of(name) == "articles" else "response"
        return f"{kind}/{self.number(name)}"

    def serve(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/api/v2/")
        if path == "settings/helpdesk":
            return said(self.settings) if self.settings is not None else self.refusal(403)
        one = re.fullmatch(r"(canned_responses|solutions/articles)/(\d+)(?:/[\w-]+)?", path)
        if one:
            return self._one(path)
        items = self._items(path)
        return said({}, 404) if items is None else self._list(asked, items)

    def refusal(self, status: int) -> Reply:
        code = "invalid_credentials" if status == 401 else "access_denied"
        return said({"code": code, "message": "You are not let in."}, status)

    def limits(self) -> dict[str, str]:
        return {} if self.allowed is None else {"X-RateLimit-Total": str(self.allowed)}

    def _one(self, path: str) -> Reply:
        _, number, *_ = path.removeprefix("solutions/").split("/")
        name = self.named(number)
        if name is not None:
            return said(self._shown(name))
        lists = [items for key, items in self.lists.items() if key.startswith(("canned_resp", "solutions/f"))]
        found = [item for items in lists for item in items if str(item["id"]) == number and "title" in item]
        return said(found[0]) if found else said({}, 404)

    def _items(self, path: str) -> Sequence[Any] | None:
        """What a path lists: documents of a test in their folder, and what stands in `lists`."""
        own = {
            "canned_response_folders/5/responses": "canned responses",
            "solutions/folders/3/articles": "articles",
        }
        if path in own:
            return [*self.of_kind(own[path]), *self.lists.get(path, ())]
        return self.lists.get(path)

    def _list(self, asked: Asked, items: Sequence[Any]) -> Reply:
        query = {name: values[0] for name, values in asked.query.items()}
        size = min(int(query.get("per_page", 30)), 100, self.size)
        number = int(query.get("page", 1))
        part, more = page_of(items, (number - 1) * size, size)
        following = f'<{self.address}{asked.path}?page={number + 1}>; rel="next"'
        shown = said([self._shown(item) for item in part])
        return replace(shown, headers={**shown.headers, "Link": following}) if more else shown

    def _shown(self, item: Any) -> dict[str, Any]:
        if not isinstance(item, str):
            return dict(item)
        text = self.documents[item]
        html = _NOTHING if text == BROKEN else f"<div>{text}</div>"
        shared = {"id": self.number(item), "title": self.title(item), "updated_at": self.when(item)}
        if self.kind_of(item) == "articles":
            return {
                **shared, "status": 2, "type": 1, "folder_id": 3, "category_id": 2, "agent_id": 432,
                "description": html, "tags": [], "attachments": [], "hits": len(self.asked),
            }  # fmt: skip
        return {**shared, "folder_id": 5, "content_html": html, "content": "", "attachments": []}
