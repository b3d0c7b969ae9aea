"""Files of many answers, as the conformance kit arranges them."""

from __future__ import annotations

import csv
import io
import json
import plistlib
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from connectors.espanso.connector import EspansoConnector
from connectors.tables.guru import GuruCsvConnector
from connectors.tables.hubspot import HubSpotConnector
from connectors.tables.mapped import CsvConnector
from connectors.tables.salesforce import SalesforceConnector
from connectors.textblaze.connector import TextBlazeConnector
from connectors.textexpander.connector import TextExpanderConnector
from sidecar.conformance import BROKEN, World


class OneFileWorld(World):
    """One file with all documents, each with an id and a name."""

    keeps_history = True
    name: ClassVar[str] = "export.csv"

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / self.name
        self.documents: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def config(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def title(self, name: str) -> str:
        """What a document is called now."""
        return self.titles.get(name, name)

    @abstractmethod
    def content(self) -> bytes:
        """The file with `documents`."""

    def write(self, documents: Mapping[str, str]) -> None:
        self.documents = dict(documents)
        self.path.write_bytes(self.content())

    def external_id(self, name: str) -> str:
        return f"id-{name}"

    def rename(self, old: str, new: str) -> None:
        self.titles[old] = new
        self.write(self.documents)

    def vanish(self) -> None:
        self.path.rename(self.path.with_suffix(".away"))


class TableWorld(OneFileWorld):
    """A table whose columns are: id, title, text."""

    columns: ClassVar[tuple[str, ...]]

    def content(self) -> bytes:
        out = io.StringIO(newline="")
        rows = csv.writer(out)
        rows.writerow(self.columns)
        for name, text in self.documents.items():
            rows.writerow([self.external_id(name), self.title(name), "" if text == BROKEN else text])
        return out.getvalue().encode()


class CsvWorld(TableWorld):
    connector = CsvConnector
    columns = ("Nummer", "Frage", "Antwort")

    def config(self) -> dict[str, Any]:
        named = {"id_column": "Nummer", "title_column": "Frage", "body_column": "Antwort"}
        return {**super().config(), **named}


class HubSpotWorld(TableWorld):
    connector = HubSpotConnector
    columns = ("ID", "Name", "Snippet text")


class SalesforceWorld(TableWorld):
    connector = SalesforceConnector
    columns = ("KnowledgeArticleId", "Title", "Answer__c")


class GuruCsvWorld(TableWorld):
    connector = GuruCsvConnector
    columns = ("ID", "Title", "Content")


class EspansoWorld(OneFileWorld):
    """A match is known by its trigger: Espanso has no ids."""

    connector = EspansoConnector
    keeps_history = False
    name = "base.yml"

    def content(self) -> bytes:
        matches = [
            {"trigger": self.external_id(name)} | ({} if text == BROKEN else {"replace": text})
            for name, text in self.documents.items()
        ]
        return json.dumps({"matches": matches}).encode()


class TextExpanderWorld(OneFileWorld):
    connector = TextExpanderConnector
    name = "Support.textexpander"

    def content(self) -> bytes:
        snippets = [
            {
                "uuidString": self.external_id(name),
                "abbreviation": self.title(name),
                "plainText": "" if text == BROKEN else text,
                "snippetType": 0,
            }
            for name, text in self.documents.items()
        ]
        return plistlib.dumps({"groupInfo": {"groupName": "Support"}, "snippetsTE2": snippets})


class TextBlazeWorld(OneFileWorld):
    connector = TextBlazeConnector
    name = "folders.json"

    def content(self) -> bytes:
        snippets = [
            {
                "id": self.external_id(name),
                "shortcut": self.title(name),
                "text": "" if text == BROKEN else text,
            }
            for name, text in self.documents.items()
        ]
        return json.dumps({"folders": [{"name": "Support", "snippets": snippets}]}).encode()
