"""The connector passes Cuecard's conformance kit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cuecard_notes.connector import NotesConnector

from sidecar.conformance import BROKEN, Asked, HttpConformanceTests, HttpWorld, Reply

_TOKEN = "a-token-nobody-may-see"
_PAGE = 3


class NotesWorld(HttpWorld):
    """A notes server as the real one answers."""

    connector = NotesConnector
    keeps_history = True
    secret = _TOKEN

    def __init__(self) -> None:
        super().__init__()
        self.notes: dict[str, dict[str, str]] = {}

    def config(self) -> dict[str, Any]:
        return {"address": self.address, "token": _TOKEN, "private_network": True}

    def write(self, documents: Mapping[str, str]) -> None:
        self.notes = {
            name: {"id": f"n-{name}", "title": name, "text": "" if text == BROKEN else text}
            for name, text in documents.items()
        }

    def external_id(self, name: str) -> str:
        return f"n-{name}"

    def rename(self, old: str, new: str) -> None:
        self.notes[old]["title"] = new

    def respond(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {_TOKEN}":
            return Reply("Who are you?", 401)
        start = (int(asked.query["page"][0]) - 1) * _PAGE
        everything = list(self.notes.values())
        page = everything[start : start + _PAGE]
        more = start + _PAGE < len(everything)
        body = {"notes": page, "more": more, "total": len(everything)}
        return Reply(json.dumps(body), headers={"Content-Type": "application/json"})


class TestNotes(HttpConformanceTests):
    """All that the kit asks."""

    @pytest.fixture
    def world(self) -> NotesWorld:
        return NotesWorld()
