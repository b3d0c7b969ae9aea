"""The `osticket` source: canned responses and the knowledge base, from a dump or the running database."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pydantic import Field

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
from connectors.http import RequestFailed
from connectors.mysql.answers import pull_answers
from connectors.mysql.source import DatabaseConfig, tables
from connectors.osticket import database
from connectors.osticket.answers import canned, faqs

#: Part of every fingerprint: raise it when more is read out of the same rows than before.
READER_VERSION = 1


class OsTicketConfig(DatabaseConfig):
    """Which osTicket, and what of it."""

    canned: bool = Field(True, title="Canned responses", description="Read them, by department.")
    faqs: bool = Field(True, title="Knowledge base", description="Read the FAQs with their translations.")


class OsTicketConnector(Connector[OsTicketConfig]):
    """Reads the tables anew on each run, and compares what they say."""

    manifest = Manifest(
        id="osticket",
        title="osTicket",
        summary="Canned responses by department and the knowledge base, from the database or a dump of it.",
        config_model=OsTicketConfig,
        docs_url="https://docs.osticket.com/",
    )

    async def check(self) -> CheckReport:
        """Find out whether the tables can be read, and what is in them."""
        try:
            found = await self._database()
        except RequestFailed as error:
            return CheckReport((error.check("database"),))
        except ConnectorError as error:
            return failed_check("database", error, "Correct the settings, or make the dump anew.")
        detail = f"{len(found.canned)} canned responses and {len(found.faqs)} FAQs."
        if not found.canned and not found.faqs:
            remedy = "Check that this is the database in use."
            return CheckReport((Check("answers", Outcome.INDETERMINATE, detail, remedy),))
        return CheckReport((Check("answers", Outcome.PASSED, detail),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the canned responses, then the FAQs.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: the dump or the server cannot be read.
            ConfigInvalid: the settings cannot work.
        """
        del cursor
        config = self.config
        found = await self._database()
        answers = [
            *(canned(found, config) if config.canned else ()),
            *(faqs(found, config) if config.faqs else ()),
        ]
        settings = config.model_dump(mode="json", include={"address", "audience", "language", "groups"})
        async for event in pull_answers(self, answers, settings, READER_VERSION):
            yield event

    async def _database(self) -> database.Database:
        return database.of(await tables(self.context, self.config, database.WANTED, database.MAIN))
