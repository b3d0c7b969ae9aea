"""Gorgias, as developers.gorgias.com says; macros are made from its example of "The Macro object"."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from connectors.gorgias.connector import GorgiasConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_EMAIL = "ada@acme.example"
#: The requests of 20 seconds that an API key may make.
_ALLOWED = 40


class GorgiasWorld(HostedWorld):
    """An account with macros.

    Attributes:
        macros: macros as the API gives them, beside those made of documents.
        used: how many of the allowed requests the account has made, as told in the headers.
    """

    connector = GorgiasConnector
    kinds: ClassVar[Mapping[str, str]] = {"macros": "/api/macros"}

    def __init__(self) -> None:
        self.macros: list[dict[str, Any]] = []
        self.used = 1
        super().__init__()

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "email": _EMAIL, "api_key": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        credentials = base64.b64encode(f"{_EMAIL}:{SECRET}".encode()).decode()
        return {"authorization": f"Basic {credentials}"}

    def external_id(self, name: str) -> str:
        return str(self.number(name))

    def refusal(self, status: int) -> Reply:
        return said({"error": {"msg": "Invalid credentials" if status == 401 else "Forbidden"}}, status)

    def limits(self) -> dict[str, str]:
        return {"X-Gorgias-Account-Api-Call-Limit": f"{self.used}/{_ALLOWED}"}

    def serve(self, asked: Asked) -> Reply:
        if asked.path == "/api/macros":
            return self._list(asked, [*self.of_kind("macros"), *self.macros])
        id_ = asked.path.removeprefix("/api/macros/").rstrip("/")
        found = [macro for macro in self.macros if str(macro["id"]) == id_]
        if (name := self.named(id_)) is not None:
            found = [self.macro(name)]
        return said(found[0]) if found else said({"error": {"msg": "Macro not found"}}, 404)

    def _list(self, asked: Asked, macros: Sequence[str | dict[str, Any]]) -> Reply:
        query = {name: values[0] for name, values in asked.query.items()}
        size = min(int(query.get("limit", 30)), 100, self.size)
        start = int(query.get("cursor", "after_0").removeprefix("after_"))
        part, more = page_of(macros, start, size)
        page = [self.macro(macro) if isinstance(macro, str) else macro for macro in part]
        following = f"after_{start + size}" if more else None
        return said(
            {
                "data": page,
                "object": "list",
                "uri": "/api/macros",
                "meta": {"prev_cursor": None, "next_cursor": following},
            }
        )

    def macro(self, name: str) -> dict[str, Any]:
        """A macro as the API gives it."""
        text = self.documents[name]
        return {
            "id": self.number(name), "external_id": None, "intent": "order/question", "language": "en",
            "name": " " if text == BROKEN else self.title(name), "usage": 58392 + len(self.asked),
            "created_datetime": "2019-11-23T15:59:41.966927", "updated_datetime": self.when(name),
            "archived_datetime": None, "uri": f"/api/macros/{self.number(name)}/",
            "actions": [
                {
                    "arguments": {"tags": "question, order-status"},
                    "name": "addTags", "title": "Add tags", "type": "user",
                },
                {
                    "arguments": {"body_html": f"<div>{text}</div>", "body_text": text},
                    "name": "setResponseText", "title": "Add tags", "type": "user",
                },
            ],
        }  # fmt: skip
