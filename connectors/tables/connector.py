"""What sources share that are tables: reading, checking, and the way from a row to its answer."""

from __future__ import annotations

import abc
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import Field

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath, SourceConfig
from connectors.contract import (
    Check,
    CheckReport,
    Connector,
    Cursor,
    Event,
    Failure,
    Outcome,
    ParseFailed,
    Skipped,
    SourceUnavailable,
    failed_check,
)
from connectors.entries import Entry, Found, checks, files_of, nameless, pull_entries
from connectors.model import Audience, Document, Kind
from connectors.parsing.records import Row
from connectors.tables import answers
from connectors.tables.columns import NAMES, Mapped
from connectors.tables.sheet import SEPARATORS, SUFFIXES, Sheet, read_sheet

#: Part of every fingerprint: raise it when more is read out of the same rows than before.
READER_VERSION = 1
#: What parts the lists in cells, where nothing else is said.
LISTS = "|,;"


#: Where a table lies. Sources with settings of their own name it first, for so their form begins with it.
TablePath = Annotated[LocalPath, Field(title="File", description="The CSV file, or a folder of such files.")]


class TableConfig(SourceConfig):
    """Where the table lies, and what holds for the rows that do not say it themselves."""

    path: TablePath
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


TableConfigT = TypeVar("TableConfigT", bound=TableConfig)


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its table, which column is which, and what all of its rows together tell a preset."""

    name: str
    sheet: Sheet
    mapped: Mapped
    about: Any = None


class TableConnector(Connector[TableConfigT]):
    """Base of the sources that are tables. A row that cannot be read never loses the others."""

    #: Field -> names of columns it is told by.
    names: ClassVar[Mapping[str, tuple[str, ...]]] = NAMES
    #: The placeholders of its answers, where all are of one system.
    syntax: ClassVar[str | None] = None

    @abc.abstractmethod
    def mapping(self, sheet: Sheet) -> Mapped:
        """Decide which column is which field; raises `ParseFailed`."""

    def about(self, sheet: Sheet) -> Any:
        """Return what the rows tell only together, for `left_out` and `refined`."""
        del sheet

    def kind(self, mapped: Mapped) -> Kind:
        """Return what the answers of a table are for."""
        del mapped
        return Kind.REPLY

    def lists(self) -> str:
        """Return what parts the lists in its cells."""
        return LISTS

    def identity(self, cells: answers.Cells, table: Table) -> str | None:
        """Return the id of a row, `None` if it has none."""
        return answers.identity(cells, table.mapped)

    def left_out(self, cells: answers.Cells, table: Table) -> str | None:
        """Return why a row is no answer to be shown, or `None`."""
        del cells, table
        return None

    def refined(self, fields: dict[str, Any], cells: answers.Cells, table: Table) -> dict[str, Any]:
        """Return the fields of an answer with what only this system's columns say."""
        del cells, table
        return fields

    async def check(self) -> CheckReport:
        """Find out whether the table can be read, how its columns were understood, and which rows cannot."""
        try:
            tables = await self.context.thread(self._tables)
        except SourceUnavailable as error:
            return failed_check("file", error, "Correct the path, the file or the columns.")
        if not tables:
            remedy = "Put the CSV file there."
            return CheckReport((Check("file", Outcome.INDETERMINATE, "The folder holds no table.", remedy),))
        understood = [Check("columns", Outcome.PASSED, _told(table)) for table in tables[:20]]
        found = [item for table in tables for item in self._found(table, several=len(tables) > 1)]
        report = await self.context.thread(checks, found, "answers", "Add rows to the file.")
        return CheckReport((*understood, *report))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every row, in the order of the files.

        Args:
            cursor: on which device a folder was when it was last read whole.

        Raises:
            SourceUnavailable: if the file is not there, or as a whole cannot be read.
        """
        async for event in pull_entries(self, self._read, cursor, version=READER_VERSION):
            yield event

    async def _read(self) -> list[Found]:
        tables = await self.context.thread(self._tables)
        return [item for table in tables for item in self._found(table, several=len(tables) > 1)]

    def _tables(self) -> list[Table]:
        return [self._table(file) for file in files_of(self.config.path, SUFFIXES)]

    def _table(self, file: Path) -> Table:
        known = {name for names in self.names.values() for name in names}
        sheet = read_sheet(file, known)
        try:
            return Table(file.name, sheet, self.mapping(sheet), self.about(sheet))
        except ParseFailed as error:
            raise SourceUnavailable(f"{file.name}: {error}") from None

    def _found(self, table: Table, *, several: bool) -> Sequence[Found]:
        return [self._item(row, table, several=several) for row in table.sheet.rows]

    def _item(self, row: Row, table: Table, *, several: bool) -> Found:
        place = f"{table.name}, {row.place}" if several else row.place
        identity = self.identity(row.record, table)
        if identity is None:
            return nameless(place, row.error or "It has neither id nor title: fill one in.")
        if row.error:
            return Failure(identity, f"{place[:1].upper()}{place[1:]}: {row.error}")
        if reason := self.left_out(row.record, table):
            return Skipped(identity, reason)
        told = [row.record, {name: list(given) for name, given in table.mapped.columns.items()}]
        return Entry(identity, place, told, partial(self._document, identity, row.record, table))

    def _document(self, identity: str, cells: answers.Cells, table: Table) -> Document:
        said = answers.fields(cells, table.mapped, self.kind(table.mapped), self.lists())
        said = self.refined(said, cells, table)
        defaults = {
            "audience": self.config.audience,
            "language": self.config.language,
            "groups": self.config.groups,
            "placeholder_syntax": self.syntax,
        }
        return Document(external_id=identity, **{**defaults, **said})


def _told(table: Table) -> str:
    rows, separator = len(table.sheet.rows), SEPARATORS.get(table.sheet.separator, table.sheet.separator)
    return f"{table.name}: {rows} rows, parted by {separator}. Read: {table.mapped.told()}."
