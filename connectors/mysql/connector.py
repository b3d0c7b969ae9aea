"""What connectors of helpdesks in a database have in common: all tables are read and compared on each run."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import ClassVar, TypeVar

from connectors.contract import (
    Check,
    CheckReport,
    Connector,
    ConnectorError,
    Cursor,
    Event,
    Outcome,
    Skipped,
    failed_check,
)
from connectors.http import RequestFailed
from connectors.mysql.answers import Answer, pull_answers
from connectors.mysql.source import DumpConfig, ServerConfig, tables
from connectors.mysql.tables import Tables, Wanted

ConfigT = TypeVar("ConfigT", bound=DumpConfig | ServerConfig)
#: What says where the answers are, and not what they say.
_WHERE = {
    "path", "host", "port", "database", "user", "password", "encryption", "prefix", "private_network",
}  # fmt: skip


class DatabaseConnector(Connector[ConfigT]):
    """Base of those connectors.

    Attributes:
        wanted: the tables to read.
        main: that of them without which it is not this helpdesk.
        version: part of every fingerprint: to be raised when more is read out of the same rows than before.
    """

    wanted: ClassVar[Sequence[Wanted]]
    main: ClassVar[str]
    version: ClassVar[int] = 1

    @abstractmethod
    def answers(self, found: Tables) -> Iterable[Answer | Skipped]:
        """Yield every answer that the tables hold, and those that are left out."""

    async def check(self) -> CheckReport:
        """Find out whether the tables can be read, and how many answers are in them."""
        try:
            found = await self._answers()
        except RequestFailed as error:
            return CheckReport((error.check("database"),))
        except ConnectorError as error:
            return failed_check("database", error, "Correct the settings, or make the dump anew.")
        count = sum(isinstance(one, Answer) for one in found)
        left_out = len(found) - count
        detail = f"{count} answers" + (f"; {left_out} are left out." if left_out else ".")
        if not count:
            remedy = "Check that this is the database in use."
            return CheckReport((Check("answers", Outcome.INDETERMINATE, detail, remedy),))
        return CheckReport((Check("answers", Outcome.PASSED, detail),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every answer.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: the dump or the server cannot be read.
            ConfigInvalid: the settings cannot work.
        """
        del cursor
        settings = self.config.model_dump(mode="json", exclude=_WHERE)
        async for event in pull_answers(self, await self._answers(), settings, self.version):
            yield event

    async def _answers(self) -> list[Answer | Skipped]:
        found = await tables(self.context, self.config, self.wanted, self.main)
        return list(self.answers(found))
