"""Guru, as developer.getguru.com says; cards are made of what the tests of its client (py-sdk) show."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from connectors.guru.connector import GuruConnector
from sidecar.conformance import BROKEN
from sidecar.conformance.http_world import Asked, Reply
from tests.conformance.hosted import SECRET, HostedWorld, page_of, said

_USER = "ada@acme.example"
_PAGE = 50


class GuruWorld(HostedWorld):
    """A team with cards of one collection.

    Attributes:
        cards: cards as the API gives them, beside those made of documents.
        groups: the groups that may see the collection; `None` if the token may not know.
    """

    connector = GuruConnector
    kinds: ClassVar[Mapping[str, str]] = {"cards": "/api/v1/search/query"}
    per_request: ClassVar[float] = float(_PAGE)

    def __init__(self) -> None:
        self.cards: list[dict[str, Any]] = []
        self.groups: list[str] | None = ["All Members"]
        super().__init__()

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "user": _USER, "token": SECRET, "private_network": True}

    def signed(self) -> Mapping[str, str]:
        credentials = base64.b64encode(f"{_USER}:{SECRET}".encode()).decode()
        return {"authorization": f"Basic {credentials}"}

    def external_id(self, name: str) -> str:
        return f"aaaabbbb-cccc-dddd-eeee-{self.number(name):012x}"

    def serve(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/api/v1/")
        if path == "search/query":
            others = [card for card in self.cards if not card.get("archived")]
            return self._list(asked, [*self.of_kind("cards"), *others])
        if path.startswith("collections/"):
            return self._groups()
        found = [card for card in self.cards if path == f"cards/{card['id']}"]
        found += [self.card(name) for name in self.documents if path == f"cards/{self.external_id(name)}"]
        return said(found[0]) if found else said({"description": "Not found"}, 404)

    def _list(self, asked: Asked, cards: Sequence[str | dict[str, Any]]) -> Reply:
        """A page; the address of the next is all in one token, as Guru gives it."""
        query = {name: values[0] for name, values in asked.query.items()}
        size = min(int(query.get("maxResults", _PAGE)), _PAGE, self.size)
        start = int(query.get("token", "0"))
        part, more = page_of(cards, start, size)
        page = [self.card(card) if isinstance(card, str) else card for card in part]
        if not page:
            return Reply("", 204)
        following = f"{self.address}/api/v1/search/query?token={start + size}"
        headers = {"Link": f'< {following} >; rel="next-page"'} if more else {}
        return Reply(json.dumps(page), 200, {"Content-Type": "application/json", **headers})

    def _groups(self) -> Reply:
        if self.groups is None:
            return said({"description": "You do not have permission"}, 401)
        return said([{"groupId": name, "groupName": name, "role": "MEMBER"} for name in self.groups])

    def card(self, name: str) -> dict[str, Any]:
        """A card as the API gives it."""
        text = self.documents[name]
        ada = {"status": "ACTIVE", "email": _USER, "firstName": "Ada", "lastName": "Lovelace"}
        return {
            "id": self.external_id(name), "preferredPhrase": self.title(name), "slug": f"{name}/{name}",
            "content": "" if text == BROKEN else f"<p>{text}</p>", "cardType": "CARD",
            "collection": {"id": "1234", "name": "General", "collectionType": "INTERNAL"},
            "boards": [{"id": "b1", "title": "Orders"}], "tags": [{"id": "t1", "value": "billing"}],
            "dateCreated": "2021-02-01T15:01:30.000+0000", "lastModified": self.when(name),
            "lastVerified": "2025-12-19T16:41:28.565+0000", "lastVerifiedBy": ada, "owner": ada,
            "verificationState": "TRUSTED", "verificationInterval": 90, "shareStatus": "TEAM",
            "cardInfo": {"analytics": {"views": 100_000 + len(self.asked), "copies": 5}}, "version": 3,
            "archived": False, "favorited": False,
            "verifiers": [{"type": "user", "id": _USER, "user": ada}],
        }  # fmt: skip
