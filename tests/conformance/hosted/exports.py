"""Helpdesks whose answers lie in a database, as the conformance kit arranges their exports."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from connectors.django_helpdesk.connector import DjangoHelpdeskConnector
from connectors.freescout.connector import FreeScoutConnector
from connectors.osticket.connector import OsTicketConnector
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


class DumpWorld(ExportWorld):
    """A dump as mysqldump writes it."""

    file = "dump.sql"
    table = ""
    columns: tuple[str, ...] = ()

    def content(self) -> str:
        names = ", ".join(f"`{name}` text" for name in self.columns)
        rows = [self.row(name, text) for name, text in self.documents.items()]
        lines = [f"({', '.join(map(_literal, row))})" for row in rows]
        insert = f"INSERT INTO `{self.table}` VALUES {','.join(lines)};" if lines else ""
        return (
            "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\n"
            f"CREATE TABLE `{self.table}` (\n  {names}\n);\n{insert}\n-- Dump completed on 2026-01-31\n"
        )

    @abstractmethod
    def row(self, name: str, text: str) -> tuple[str | int, ...]:
        """A document's values, in the order of the columns; one that is broken has markup and no text."""

    def body(self, text: str) -> str:
        return "<p> </p>" if text == BROKEN else f"<p>{text}</p>"


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


class OsTicketWorld(DumpWorld):
    connector = OsTicketConnector
    table = "ost_canned_response"
    columns = ("canned_id", "dept_id", "isenabled", "title", "response")

    def external_id(self, name: str) -> str:
        return f"canned/{self.number(name)}"

    def row(self, name: str, text: str) -> tuple[str | int, ...]:
        return (self.number(name), 0, 1, self.title(name), self.body(text))


class FreeScoutWorld(DumpWorld):
    connector = FreeScoutConnector
    table = "saved_replies"
    columns = ("id", "mailbox_id", "name", "text", "global")

    def external_id(self, name: str) -> str:
        return str(self.number(name))

    def row(self, name: str, text: str) -> tuple[str | int, ...]:
        return (self.number(name), 1, self.title(name), self.body(text), 1)
