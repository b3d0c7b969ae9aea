"""The `osticket` and `osticket-live` sources: canned responses and the knowledge base.

The one reads a dump of the database, the other the running database.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from connectors.config import SourceConfig
from connectors.contract import Manifest, Skipped
from connectors.mysql.answers import Answer
from connectors.mysql.connector import DatabaseConnector
from connectors.mysql.source import DumpConfig, HelpdeskConfig, ServerConfig
from connectors.mysql.tables import Tables
from connectors.osticket import database
from connectors.osticket.answers import canned, faqs

_DOCS = "https://docs.osticket.com/"


class Kinds(SourceConfig):
    """What is read of an osTicket."""

    canned: bool = Field(True, title="Canned responses", description="Read them, by department.")
    faqs: bool = Field(True, title="Knowledge base", description="Read the FAQs with their translations.")


class OsTicketConfig(DumpConfig, Kinds):
    """Which dump, and what of it."""


class OsTicketLiveConfig(ServerConfig, Kinds):
    """Which database, and what of it."""


class OsTicketConnector(DatabaseConnector[OsTicketConfig]):
    """Reads a dump; no SQL in it is carried out."""

    manifest = Manifest(
        id="osticket",
        title="osTicket dump",
        summary="Canned responses by department and the knowledge base, from a dump of the database.",
        config_model=OsTicketConfig,
        docs_url=_DOCS,
    )
    wanted = database.WANTED
    main = database.MAIN

    def answers(self, found: Tables) -> Iterator[Answer | Skipped]:
        """Yield the canned responses, then the FAQs with their translations."""
        return _answers(found, self.config, self.config)


class OsTicketLiveConnector(DatabaseConnector[OsTicketLiveConfig]):
    """Reads the running database, by SELECT alone."""

    manifest = Manifest(
        id="osticket-live",
        title="osTicket database",
        summary="Canned responses by department and the knowledge base, from the running database.",
        config_model=OsTicketLiveConfig,
        docs_url=_DOCS,
    )
    wanted = database.WANTED
    main = database.MAIN

    def answers(self, found: Tables) -> Iterator[Answer | Skipped]:
        """Yield the canned responses, then the FAQs with their translations."""
        return _answers(found, self.config, self.config)


def _answers(tables: Tables, kinds: Kinds, config: HelpdeskConfig) -> Iterator[Answer | Skipped]:
    found = database.of(tables)
    if kinds.canned:
        yield from canned(found, config)
    if kinds.faqs:
        yield from faqs(found, config)
