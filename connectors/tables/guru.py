"""The `guru-csv` source: Guru's cards, exported from its card manager as CSV.

The columns are those of the export that Guru's own SDK writes (guruhq/py-sdk,
`examples/card_mgr_export_csv.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from connectors.contract import Manifest
from connectors.model import Kind
from connectors.parsing.fields import words
from connectors.tables import answers
from connectors.tables.columns import Mapped, mapped
from connectors.tables.connector import Table, TableConfig, TableConnector, TablePath
from connectors.tables.sheet import Sheet

_STATE = "trust_state"
_TRUSTED = ("trusted", "verified")
#: Field -> the names of its column.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "card_title", "preferred_phrase"),
    "body": ("content", "card_content"),
    "id": ("id", "card_id"),
    "tags": ("tags",),
    "url": ("link", "card_link", "url"),
    "created_at": ("date_created", "created"),
    "updated_at": ("last_modified",),
    "verified_at": ("last_verified",),
    "verified_by": ("last_verified_by",),
    "owner": ("verifier", "owner"),
}


class GuruCsvConfig(TableConfig):
    """Where the export lies, and what holds for all of it."""

    path: TablePath
    kind: Kind = Field(
        Kind.ARTICLE, title="Used as", description="Replies are inserted as they stand, articles quoted."
    )


class GuruCsvConnector(TableConnector[GuruCsvConfig]):
    """Reads cards with their verification; what needs verification comes in as not verified."""

    manifest = Manifest(
        id="guru-csv",
        title="Guru (CSV export)",
        summary="Cards of Guru's card manager, with boards, tags and who verified them when.",
        config_model=GuruCsvConfig,
        docs_url="https://help.getguru.com/docs/card-manager",
    )
    names = _NAMES

    def mapping(self, sheet: Sheet) -> Mapped:
        """Take Guru's columns; a card's collection and first board are its folder."""
        return mapped(sheet.columns, {}, self.names)

    def kind(self, mapped: Mapped) -> Kind:
        """Return what the settings say the cards are for."""
        del mapped
        return self.config.kind

    def refined(self, fields: dict[str, Any], cells: answers.Cells, table: Table) -> dict[str, Any]:
        """Add the folder; drop a verification that Guru itself does not rely on any more."""
        del table
        by_key = answers.by_key(cells)
        boards = words(by_key.get("boards", ""), ",|;")
        levels = [level for level in (by_key.get("collection", ""), *boards[:1]) if level.strip()]
        said = {**fields, "folder": "::".join(levels) or None}
        state = by_key.get(_STATE, "").strip().casefold()
        if state and state not in _TRUSTED:
            said |= {"verified_at": None, "verified_by": None}
        return said
