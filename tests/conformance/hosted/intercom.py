"""Intercom, as its OpenAPI description (2.16 and Preview) says; answers are made from the examples in it.

Macros follow a cursor of date and id, the last edited first; articles, collections and folders have numbered
pages; tokens of one permission too few get 403 for a kind.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from connectors.intercom.connector import IntercomConnector
from connectors.parsing.fields import read_moment
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_MOST_MACROS = 150
_MOST_ARTICLES = 25
_PREFIX = {"macros": "macro", "articles": "article", "internal articles": "internal"}
_PREVIEW_ONLY = {"folders"}

Item = dict[str, Any]


class IntercomWorld(HostedWorld):
    """A workspace.

    Attributes:
        lists: by path, what is there beside what is made of documents, as the API gives it.
        whole: by path, what differs from its list.
        nameless: the lists of names that the token may not read.
        meanwhile: called after each answer: somebody else works in the workspace.
    """

    connector = IntercomConnector
    kinds: ClassVar[Mapping[str, str]] = {
        "articles": "/articles", "internal articles": "/internal_articles", "macros": "/macros",
    }  # fmt: skip
    per_request: ClassVar[float] = 30.0

    def __init__(self) -> None:
        self.lists: dict[str, list[Item]] = {
            path: []
            for path in ("admins", "articles", "folders", "help_center/collections", "internal_articles")
        }
        self.lists |= {"macros": [], "teams": []}
        self.whole: dict[str, Item] = {}
        self.nameless: set[str] = set()
        self.meanwhile: Callable[[], None] = lambda: None
        self._sorted: dict[str, list[Item]] = {}
        super().__init__()

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        return {"authorization": f"Bearer {SECRET}"}

    def refusal(self, status: int) -> Reply:
        code = "unauthorized" if status == 401 else "forbidden"
        error = {"code": code, "message": "Access Token Invalid" if status == 401 else "Missing scope"}
        return said({"type": "error.list", "request_id": "b", "errors": [error]}, status)

    def limits(self) -> dict[str, str]:
        if self.allowed is None:
            return {"X-RateLimit-Limit": "1667", "X-RateLimit-Remaining": "1666"}
        # A limit is told for ten seconds.
        return {"X-RateLimit-Limit": str(max(1, self.allowed // 6)), "X-RateLimit-Remaining": "0"}

    def external_id(self, name: str) -> str:
        return f"{_PREFIX[self.kind_of(name)]}/{self.number(name)}"

    def change(self, **lists: list[Item]) -> None:
        """Let lists hold something else."""
        self.lists |= lists
        self._sorted.clear()

    def write(self, documents: Mapping[str, str]) -> None:
        super().write(documents)
        self._sorted.clear()

    def rename(self, old: str, new: str) -> None:
        super().rename(old, new)
        self._sorted.clear()

    def serve(self, asked: Asked) -> Reply:
        version = asked.headers.get("intercom-version")
        path = asked.path.strip("/")
        if version not in {"2.16", "Preview"} or (path in _PREVIEW_ONLY and version != "Preview"):
            return _error(404, "not_found")
        reply = self._answer(path, {name: values[0] for name, values in asked.query.items()})
        self.meanwhile()
        return reply

    def _answer(self, path: str, query: Mapping[str, str]) -> Reply:
        if path in self.nameless:
            return self.refusal(403)
        if path in self.whole:
            return said(self.whole[path])
        if path in {"admins", "teams"}:
            return said({"type": f"{path[:-1]}.list", path: self.lists[path]})
        if path == "macros":
            return self._macros(query)
        if path in self.lists:
            return self._numbered(path, query)
        folder, _, id_ = path.rpartition("/")
        found = [item for item in self.items(folder) if str(item.get("id")) == id_]
        return said(found[0]) if found else _error(404, "not_found")

    def _macros(self, query: Mapping[str, str]) -> Reply:
        size = min(int(query.get("per_page", "50")), _MOST_MACROS, self.size)
        items = self.items("macros")
        if "starting_after" in query:
            last = tuple(json.loads(base64.b64decode(query["starting_after"])))
            items = [item for item in items if _place(item) < last]
        part, more = page_of(items, 0, size)
        cursor = base64.b64encode(json.dumps(_place(part[-1])).encode()).decode() if more else None
        following = {"starting_after": cursor} if more else None
        return said({
            "type": "list", "data": list(part),
            "pages": {"type": "pages", "per_page": size, "next": following},
        })  # fmt: skip

    def _numbered(self, path: str, query: Mapping[str, str]) -> Reply:
        size, number = min(_MOST_ARTICLES, self.size), int(query.get("page", "1"))
        items = self.items(path)
        part, _ = page_of(items, (number - 1) * size, size)
        pages = {"type": "pages", "page": number, "per_page": size, "total_pages": -(-len(items) // size)}
        return said({"type": "list", "data": list(part), "total_count": len(items), "pages": pages})

    def items(self, path: str) -> Sequence[Item]:
        """What is at a path, the last edited first."""
        if path not in self._sorted:
            made = [self.item(path, name) for name in self.of_kind(path.replace("_", " "))]
            self._sorted[path] = sorted([*made, *self.lists.get(path, ())], key=_place, reverse=True)
        return self._sorted[path]

    def item(self, path: str, name: str) -> Item:
        """A document as the API gives it."""
        broken, when, number = self.documents[name] == BROKEN, self.when(name), self.number(name)
        text = f"<p>{self.documents[name]}</p>"
        if path == "macros":
            macro = {
                "type": "macro", "id": str(number), "name": self.title(name), "body": text,
                "body_text": self.documents[name], "created_at": "2024-07-17T11:18:08.000Z",
                "updated_at": when, "visible_to": "everyone", "visible_to_team_ids": [],
                "available_on": ["inbox"],
            }  # fmt: skip
            return {key: value for key, value in macro.items() if key != "name" or not broken}
        moment = read_moment(when)
        assert moment is not None
        return {
            "type": path[:-1], "id": str(number), "title": self.title(name),
            "body": "<p> </p>" if broken else text, "author_id": 7, "owner_id": 7, "state": "published",
            "locale": "en", "created_at": 1734537283, "updated_at": int(moment.timestamp()), "parent_ids": [],
            "tags": {"type": "tag.list", "tags": []}, "url": f"https://help.acme.example/en/articles/{number}",
        }  # fmt: skip


def _place(item: Item) -> tuple[float, str]:
    """Where an item stands in a list by its last edit, and among those of one moment."""
    moment = read_moment(item.get("updated_at"))
    return (moment.timestamp() if moment else 0.0, str(item.get("id", "")))


def _error(status: int, code: str) -> Reply:
    return said({"type": "error.list", "errors": [{"code": code, "message": "Resource Not Found"}]}, status)
