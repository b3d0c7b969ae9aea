"""The `csv` source: any table, by a mapping of its columns."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from connectors.config import TextList
from connectors.contract import Manifest
from connectors.model import BodyFormat, Kind
from connectors.tables import answers
from connectors.tables.columns import Mapped, mapped
from connectors.tables.connector import LISTS, Table, TableConfig, TableConnector, TablePath
from connectors.tables.sheet import Sheet

_ENDING = "_column"


def _column(name: str, description: str) -> Any:
    return Field(None, title=f"Column: {name}", description=description)


class CsvConfig(TableConfig):
    """Which column is which. What is left empty is recognised by the columns' names."""

    path: TablePath
    title_column: str | None = _column(
        "title",
        "Its name in the first row. What you leave empty is recognised by its name; `-` says there is none.",
    )
    body_column: TextList | None = _column("text", "The answer itself; the texts of several are joined.")
    id_column: str | None = _column("id", "What stays the same when a title is changed.")
    shortcut_column: str | None = _column("shortcut", "What agents type for it.")
    folder_column: TextList | None = _column("folder", "Several are levels, such as Category and Section.")
    tags_column: TextList | None = _column("tags", "One or several.")
    questions_column: str | None = _column("questions", "What it answers, parted by | or line ends.")
    language_column: str | None = _column("language", "Such as en or pt-BR.")
    audience_column: str | None = _column("audience", "Says public or internal.")
    groups_column: str | None = _column("groups", "Who may see it.")
    url_column: str | None = _column("address", "Where a person opens it.")
    created_at_column: str | None = _column("created", "A date.")
    updated_at_column: str | None = _column("changed", "A date.")
    owner_column: str | None = _column("owner", "Who looks after it.")
    verified_at_column: str | None = _column("verified on", "A date.")
    verified_by_column: str | None = _column("verified by", "Who verified it.")
    list_separators: str = Field(
        LISTS, title="Lists", description="The characters that part tags and groups within a cell."
    )
    kind: Kind = Field(
        Kind.REPLY, title="Used as", description="Replies are inserted as they stand, articles quoted."
    )
    body_format: BodyFormat | None = Field(
        None,
        title="Markup",
        description="html, markdown or text; empty: what has HTML tags is HTML, the rest text.",
    )
    placeholder_syntax: str | None = Field(
        None,
        title="Placeholders",
        description="The system whose placeholders are used; empty to recognise them.",
    )


class CsvConnector(TableConnector[CsvConfig]):
    """Reads tables whatever their columns are called; what is not mapped is kept as further details."""

    manifest = Manifest(
        id="csv",
        title="Table (CSV) with columns of your own",
        summary="Any CSV, of Excel or another system: you say which column is the title, the text and so on.",
        config_model=CsvConfig,
    )

    def mapping(self, sheet: Sheet) -> Mapped:
        """Take the columns as the settings say, the others by their names."""
        wanted = {}
        for setting, given in self.config:
            if setting.endswith(_ENDING) and given:
                wanted[setting.removesuffix(_ENDING)] = (given,) if isinstance(given, str) else given
        return mapped(sheet.columns, wanted)

    def kind(self, mapped: Mapped) -> Kind:
        """Return what the settings say the answers are for."""
        del mapped
        return self.config.kind

    def lists(self) -> str:
        """Return what the settings say parts lists."""
        return self.config.list_separators or LISTS

    def refined(self, fields: dict[str, Any], cells: answers.Cells, table: Table) -> dict[str, Any]:
        """Add what the settings say of all answers."""
        del cells, table
        markup = self.config.body_format
        said = {"body_format": markup} if markup else {}
        return {**fields, **said, "placeholder_syntax": self.config.placeholder_syntax}
