"""Zendesk, as its API reference says; answers are made from its published examples.

The examples are those of the client zenpy (`specification/` and `tests/test_api/betamax`, which are
recordings of real accounts): macro, article with translations, section, category, user segment, and the
headers of the rate limit.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from connectors.zendesk.connector import ZendeskConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_EMAIL = "ada@acme.example"
_NOTHING = "<p> </p>"
#: What is there beside macros and articles; a test may put in more.
_AROUND: Mapping[str, tuple[str, list[dict[str, Any]]]] = {
    "help_center/sections": ("sections", [{"id": 1, "name": "Orders", "category_id": 2}]),
    "help_center/categories": ("categories", [{"id": 2, "name": "Help", "locale": "en-us"}]),
    "help_center/user_segments": ("user_segments", []),
    "guide/content_tags": ("records", []),
    "dynamic_content/items": ("items", []),
    "locales": ("locales", [{"id": 1, "locale": "en-US"}, {"id": 8, "locale": "de"}]),
    "groups": ("groups", [{"id": 4, "name": "Billing"}]),
}


class ZendeskWorld(HostedWorld):
    """An account with macros and articles.

    Attributes:
        around: the short lists by path: the key of their items, and the items.
        macros: macros as the API gives them, beside those made of documents.
        articles: articles likewise.
    """

    connector = ZendeskConnector
    kinds: ClassVar[Mapping[str, str]] = {
        "articles": "/api/v2/help_center/articles", "macros": "/api/v2/macros",
    }  # fmt: skip

    def __init__(self) -> None:
        self.around = {path: (key, list(items)) for path, (key, items) in _AROUND.items()}
        self.macros: list[dict[str, Any]] = []
        self.articles: list[dict[str, Any]] = []
        super().__init__()

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "email": _EMAIL, "token": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        credentials = base64.b64encode(f"{_EMAIL}/token:{SECRET}".encode()).decode()
        return {"authorization": f"Basic {credentials}"}

    def external_id(self, name: str) -> str:
        number = self.number(name)
        return f"macro/{number}" if self.kind_of(name) == "macros" else f"article/{number}/en-us"

    def serve(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/api/v2/")
        if path == "macros":
            names = self.of_kind("macros")
            return self._list(asked, "macros", [*names, *self.macros], self.macro)
        if path == "help_center/articles":
            names = self.of_kind("articles")
            return self._list(asked, "articles", [*names, *self.articles], self.article)
        if path in self.around:
            key, items = self.around[path]
            return self._list(asked, key, items, lambda item: item)
        return said({"error": "RecordNotFound", "description": "Not found"}, 404)

    def refusal(self, status: int) -> Reply:
        return said({"error": "Couldn't authenticate you" if status == 401 else "Forbidden"}, status)

    def limits(self) -> dict[str, str]:
        if self.allowed is None:
            return {}
        return {"x-rate-limit": str(self.allowed), "ratelimit-limit": str(self.allowed)}

    def _list(self, asked: Asked, key: str, items: Sequence[Any], shown: Any) -> Reply:
        """A page: by cursor where `page[size]` is asked for, otherwise by number."""
        query = {name: values[0] for name, values in asked.query.items()}
        asked_size = int(query.get("page[size]") or query.get("per_page") or 100)
        size = min(asked_size, 100, self.size)
        if "page[size]" not in query:
            part, more = page_of(items, 0, size)
            return said({key: [shown(item) for item in part], "count": len(items), "next_page": None})
        start = int(query.get("page[after]", "c0").removeprefix("c"))
        part, more = page_of(items, start, size)
        body: dict[str, Any] = {
            key: [shown(item) for item in part],
            "meta": {"has_more": more, "after_cursor": f"c{start + size}"},
            "links": {},
        }
        if "users" in query.get("include", ""):
            body["users"] = [{"id": 9, "name": "Ada Lovelace"}]
        return said(body)

    def macro(self, name: str | dict[str, Any]) -> dict[str, Any]:
        """A macro as the API gives it."""
        if not isinstance(name, str):
            return name
        text = self.documents[name]
        return {
            "id": self.number(name), "title": f"Orders::{self.title(name)}", "active": True,
            "restriction": None, "position": 1, "description": None,
            "created_at": "2024-02-08T17:44:09Z", "updated_at": self.when(name), "usage_7d": len(self.asked),
            "actions": [
                {"field": "status", "value": "solved"},
                {"field": "comment_value_html", "value": _NOTHING if text == BROKEN else f"<p>{text}</p>"},
            ],
        }  # fmt: skip

    def article(self, name: str | dict[str, Any]) -> dict[str, Any]:
        """An article as the API gives it, with its translations."""
        if not isinstance(name, str):
            return name
        text = self.documents[name]
        translation = {
            "locale": "en-us", "title": self.title(name), "draft": False, "hidden": False, "outdated": False,
            "body": _NOTHING if text == BROKEN else f"<p>{text}</p>", "updated_at": self.when(name),
            "html_url": f"{self.address}/hc/en-us/articles/{self.number(name)}",
        }  # fmt: skip
        return {
            "id": self.number(name), "author_id": 9, "section_id": 1, "locale": "en-us",
            "source_locale": "en-us", "user_segment_id": None, "label_names": [], "content_tag_ids": [],
            "vote_sum": len(self.asked), "translations": [translation],
        }  # fmt: skip
