"""Pages and databases of a Notion export, from their bytes to title, text and properties."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from connectors.contract import ParseFailed
from connectors.model import Audience, BodyFormat
from connectors.notion.properties import TELLING, Properties
from connectors.parsing import html, markdown, package
from connectors.parsing.decode import decode
from connectors.parsing.fields import plain_key
from connectors.parsing.model import Parsed

_ID = re.compile(r"[ _-]?([0-9a-f]{32})(_all)?$")
_ARTICLE_ID = re.compile(rb"<article id=\"([0-9a-f-]{36})\"")
_PROPERTY = re.compile(r"([^:\n]{1,200}):(?: (.*))?$")


@dataclass(frozen=True, slots=True)
class Source:
    """One page to be read: its path, its bytes, the columns of the database it is a row of."""

    name: str
    data: bytes
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A page, read, or the reason why it could not be; `retryable` if it may be read another time."""

    parsed: Parsed | None = None
    error: str | None = None
    retryable: bool = False


def identity(name: str) -> tuple[str, str | None]:
    """Return the readable part of a file's or folder's name and the id Notion put behind it, if any."""
    stem = PurePosixPath(name).stem if name.lower().endswith((".md", ".html", ".csv")) else name
    found = _ID.search(stem)
    if not found:
        return stem.strip(), None
    return stem[: found.start()].strip(), found.group(1)


def columns_of(data: bytes) -> tuple[str, ...]:
    """Return the names of a database's columns."""
    return tuple(next(iter(_rows(data)), ()))


def read_all(sources: Sequence[Source]) -> list[Read]:
    """Read pages one by one: what one trips over concerns it alone. Runs in the guarded process."""
    return [_read_safely(source) for source in sources]


def _read_safely(source: Source) -> Read:
    try:
        return Read(read(source))
    except ParseFailed as error:
        return Read(error=str(error))
    except RecursionError:
        return Read(error="The page is nested too deeply: simplify it in Notion.")
    except Exception as error:  # noqa: BLE001 - whatever a page trips over, the others still come in
        return Read(error=f"The page cannot be read ({type(error).__name__}): export it anew.")


def read(source: Source) -> Parsed:
    """Read one page or database.

    Raises:
        ParseFailed: if it is empty, or says for whom it is in words that must not be guessed.
    """
    suffix = PurePosixPath(source.name).suffix.lower()
    reader = {".csv": _database, ".html": _html_page}.get(suffix, _markdown_page)
    parsed = reader(source)
    title = parsed.title or identity(PurePosixPath(source.name).name)[0] or "Untitled"
    is_empty = (
        html.is_empty(parsed.body) if parsed.body_format is BodyFormat.HTML else not parsed.body.strip()
    )
    if is_empty:
        raise ParseFailed("The page holds no text: write something in it, or delete it in Notion.")
    return replace(parsed, title=title)


def article_id(data: bytes) -> str | None:
    """Return the id an HTML page carries within, for exports whose names hold none."""
    found = _ARTICLE_ID.search(data[:20_000])
    return found.group(1).decode().replace("-", "") if found else None


def _database(source: Source) -> Parsed:
    rows = [[escape(cell.strip(), quote=False) for cell in row] for row in _rows(source.data)]
    if len(rows) < 2:  # noqa: PLR2004 - the first holds the names of the columns
        return Parsed(None, "", BodyFormat.HTML)
    return Parsed(None, package.table(rows), BodyFormat.HTML, _audience(rows))


def _audience(rows: list[list[str]]) -> dict[str, Any]:
    """Return for whom a table is: for no more readers than the row that is for the fewest."""
    at = next(
        (index for index, name in enumerate(rows[0]) if TELLING.get(plain_key(name)) == "audience"), None
    )
    said = {row[at].casefold() for row in rows[1:] if at is not None and at < len(row) and row[at]}
    return {"audience": Audience.INTERNAL} if said - {Audience.PUBLIC.value} else {}


def _rows(data: bytes) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(decode(data).lstrip("\ufeff"))))
    except csv.Error as error:
        raise ParseFailed(f"The table cannot be read ({error}): export it anew.") from None


def _markdown_page(source: Source) -> Parsed:
    parsed = markdown.parse(decode(source.data))
    properties = Properties()
    lines = parsed.body.split("\n")
    used = 0
    for line in lines:
        found = _PROPERTY.fullmatch(line)
        if not found or found.group(1) not in source.columns:
            break
        properties.take(found.group(1), found.group(2) or "")
        used += 1
    body = "\n".join(lines[used:]).strip("\n")
    if properties.shown:
        listed = "\n".join(f"- **{key}:** {value}" for key, value in properties.shown)
        body = f"{listed}\n\n{body}".strip("\n")
    fields = {**parsed.fields, **properties.fields()}
    return replace(parsed, body=body, fields=fields, extra={})


def _html_page(source: Source) -> Parsed:
    page = lxml_html.document_fromstring(decode(source.data, declares_charset=True).strip() or "<p></p>")
    properties = Properties()
    for table in page.xpath("//table[contains(concat(' ', @class, ' '), ' properties ')]"):
        for row in table.iter("tr"):
            properties.take(_said(row.find("th")), _value(row.find("td")))
        table.drop_tree()
    for box in page.xpath("//div[contains(@class, 'checkbox-o')]"):
        box.text = "☑" if "checkbox-on" in box.get("class") else "☐"
        box.tag = "span"
    for header in page.xpath("//article/header"):
        header.tag = "div"
    parsed = html.parse(etree.tostring(page, encoding="unicode", method="html"))
    body = parsed.body
    if properties.shown:
        rows = "".join(
            f"<tr><th>{escape(key, quote=False)}</th><td>{escape(value, quote=False)}</td></tr>"
            for key, value in properties.shown
        )
        body = f"<table>{rows}</table>\n{body}"
    fields = {**parsed.fields, **properties.fields()}
    return replace(parsed, body=body, fields=fields, extra={})


def _said(element: Any) -> str:
    return " ".join(element.text_content().split()) if element is not None else ""


def _value(element: Any) -> str:
    """Return a property's value; the choices of one that allows several are parted by commas."""
    if element is None:
        return ""
    if element.xpath(".//div[contains(@class, 'checkbox-o')]"):
        return "Yes" if element.xpath(".//div[contains(@class, 'checkbox-on')]") else "No"
    chosen = element.xpath(".//span[contains(@class, 'selected-value')]")
    return ", ".join(map(_said, chosen)) if chosen else _said(element)
