"""Front, as its OpenAPI description of the Core API says; answers are made from the examples in it.

Lists link to their next page at the company's own address, which is not the one that is asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from connectors.front.connector import FrontConnector
from connectors.parsing.fields import read_moment
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_COMPANY = "https://acme.api.frontapp.com"
_DEFAULT = 50
_MOST = 100

Item = dict[str, Any]


class FrontWorld(HostedWorld):
    """A company with templates, and a knowledge base in English.

    Attributes:
        lists: the short lists by path, and what is there beside what is made of documents.
        contents: what there is in each language, by path.
        nameless: the lists of names that the token may not read.
    """

    connector = FrontConnector
    kinds: ClassVar[Mapping[str, str]] = {
        "articles": "/knowledge_base", "message templates": "/message_template",
    }  # fmt: skip
    per_request: ClassVar[float] = 1.8

    def __init__(self) -> None:
        self.lists: dict[str, list[Item]] = {
            "inboxes": [], "knowledge_bases": [{"id": "knb_1", "type": "external", "locales": ["en"]}],
            "knowledge_bases/knb_1/articles": [], "knowledge_bases/knb_1/categories": [],
            "message_template_folders": [], "message_templates": [], "teammates": [], "teams": [],
        }  # fmt: skip
        self.contents: dict[str, Item] = {
            "knowledge_bases/knb_1/content": {
                "id": "knb_1", "name": "Help", "status": "published", "type": "external", "locale": "en",
            }
        }  # fmt: skip
        self.nameless: set[str] = set()
        super().__init__()

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        return {"authorization": f"Bearer {SECRET}"}

    def refusal(self, status: int) -> Reply:
        title = "Unauthenticated" if status == 401 else "Forbidden"
        return said({"_error": {"status": status, "title": title, "message": "", "details": []}}, status)

    def limits(self) -> dict[str, str]:
        return {"x-ratelimit-limit": str(self.allowed or 60_000), "x-ratelimit-remaining": "1"}

    def external_id(self, name: str) -> str:
        if self.kind_of(name) == "articles":
            return f"kba_{self.number(name)}/en"
        return f"rsp_{self.number(name)}"

    def serve(self, asked: Asked) -> Reply:
        path = asked.path.strip("/")
        query = {name: values[0] for name, values in asked.query.items()}
        if path in self.nameless:
            return self.refusal(403)
        if path == "message_templates":
            return self._page(path, self.of_kind("message templates"), self.template, query)
        if path == "knowledge_bases/knb_1/articles":
            return self._page(path, self.of_kind("articles"), self.article, query)
        if path in self.lists:
            return self._page(path, (), self.article, query)
        content = self.contents.get(path) or self._content(path)
        return said(content) if content else self.refusal(404)

    def _content(self, path: str) -> Item | None:
        """An article in its language, if the path leads to one that is made of a document."""
        match path.split("/"):
            case ["knowledge_base_articles", id_, "locales", "en", "content"]:
                name = self.named(id_.removeprefix("kba_"))
                return self.content(name) if name is not None else None
        return None

    def _page(
        self, path: str, names: Sequence[str], shown: Callable[[str], Item], query: Mapping[str, str]
    ) -> Reply:
        size = min(int(query.get("limit", _DEFAULT)), _MOST, self.size)
        start = int(query.get("page_token", "0"))
        part, more = page_of([*names, *self.lists[path]], start, size)
        items = [shown(item) if isinstance(item, str) else item for item in part]
        body: Item = {"_links": {"self": f"{_COMPANY}/{path}"}, "_results": items}
        if path not in {"inboxes", "teams", "teammates"}:
            following = f"{_COMPANY}/{path}?limit={size}&page_token={start + size}"
            body["_pagination"] = {"next": following if more else None}
        return said(body)

    def template(self, name: str) -> Item:
        """A template as the API gives it."""
        text = self.documents[name]
        whole: Item = {
            "_links": {
                "self": f"{_COMPANY}/responses/rsp_{self.number(name)}",
                "related": {"owner": None, "parent_folder": None},
            },
            "id": f"rsp_{self.number(name)}", "name": self.title(name), "subject": None,
            "body": f"<div><p>{text}</p></div>\n", "attachments": [], "is_available_for_all_inboxes": True,
            "inbox_ids": None,
        }  # fmt: skip
        return {key: value for key, value in whole.items() if key != "name" or text != BROKEN}

    def article(self, name: str) -> Item:
        """An article as lists give it."""
        return {
            "_links": {"related": {"knowledge_base": f"{_COMPANY}/knowledge_bases/knb_1", "category": None}},
            "id": f"kba_{self.number(name)}", "slug": f"/articles/{self.number(name)}", "locales": ["en"],
            "created_at": 1622672452.363, "updated_at": self._edited(name),
        }  # fmt: skip

    def content(self, name: str) -> Item:
        """An article as the API gives it in a language."""
        text = self.documents[name]
        return {
            **self.article(name), "name": self.title(name), "status": "published", "keywords": [],
            "content": "<p> </p>" if text == BROKEN else f"<p>{text}</p>", "locale": "en", "attachments": [],
            "last_edited_at": self._edited(name),
        }  # fmt: skip

    def _edited(self, name: str) -> float:
        moment = read_moment(self.when(name))
        assert moment is not None
        return moment.timestamp()
