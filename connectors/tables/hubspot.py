"""The `hubspot` source: snippets and knowledge base articles of HubSpot, as CSV.

HubSpot has no API for snippets. Of articles its import takes the columns URL, Title, Category and Article
Body (https://knowledge.hubspot.com/knowledge-base/import-knowledge-base-articles); a snippet has a name, a
shortcut and a text (https://knowledge.hubspot.com/conversations/use-snippets). How its own exports head their
columns is not published: the names it uses on its pages are recognised, whatever their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.contract import Manifest
from connectors.model import Audience, Kind
from connectors.parsing.fields import plain_key
from connectors.tables import answers
from connectors.tables.columns import Mapped, mapped
from connectors.tables.connector import Table, TableConfig, TableConnector
from connectors.tables.sheet import Sheet

#: What only articles have.
_OF_ARTICLES = frozenset(["url", "article_url", "article_body", "article_title", "subcategory"])
_STATUS = ("status", "article_status", "state", "publish_status")
_ACCESS = ("audience", "audience_access", "access", "visibility")
_PUBLISHED = frozenset(["published", "live", "published or scheduled", "publish"])
#: Field -> the names of its column.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("article_title", "title", "snippet_name", "internal_name", "name"),
    "body": (
        "article_body",
        "body",
        "snippet_body",
        "snippet_text",
        "snippet",
        "content",
        "text",
        "html",
    ),
    "id": ("article_id", "snippet_id", "record_id", "id"),
    "shortcut": ("shortcut", "snippet_shortcut"),
    "folder": ("folder", "folder_name"),
    "tags": ("tags", "keywords", "article_tags"),
    "language": ("language", "article_language"),
    "url": ("article_url", "url", "published_url"),
    "created_at": (
        "created_date",
        "create_date",
        "created_at",
        "date_created",
        "created",
        "publish_date",
    ),
    "updated_at": (
        "last_modified_date",
        "last_updated_date",
        "last_updated",
        "updated_at",
        "date_modified",
        "modified",
    ),
    "owner": ("owner", "author", "article_author", "created_by"),
}


class HubSpotConfig(TableConfig):
    """Where the export lies, and what holds for all of it."""


class HubSpotConnector(TableConnector[HubSpotConfig]):
    """Reads snippets as replies and articles as articles; drafts and archived ones are left out."""

    manifest = Manifest(
        id="hubspot",
        title="HubSpot (CSV)",
        summary="Snippets, or articles of the knowledge base, exported as CSV.",
        config_model=HubSpotConfig,
        docs_url="https://knowledge.hubspot.com/conversations/use-snippets",
    )
    syntax = "hubspot"
    names = _NAMES

    def mapping(self, sheet: Sheet) -> Mapped:
        """Take HubSpot's columns; category and subcategory are the folder of an article."""
        keys = {plain_key(column): column for column in sheet.columns}
        levels = [keys[name] for name in ("category", "subcategory") if name in keys]
        return mapped(sheet.columns, {"folder": levels} if levels else {}, self.names)

    def kind(self, mapped: Mapped) -> Kind:
        """Tell articles from snippets by the columns that only articles have."""
        columns = {plain_key(column) for given in mapped.columns.values() for column in given}
        return Kind.REPLY if _OF_ARTICLES.isdisjoint(columns) else Kind.ARTICLE

    def identity(self, cells: answers.Cells, table: Table) -> str | None:
        """Return an article's id or address; titles are alike in its translations."""
        own = answers.first(cells, table.mapped, "id") or answers.first(cells, table.mapped, "url")
        return own.strip() or super().identity(cells, table)

    def left_out(self, cells: answers.Cells, table: Table) -> str | None:
        """Leave out what is not published."""
        del table
        state = answers.said(cells, _STATUS).casefold()
        if not state or state in _PUBLISHED:
            return None
        return f"Its status in HubSpot is '{state}': only published articles come in."

    def refined(self, fields: dict[str, Any], cells: answers.Cells, table: Table) -> dict[str, Any]:
        """A published article is public, unless its access says otherwise."""
        if self.kind(table.mapped) is Kind.REPLY:
            return fields
        access = answers.said(cells, _ACCESS).casefold()
        if access in ("", "public", "everyone", "all visitors"):
            who = Audience.PUBLIC if answers.said(cells, _STATUS) or access else self.config.audience
        else:
            who = Audience.INTERNAL
        return {**fields, "audience": who}
