"""The `freescout` and `freescout-live` sources: saved replies.

The one reads a dump of the database, the other the running database.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.contract import Manifest, Skipped
from connectors.freescout.answers import MAIN, WANTED, replies
from connectors.mysql.answers import Answer
from connectors.mysql.connector import DatabaseConnector
from connectors.mysql.source import DumpConfig, ServerConfig
from connectors.mysql.tables import Tables

_DOCS = "https://freescout.net/module/saved-replies/"


class FreeScoutConfig(DumpConfig):
    """Which dump."""


class FreeScoutLiveConfig(ServerConfig):
    """Which database."""


class FreeScoutConnector(DatabaseConnector[FreeScoutConfig]):
    """Reads a dump; no SQL in it is carried out."""

    manifest = Manifest(
        id="freescout",
        title="FreeScout dump",
        summary="Saved replies by mailbox and category, from a dump of the database.",
        config_model=FreeScoutConfig,
        docs_url=_DOCS,
    )
    wanted = WANTED
    main = MAIN

    def answers(self, found: Tables) -> Iterator[Answer | Skipped]:
        """Yield the saved replies."""
        return replies(found, self.config)


class FreeScoutLiveConnector(DatabaseConnector[FreeScoutLiveConfig]):
    """Reads the running database, by SELECT alone."""

    manifest = Manifest(
        id="freescout-live",
        title="FreeScout database",
        summary="Saved replies by mailbox and category, from the running database.",
        config_model=FreeScoutLiveConfig,
        docs_url=_DOCS,
    )
    wanted = WANTED
    main = MAIN

    def answers(self, found: Tables) -> Iterator[Answer | Skipped]:
        """Yield the saved replies."""
        return replies(found, self.config)
