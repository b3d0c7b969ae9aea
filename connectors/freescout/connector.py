"""The `freescout` source: saved replies, from a dump or the running database."""

from __future__ import annotations

from collections.abc import AsyncIterator

from connectors.contract import (
    Check,
    CheckReport,
    Connector,
    ConnectorError,
    Cursor,
    Event,
    Manifest,
    Outcome,
    failed_check,
)
from connectors.freescout.answers import MAIN, WANTED, replies
from connectors.http import RequestFailed
from connectors.mysql.answers import pull_answers
from connectors.mysql.source import DatabaseConfig, tables

#: Part of every fingerprint: raise it when more is read out of the same rows than before.
READER_VERSION = 1


class FreeScoutConfig(DatabaseConfig):
    """Which FreeScout."""


class FreeScoutConnector(Connector[FreeScoutConfig]):
    """Reads the tables anew on each run, and compares what they say."""

    manifest = Manifest(
        id="freescout",
        title="FreeScout",
        summary="Saved replies by mailbox and category, from the database or a dump of it.",
        config_model=FreeScoutConfig,
        docs_url="https://freescout.net/module/saved-replies/",
    )

    async def check(self) -> CheckReport:
        """Find out whether the tables can be read, and how many saved replies are in them."""
        try:
            found = await tables(self.context, self.config, WANTED, MAIN)
        except RequestFailed as error:
            return CheckReport((error.check("database"),))
        except ConnectorError as error:
            return failed_check("database", error, "Correct the settings, or make the dump anew.")
        count = len(found[MAIN])
        if not count:
            remedy = "Check that this is the database in use."
            return CheckReport((Check("replies", Outcome.INDETERMINATE, "No saved reply.", remedy),))
        return CheckReport((Check("replies", Outcome.PASSED, f"{count} saved replies and categories."),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the saved replies.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: the dump or the server cannot be read.
            ConfigInvalid: the settings cannot work.
        """
        del cursor
        config = self.config
        found = await tables(self.context, config, WANTED, MAIN)
        settings = config.model_dump(mode="json", include={"address", "audience", "language", "groups"})
        async for event in pull_answers(self, replies(found, config), settings, READER_VERSION):
            yield event
