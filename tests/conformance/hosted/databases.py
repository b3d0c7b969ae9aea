"""Helpdesks in a running MariaDB, as the conformance kit arranges them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from connectors.freescout.connector import FreeScoutLiveConnector
from connectors.osticket.connector import OsTicketLiveConnector
from sidecar.conformance import BROKEN, World
from tests.connectors.hosted.databases import PASSWORD, account, empty
from tests.helpdesks.mariadb import MariaDb


class DatabaseWorld(World):
    """Tables in a database of their own; of a world that vanished, the account is locked."""

    keeps_history = True
    secret = PASSWORD
    name: ClassVar[str]
    table: ClassVar[str]

    def __init__(self, server: MariaDb) -> None:
        self.server = server
        self.documents: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        empty(server, self.name)

    def config(self) -> dict[str, Any]:
        return account(self.server.port, self.name)

    def write(self, documents: Mapping[str, str]) -> None:
        self.documents = dict(documents)
        rows = ",".join(self.row(*document) for document in documents.items())
        insert = f"INSERT INTO {self.table} {self.columns()} VALUES {rows};" if rows else ""
        self.server.sql(f"DELETE FROM {self.table}; {insert}", self.name)

    @abstractmethod
    def columns(self) -> str:
        """The columns that are written, in brackets."""

    @abstractmethod
    def row(self, name: str, text: str) -> str:
        """Their values, in brackets."""

    def number(self, name: str) -> int:
        return int.from_bytes(name.encode(), "big")

    def values(self, name: str, text: str) -> str:
        """A title and a text; one that is broken has markup and no text."""
        body = "<p> </p>" if text == BROKEN else f"<p>{text}</p>"
        return f"'{self.titles.get(name, name)}', '{body}'"

    def rename(self, old: str, new: str) -> None:
        self.titles[old] = new
        self.write(self.documents)

    def vanish(self) -> None:
        self.server.sql("ALTER USER cuecard@'127.0.0.1' ACCOUNT LOCK;")


class OsTicketLiveWorld(DatabaseWorld):
    connector = OsTicketLiveConnector
    name = "osticket"
    table = "ost_canned_response"

    def external_id(self, name: str) -> str:
        return f"canned/{self.number(name)}"

    def columns(self) -> str:
        return "(canned_id, title, response, created, updated)"

    def row(self, name: str, text: str) -> str:
        return f"({self.number(name)}, {self.values(name, text)}, NOW(), NOW())"


class FreeScoutLiveWorld(DatabaseWorld):
    connector = FreeScoutLiveConnector
    name = "freescout"
    table = "saved_replies"

    def external_id(self, name: str) -> str:
        return str(self.number(name))

    def columns(self) -> str:
        return "(id, mailbox_id, user_id, global, name, text)"

    def row(self, name: str, text: str) -> str:
        return f"({self.number(name)}, 1, 1, 1, {self.values(name, text)})"


DATABASES: dict[str, Callable[[MariaDb], World]] = {
    "freescout-live": FreeScoutLiveWorld,
    "osticket-live": OsTicketLiveWorld,
}
