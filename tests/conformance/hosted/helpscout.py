"""Help Scout, as its developer documentation says; answers are made from the examples in it.

Two APIs at one address here: the Inbox API 2.0 under `/v2`, with tokens for an app's secret that run out, and
the Docs API v1 under `/v1`, with a key as user name.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs

from connectors.helpscout.connector import HelpScoutConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_APP = "app-of-the-tests"
_TOKENS = "/v2/oauth2/token"
_MOST_ARTICLES = 100

Item = dict[str, Any]


class HelpScoutWorld(HostedWorld):
    """An account with one inbox and one collection of articles, unless a test puts in more.

    Attributes:
        inboxes: as the API gives them.
        replies: saved replies as the API gives them whole, beside those made of documents; by inbox.
        collections: as the API gives them.
        categories: of all collections.
        articles: whole, beside those made of documents.
        users: of the account.
        is_bare: whether lists of saved replies are arrays, as documented, or objects, as others are.
    """

    connector = HelpScoutConnector
    kinds: ClassVar[Mapping[str, str]] = {"articles": "/v1/", "saved replies": "/v2/mailboxes"}
    per_request: ClassVar[float] = 1.0

    def __init__(self) -> None:
        self.inboxes: list[Item] = [{"id": 1, "name": "Help", "slug": "83ebc5d87292a795"}]
        self.replies: dict[int, list[Item]] = {}
        self.collections: list[Item] = [
            {"id": "5214c77c45667acd25394b51", "name": "Manual", "visibility": "public"}
        ]
        self.categories: list[Item] = []
        self.articles: list[Item] = []
        self.users: list[Item] = []
        self.is_bare = True
        self._given = 0
        self._valid: set[str] = set()
        super().__init__()

    def config(self) -> dict[str, Any]:
        return {
            "address": self.address, "docs_address": self.address, "private_network": True,
            "app_id": _APP, "app_secret": SECRET, "docs_key": SECRET,
        }  # fmt: skip

    def signed(self) -> Mapping[str, str]:
        return {"authorization": f"Basic {base64.b64encode(f'{SECRET}:X'.encode()).decode()}"}

    def lets_in(self, asked: Asked) -> bool:
        if asked.path == _TOKENS:
            sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
            return sent == {"grant_type": "client_credentials", "client_id": _APP, "client_secret": SECRET}
        if asked.path.startswith("/v2/"):
            return asked.headers.get("authorization", "").removeprefix("Bearer ") in self._valid
        return super().lets_in(asked)

    def run_out(self) -> None:
        """Take the tokens that were given no more."""
        self._valid.clear()

    def external_id(self, name: str) -> str:
        prefix = "article" if self.kind_of(name) == "articles" else "reply"
        return f"{prefix}/{self.number(name)}"

    def too_many(self, seconds: float) -> Reply:
        return said({"error": "Throttle limit reached"}, 429, **{"X-RateLimit-Retry-After": f"{seconds:.0f}"})

    def limits(self) -> dict[str, str]:
        if self.allowed is None:
            return {"X-RateLimit-Limit-Minute": "60000", "X-RateLimit-Limit": "600000"}
        return {
            "X-RateLimit-Limit-Minute": str(self.allowed), "X-RateLimit-Limit": str(10 * self.allowed),
            "X-RateLimit-Reset": "600",
        }  # fmt: skip

    def serve(self, asked: Asked) -> Reply:
        if asked.path == _TOKENS:
            self._given += 1
            self._valid.add(f"token-{self._given}")
            token = {"token_type": "bearer", "access_token": f"token-{self._given}", "expires_in": 172800}
            return said(token)
        version, *parts = asked.path.strip("/").split("/")
        query = {name: values[0] for name, values in asked.query.items()}
        reply = self._docs(parts, query) if version == "v1" else self._inbox(parts, query)
        return reply or said({"message": "Not found"}, 404)

    def _inbox(self, parts: list[str], query: Mapping[str, str]) -> Reply | None:
        match parts:
            case ["mailboxes"]:
                return self._embedded("mailboxes", self.inboxes, query)
            case ["users"]:
                return self._embedded("users", self.users, query)
            case ["mailboxes", inbox, "saved-replies"]:
                shown = [_short(reply) for reply in self._replies(int(inbox))]
                if query.get("includeChatReplies") != "true":
                    shown = [reply for reply in shown if "preview" in reply]
                return said(shown) if self.is_bare else self._embedded("saved-replies", shown, query)
            case ["mailboxes", inbox, "saved-replies", id_]:
                name = self.named(id_) if int(inbox) == 1 else None
                if name is not None and self.kind_of(name) == "saved replies":
                    return said(self.reply(name))
                return _one(self.replies.get(int(inbox), ()), id_)
        return None

    def _docs(self, parts: list[str], query: Mapping[str, str]) -> Reply | None:
        match parts:
            case ["collections"]:
                number = len(self.of_kind("articles")) + len(self.articles)
                counted = [{"articleCount": number, **collection} for collection in self.collections]
                return self._enveloped("collections", counted, query)
            case ["collections", collection, "categories"]:
                found = [item for item in self.categories if item["collectionId"] == collection]
                return self._enveloped("categories", found, query)
            case ["collections", collection, "articles"]:
                names = self.of_kind("articles") if collection == self.collections[0]["id"] else []
                more = [item for item in self.articles if item["collectionId"] == collection]
                return self._enveloped("articles", [*names, *more], query)
            case ["articles", id_]:
                name = self.named(id_)
                if name is not None and self.kind_of(name) == "articles":
                    return said({"article": self.article(name)})
                found = [item for item in self.articles if item["id"] == id_]
                return said({"article": found[0]}) if found else None
        return None

    def _replies(self, inbox: int) -> list[Item]:
        made = [self.reply(name) for name in self.of_kind("saved replies")] if inbox == 1 else []
        return [*made, *self.replies.get(inbox, ())]

    def _embedded(self, key: str, items: Sequence[Item], query: Mapping[str, str]) -> Reply:
        number = int(query.get("page", "1"))
        size = min(50, self.size)
        part, _ = page_of(items, (number - 1) * size, size)
        page = {
            "size": size, "totalElements": len(items), "totalPages": -(-len(items) // size), "number": number,
        }  # fmt: skip
        return said({**({"_embedded": {key: list(part)}} if part else {}), "_links": {}, "page": page})

    def _enveloped(self, key: str, items: Sequence[Any], query: Mapping[str, str]) -> Reply:
        number = int(query.get("page", "1"))
        size = min(int(query.get("pageSize", "50")), _MOST_ARTICLES, self.size)
        part, _ = page_of(items, (number - 1) * size, size)
        shown = [_ref(self.article(item) if isinstance(item, str) else item) for item in part]
        told = {"page": number, "pages": -(-len(items) // size), "count": len(items), "items": shown}
        return said({key: told})

    def reply(self, name: str) -> Item:
        """A saved reply as the API gives it whole."""
        text = self.documents[name]
        whole = {"id": self.number(name), "name": self.title(name), "text": f"{text}<br />"}
        return {key: value for key, value in whole.items() if key != "name" or text != BROKEN}

    def article(self, name: str) -> Item:
        """An article as the API gives it whole."""
        text = self.documents[name]
        return {
            "id": str(self.number(name)), "number": 121, "collectionId": self.collections[0]["id"],
            "slug": "my-article", "status": "published", "hasDraft": False, "name": self.title(name),
            "publicUrl": f"https://docs.acme.example/article/{self.number(name)}", "popularity": 4.3,
            "viewCount": len(self.asked), "createdBy": 73423, "updatedBy": None,
            "createdAt": "2013-08-22T13:46:29Z", "updatedAt": self.when(name),
            "text": "<p> </p>" if text == BROKEN else f"<p>{text}</p>", "categories": [], "keywords": [],
        }  # fmt: skip


def _short(reply: Item) -> Item:
    """A saved reply as lists give it: the beginnings of its texts."""
    shown: Item = {key: reply[key] for key in ("id", "name") if key in reply}
    if reply.get("text"):
        shown["preview"] = reply["text"][:160]
    if reply.get("chatText"):
        shown["chatPreview"] = reply["chatText"][:160]
    return shown


def _ref(item: Item) -> Item:
    """An article as lists give it: without its text and places. Other items are given whole."""
    return {key: value for key, value in item.items() if key not in {"text", "categories", "keywords"}}


def _one(items: Sequence[Item], id_: str) -> Reply | None:
    found = [item for item in items if str(item["id"]) == id_]
    return said(found[0]) if found else None
