"""The `salesforce` source: articles of Salesforce Knowledge, exported as CSV by Data Loader or a report.

The columns are the fields of `Knowledge__kav` (Salesforce's object reference, KnowledgeArticleVersion, which
it is derived from) with the text in fields of the team's own (`Answer__c`), and those of the importer of
articles (`Channels`, `datacategorygroup.Products`, with `+` between several).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from connectors.config import TextList
from connectors.contract import Manifest
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import is_absent, plain_key, words
from connectors.parsing.reply import guess_format
from connectors.tables import answers
from connectors.tables.columns import Mapped, mapped
from connectors.tables.connector import Table, TableConfig, TableConnector, TablePath
from connectors.tables.sheet import Sheet
from connectors.tables.values import yes

_OWN = "__c"
_CATEGORY = "datacategorygroup."
#: A longer cell is text; in a shorter one stands the value of a list.
_LONG = 120
#: What fields for text are called, whatever stands before it (`Customer_Answer__c`).
_TEXT_FIELDS = re.compile(
    r"(?:.*[ _])?(?:answer|body|content|details?|description|resolution|solution|question|problem|cause|"
    r"symptoms?|steps|text|information|instructions|procedure)",
    re.IGNORECASE,
)
#: Fields for the team's own eyes: they are no part of an article that customers may read.
_FOR_US = re.compile(r"internal|private|confidential|agent|staff|employee", re.IGNORECASE)
#: Flags of the channels in which customers read an article.
_FOR_CUSTOMERS = ("isvisibleinpkb", "isvisibleincsp")
_FLAGS = (*_FOR_CUSTOMERS, "isvisibleinprm", "isvisibleinapp")
_CUSTOMER_CHANNELS = frozenset(["sites", "pkb", "csp"])
#: Field -> the names of its column.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "article_title"),
    "language": ("language", "article_language"),
    "created_at": ("articlecreateddate", "createddate", "firstpublisheddate", "created_date"),
    "updated_at": ("lastmodifieddate", "lastpublisheddate", "last_modified_date", "last_published_date"),
    "owner": ("owner.name", "ownerid", "owner"),
}


class SalesforceConfig(TableConfig):
    """Where the export lies, and what holds for all of it."""

    path: TablePath
    body_columns: TextList = Field(
        (),
        title="Text fields",
        description="Such as Answer__c; empty: every own field with text that is not named internal.",
    )
    include_drafts: bool = Field(False, title="Drafts", description="Drafts come in as internal articles.")


class SalesforceConnector(TableConnector[SalesforceConfig]):
    """Reads the articles that are online; a translation is told from its article by its language."""

    manifest = Manifest(
        id="salesforce",
        title="Salesforce Knowledge (CSV)",
        summary="Articles exported by Data Loader or a report, with languages, channels and data categories.",
        config_model=SalesforceConfig,
        docs_url="https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/"
        "sforce_api_objects_knowledge__kav.htm",
    )
    names = _NAMES

    def mapping(self, sheet: Sheet) -> Mapped:
        """Take Salesforce's fields, and for the text the summary and the team's own text fields."""
        own = list(self.config.body_columns) or _text_columns(sheet)
        summary = [column for column in sheet.columns if plain_key(column) == "summary"]
        return mapped(sheet.columns, {"body": [*summary, *own]}, self.names)

    def about(self, sheet: Sheet) -> dict[str, str]:
        """Return the language in which each article was written first, by the article's id."""
        masters: dict[str, str] = {}
        for row in sheet.rows:
            cells = answers.by_key(row.record)
            if yes(cells.get("ismasterlanguage")) and (article := _article(cells)):
                masters[article] = cells.get("language", "")
        return masters

    def kind(self, mapped: Mapped) -> Kind:
        """Knowledge is articles."""
        del mapped
        return Kind.ARTICLE

    def identity(self, cells: answers.Cells, table: Table) -> str | None:
        """Return the article's id with its language: the id of a version changes with each edit."""
        by_key = answers.by_key(cells)
        article, language = _article(by_key), by_key.get("language", "").strip()
        if article is None:
            return super().identity(cells, table)
        return f"{article}/{language}" if language else article

    def left_out(self, cells: answers.Cells, table: Table) -> str | None:
        """Leave out what is not online, and versions that a later one took the place of."""
        del table
        by_key = answers.by_key(cells)
        status = (by_key.get("publishstatus") or by_key.get("publication_status") or "").strip()
        drafts = ("online", "draft") if self.config.include_drafts else ("online",)
        if status and status.casefold() not in (*drafts, "published"):
            return f"Its publication status is {status}: only articles that are online come in."
        if by_key.get("islatestversion", "").strip().casefold() in ("false", "0"):
            return "There is a later version of it."
        return None

    def refined(self, fields: dict[str, Any], cells: answers.Cells, table: Table) -> dict[str, Any]:
        """Add audience, verification, categories and what it translates."""
        by_key = answers.by_key(cells)
        said = {**fields}
        if (who := _audience(by_key)) is not None:
            said["audience"] = who
        if by_key.get("publishstatus", "").strip().casefold() == "draft":
            said["audience"] = Audience.INTERNAL
        if by_key.get("validationstatus", "").strip().casefold().startswith("validated"):
            said["verified_at"] = answers.moment(by_key.get("lastpublisheddate", ""))
        categories = list(_categories(by_key))
        if categories:
            said["folder"] = "::".join(categories[0])
            said["tags"] = tuple(dict.fromkeys([*fields.get("tags", ()), *(name for _, name in categories)]))
        article, language = _article(by_key), by_key.get("language", "").strip()
        master = table.about.get(article)
        if article and master and language and master != language:
            said["translation_of"] = f"{article}/{master}"
        return said


