"""Chatwoot, as its code answers; help centre and articles are made of the examples of its OpenAPI file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from connectors.chatwoot.connector import ChatwootConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_ACCOUNT = "/api/v1/accounts/1"
_PORTAL: Mapping[str, Any] = {
    "id": 4, "color": "#1F93FF", "custom_domain": "", "header_text": "Handbook", "name": "Handbook",
    "homepage_link": "https://www.chatwoot.com", "page_title": "Handbook", "slug": "handbook",
    "archived": False, "account_id": 1,
    "config": {"allowed_locales": [{"code": "en", "articles_count": 32, "categories_count": 9}]},
    "meta": {"all_articles_count": 0, "categories_count": 9, "default_locale": "en"},
}  # fmt: skip
_MISSING = said({"error": "Resource could not be found"}, 404)


class ChatwootWorld(HostedWorld):
    """An account with canned responses and one help centre.

    Attributes:
        canned: canned responses as the API gives them, beside those made of documents.
        articles: articles likewise.
        portals: the help centres.
        has_pages: whether articles come in pages; old versions give them all.
    """

    connector = ChatwootConnector
    kinds: ClassVar[Mapping[str, str]] = {
        "articles": f"{_ACCOUNT}/portals", "canned responses": f"{_ACCOUNT}/canned_responses",
    }  # fmt: skip

    def __init__(self) -> None:
        self.canned: list[dict[str, Any]] = []
        self.articles: list[dict[str, Any]] = []
        self.portals: list[dict[str, Any]] = [dict(_PORTAL)]
        self.has_pages = True
        super().__init__()

    def kind_of(self, name: str) -> str:
        return "canned responses" if name[0] in "gh" else "articles"

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "account": 1, "token": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        return {"api_access_token": SECRET}

    def external_id(self, name: str) -> str:
        kind = "article" if self.kind_of(name) == "articles" else "reply"
        return f"{kind}/{self.number(name)}"

    def refusal(self, status: int) -> Reply:
        """Chatwoot has one answer to a token it does not know and to a right that is missing."""
        del status
        return said({"error": "You are not authorized to do this action"}, 401)

    def serve(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix(f"{_ACCOUNT}/")
        if asked.path == "/api/v1/profile":
            return said({"id": 1, "name": "Ada Lovelace"})
        if path == "canned_responses":
            return said([self.response(name) for name in self.of_kind("canned responses")] + self.canned)
        if path == "portals":
            return said({"payload": self.portals, "meta": {"current_page": 1}})
        slug, _, rest = path.removeprefix("portals/").partition("/")
        if slug not in {portal["slug"] for portal in self.portals}:
            return _MISSING
        names = self.of_kind("articles") if slug == _PORTAL["slug"] else []
        others = [each for each in self.articles if each["portal"]["slug"] == slug]
        if rest == "articles":
            return self._list(asked, names, others)
        return self._one(rest.removeprefix("articles/"), names, others)

    def _one(self, id_: str, names: Sequence[str], others: Sequence[dict[str, Any]]) -> Reply:
        found = [each for each in others if str(each["id"]) == id_]
        if (name := self.named(id_)) in names:
            found = [self.article(str(name))]
        return said({"payload": found[0]}) if found else _MISSING

    def _list(self, asked: Asked, names: Sequence[str], others: Sequence[dict[str, Any]]) -> Reply:
        query = {name: values[0] for name, values in asked.query.items()}
        locale = query.get("locale")
        found: list[str | dict[str, Any]] = list(names) if locale in (None, "en") else []
        found += [each for each in others if locale in (None, (each.get("category") or {}).get("locale"))]
        start = (int(query.get("page", 1)) - 1) * self.size if self.has_pages else 0
        part, _ = page_of(found, start, self.size if self.has_pages else len(found))
        page = [self.article(each) if isinstance(each, str) else each for each in part]
        return said({"payload": page, "meta": {"current_page": query.get("page"), "articles_count": 2}})

    def response(self, name: str) -> dict[str, Any]:
        """A canned response as the API gives it."""
        text = self.documents[name]
        return {
            "id": self.number(name), "account_id": 1, "short_code": self.title(name),
            "content": "" if text == BROKEN else text,
            "created_at": "2025-01-01T10:00:00.000Z", "updated_at": self.when(name),
        }  # fmt: skip

    def article(self, name: str) -> dict[str, Any]:
        """An article as the API gives it."""
        text = self.documents[name]
        return {
            "id": self.number(name), "title": self.title(name), "content": "" if text == BROKEN else text,
            "description": "", "status": "published", "position": 10, "account_id": 1,
            "updated_at": int(datetime.fromisoformat(self.when(name)).timestamp()),
            "meta": {"tags": ["article_name"]}, "views": 100_000 + len(self.asked), "associated_articles": [],
            "category": {"id": 1, "name": "Category Name", "slug": "category-name", "locale": "en"},
            "portal": {"slug": "handbook"}, "author": {"id": 1, "name": "Ada Lovelace"},
        }  # fmt: skip
