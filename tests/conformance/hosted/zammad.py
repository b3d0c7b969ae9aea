"""Zammad, as its documentation and code say; answers are made of the examples of its documentation.

The examples are those of `api/knowledgebase.rst` and `api/knowledgebase/answers.rst`, and of the comments in
`text_modules_controller.rb`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, ClassVar

from connectors.zammad.connector import ZammadConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_NOTHING = "<p> </p>"
_MOST = 1000


class ZammadWorld(HostedWorld):
    """A Zammad with text modules and a knowledge base in one language.

    Attributes:
        modules: text modules as the API gives them, beside those made of documents.
        assets: objects of the knowledge base by kind and id, beside those made of documents.
        contents: texts by their ids, likewise.
        permissions: what is told of who may see a category; `None` if the token may not know.
        gives_contents: whether the listing brings texts along when asked to.
    """

    connector = ZammadConnector
    kinds: ClassVar[Mapping[str, str]] = {
        "answers of the knowledge base": "/api/v1/knowledge_bases", "text modules": "/api/v1/text_modules",
    }  # fmt: skip

    def __init__(self) -> None:
        self.modules: list[dict[str, Any]] = []
        self.assets: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, dict[str, Any]] = {}
        self.permissions: dict[str, Any] | None = {}
        self.gives_contents = True
        super().__init__()

    def kind_of(self, name: str) -> str:
        return "answers of the knowledge base" if name[0] in "gh" else "text modules"

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        return {"authorization": f"Token token={SECRET}"}

    def external_id(self, name: str) -> str:
        number = self.number(name)
        return f"text_module/{number}" if self.kind_of(name) == "text modules" else f"answer/{number}/1"

    def refusal(self, status: int) -> Reply:
        error = "Invalid token!" if status == 401 else "Not authorized (token)!"
        return said({"error": error, "error_human": error}, status)

    def limits(self) -> dict[str, str]:
        return {"Date": format_datetime(datetime.now(UTC) + self.shift, usegmt=True)}

    def serve(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/api/v1/")
        if path == "text_modules":
            return self._modules(asked)
        if path.startswith("text_modules/"):
            id_ = path.rpartition("/")[2]
            found = [each for each in self.modules if str(each["id"]) == id_]
            if (name := self.named(id_)) in self.of_kind("text modules"):
                found = [self.module(str(name))]
            return said(found[0]) if found else self._missing("TextModule")
        if path == "knowledge_bases/init" and asked.method == "POST":
            wanted = json.loads(asked.body or b"{}").get("answer_translation_content_ids", ())
            return said(self.base(wanted if self.gives_contents else ()))
        if path.endswith("/permissions"):
            return self.refusal(403) if self.permissions is None else said(self.permissions)
        return self._answer(asked, path.rpartition("/")[2])

    def _modules(self, asked: Asked) -> Reply:
        query = {name: values[0] for name, values in asked.query.items()}
        size = min(int(query.get("per_page", 500)), _MOST, self.size)
        modules: list[str | dict[str, Any]] = [*self.of_kind("text modules"), *self.modules]
        part, _ = page_of(modules, (int(query.get("page", 1)) - 1) * size, size)
        page = [self.module(each) if isinstance(each, str) else each for each in part]
        if "full" in query:
            ids = [each["id"] for each in page]
            return said({"record_ids": ids, "assets": {}, "total_count": len(modules)})
        return said(page)

    def _answer(self, asked: Asked, id_: str) -> Reply:
        base = self.base([int(each) for each in asked.query["include_contents"][0].split(",")])
        if id_ not in base["KnowledgeBaseAnswer"]:
            return self._missing("KnowledgeBase::Answer")
        return said({"id": int(id_), "assets": base})

    def _missing(self, kind: str) -> Reply:
        return said({"error": f"Couldn't find {kind}"}, 404)

    def module(self, name: str) -> dict[str, Any]:
        """A text module as the API gives it."""
        text = self.documents[name]
        return {
            "id": self.number(name), "name": self.title(name), "keywords": "some keywords",
            "content": _NOTHING if text == BROKEN else f"<p>{text}</p>", "note": "", "active": True,
            "foreign_id": None, "group_ids": [], "groups": [], "created_by": "-", "updated_by": "ada",
            "updated_at": self.when(name), "created_at": "2012-09-14T17:51:53Z",
        }  # fmt: skip

    def base(self, contents: Any = ()) -> dict[str, Any]:
        """The knowledge base as `init` gives it, with some texts."""
        names = self.of_kind("answers of the knowledge base")
        numbers = [self.number(name) for name in names]
        found: dict[str, dict[str, Any]] = {
            "KnowledgeBase": {"1": {"id": 1, "active": True, "answer_ids": numbers}},
            "KnowledgeBaseLocale": {
                "1": {"id": 1, "knowledge_base_id": 1, "system_locale_id": 1, "primary": True}
            },
            "KnowledgeBaseCategory": {
                "1": {
                    "id": 1, "knowledge_base_id": 1, "parent_id": None, "translation_ids": [1],
                    "permission_ids": [], "permissions_effective": [],
                }
            },
            "KnowledgeBaseCategoryTranslation": {
                "1": {"id": 1, "title": "Category 1", "kb_locale_id": 1, "category_id": 1}
            },
            "KnowledgeBaseAnswer": {str(self.number(name)): self.answer_of(name) for name in names},
            "KnowledgeBaseAnswerTranslation": {
                str(self.number(name)): self.translation(name) for name in names
            },
            "User": {"3": {"id": 3, "login": "admin@example.com", "firstname": "Test", "lastname": "Admin"}},
        }  # fmt: skip
        for kind, objects in self.assets.items():
            found.setdefault(kind, {}).update(objects)
        texts = {str(self.number(name)): self.content(name) for name in names} | self.contents
        wanted = {str(id_): texts[str(id_)] for id_ in contents if str(id_) in texts}
        return found | ({"KnowledgeBaseAnswerTranslationContent": wanted} if wanted else {})

    def answer_of(self, name: str) -> dict[str, Any]:
        """An answer as the API gives it."""
        return {
            "id": self.number(name), "category_id": 1, "promoted": False, "internal_note": None,
            "position": 0, "archived_at": None, "internal_at": None,
            "published_at": "2020-03-12T14:52:21.767Z", "created_at": "2020-03-12T14:51:58.755Z",
            "updated_at": self.when(name), "translation_ids": [self.number(name)], "attachments": [],
            "tags": [],
        }  # fmt: skip

    def translation(self, name: str) -> dict[str, Any]:
        """An answer's title in the one language there is."""
        return {
            "id": self.number(name), "title": self.title(name), "kb_locale_id": 1,
            "answer_id": self.number(name), "content_id": self.number(name), "updated_by_id": 3,
            "created_at": "2020-03-12T14:51:58.770Z", "updated_at": self.when(name),
        }  # fmt: skip

    def content(self, name: str) -> dict[str, Any]:
        """An answer's text."""
        text = self.documents[name]
        body = _NOTHING if text == BROKEN else f"<div>{text}</div>"
        return {"id": self.number(name), "body": body, "attachments": []}
