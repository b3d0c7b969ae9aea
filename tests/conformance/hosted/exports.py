"""Helpdesks whose answers lie in a database, as the conformance kit arranges their exports."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from connectors.django_helpdesk.connector import DjangoHelpdeskConnector
from sidecar.conformance import BROKEN, World


class ExportWorld(World):
    """One file that holds every answer by its number."""

    keeps_history = True
    file = "export"

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / self.file
        self.documents: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def config(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def write(self, documents: Mapping[str, str]) -> None:
        self.documents = dict(documents)
        self.path.write_text(self.content(), encoding="utf-8")

    @abstractmethod
    def content(self) -> str:
        """The export of these documents."""

    def number(self, name: str) -> int:
        return int.from_bytes(name.encode(), "big")

    def title(self, name: str) -> str:
        return self.titles.get(name, name)

    def rename(self, old: str, new: str) -> None:
        self.titles[old] = new
        self.write(self.documents)

    def vanish(self) -> None:
        self.path.rename(self.path.with_suffix(".away"))


class DjangoHelpdeskWorld(ExportWorld):
    connector = DjangoHelpdeskConnector
    file = "helpdesk.json"

    def external_id(self, name: str) -> str:
        return f"reply/{self.number(name)}"

    def content(self) -> str:
        queue = {"model": "helpdesk.queue", "pk": 1, "fields": {"title": "Support", "locale": "en"}}
        return json.dumps([queue, *(self.record(*document) for document in self.documents.items())])

    def record(self, name: str, text: str) -> dict[str, Any]:
        """A reply; one that is broken is limited to a queue that the export does not have."""
        fields = {"name": self.title(name), "body": text, "queues": [7] if text == BROKEN else []}
        return {"model": "helpdesk.presetreply", "pk": self.number(name), "fields": fields}