def _article(cells: answers.Cells) -> str | None:
    for name in ("knowledgearticleid", "articlenumber", "article_number", "urlname", "url_name", "id"):
        if found := cells.get(name, "").strip():
            return found
    return None


def _text_columns(sheet: Sheet) -> list[str]:
    """Return the team's own fields that hold text; where there are none, columns that are called so."""
    own = [column for column in sheet.columns if column.endswith(_OWN)]
    found = [
        column
        for column in own
        if not _FOR_US.search(column)
        and (
            _TEXT_FIELDS.fullmatch(column.removesuffix(_OWN))
            or any(_is_text(row.record.get(column, "")) for row in sheet.rows)
        )
    ]
    return found or [column for column in sheet.columns if _TEXT_FIELDS.fullmatch(column.strip())]


def _is_text(cell: str) -> bool:
    return len(cell) > _LONG or guess_format(cell) is BodyFormat.HTML


def _audience(cells: answers.Cells) -> Audience | None:
    channels = set(words(cells.get("channels", "").casefold(), "+,;"))
    if channels:
        return Audience.INTERNAL if channels.isdisjoint(_CUSTOMER_CHANNELS) else Audience.PUBLIC
    if all(is_absent(cells.get(flag)) for flag in _FLAGS):
        return None
    return Audience.PUBLIC if any(yes(cells.get(flag)) for flag in _FOR_CUSTOMERS) else Audience.INTERNAL


def _categories(cells: answers.Cells) -> Iterator[tuple[str, str]]:
    """Yield the data categories: their group and their name, as people read them."""
    for name, cell in cells.items():
        if name.startswith(_CATEGORY):
            group = name.removeprefix(_CATEGORY)
            yield from ((_readable(group), _readable(category)) for category in words(cell, "+,;"))
    group, category = cells.get("datacategorygroupname", ""), cells.get("datacategoryname", "")
    if category.strip():
        yield _readable(group), _readable(category)


def _readable(name: str) -> str:
    words_ = " ".join(re.sub(rf"{_OWN}$", "", name.strip()).replace("_", " ").split())
    return words_[:1].upper() + words_[1:]
