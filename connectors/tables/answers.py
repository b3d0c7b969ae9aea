"""From one row of a table to the fields of one answer."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors.contract import ParseFailed
from connectors.model import BodyFormat, Kind
from connectors.parsing.fields import (
    FieldInvalid,
    is_absent,
    plain_key,
    read_fields,
    read_moment,
    text,
    words,
)
from connectors.parsing.reply import guess_format
from connectors.tables.columns import Mapped
from connectors.tables.values import audience, folder

#: The cells of a row by the names of their columns.
Cells = Mapping[str, str]


def identity(cells: Cells, mapped: Mapped) -> str | None:
    """Return the id of a row, else its title or shortcut; `None` if it has none of them."""
    for name in ("id", "title", "shortcut"):
        if found := text(first(cells, mapped, name)):
            return found
    return None


def first(cells: Cells, mapped: Mapped, name: str) -> str:
    """Return the first cell of a field that says something, or nothing."""
    found = (cells.get(column, "") for column in mapped.columns.get(name, ()))
    return next((cell for cell in found if not is_absent(cell)), "")


def fields(cells: Cells, mapped: Mapped, kind: Kind, lists: str) -> dict[str, Any]:
    """Return the fields of a document (without id), as its constructor takes them.

    Args:
        cells: the row.
        mapped: which columns are which field; the others go to `extra`.
        kind: of the answer; an article's text of several columns has their names as headings.
        lists: the characters that part a list in a cell.

    Raises:
        ParseFailed: if a field is missing or cannot be read; the message says what to do.
    """
    body, markup = body_of(cells, mapped.columns["body"], headings=kind is Kind.ARTICLE)
    if not body:
        raise ParseFailed(f"It has no text: fill in the column `{mapped.columns['body'][0]}`.")
    told: dict[str, Any] = {
        name: first(cells, mapped, name)
        for name in mapped.columns
        if name not in ("id", "body", "audience", "folder", "tags", "questions")
    }
    told["title"] = text(told.get("title")) or text(told.get("shortcut"))
    if not told["title"]:
        raise ParseFailed("It has no title: fill it in.")
    told["tags"] = [
        tag for column in mapped.columns.get("tags", ()) for tag in words(cells.get(column, ""), lists)
    ]
    told["questions"] = words(first(cells, mapped, "questions"), "|\n")
    try:
        read = read_fields(told, separators=lists)
    except FieldInvalid as error:
        raise ParseFailed(f"{mapped.columns[error.key][0]}: {error}") from None
    # What could not be read (a date in words) is kept as it stands, under its column's name.
    unread = {mapped.columns[name][0]: value for name, value in read.extra.items()}
    extra = {column: cells[column] for column in mapped.rest if not is_absent(cells.get(column))}
    return {
        **read.known,
        **_placed(cells, mapped),
        "kind": kind,
        "body": body,
        "body_format": markup,
        "extra": {**extra, **unread},
    }


def _placed(cells: Cells, mapped: Mapped) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if place := folder(*(cells.get(column, "") for column in mapped.columns.get("folder", ()))):
        found["folder"] = place
    for column in mapped.columns.get("audience", ()):
        if (who := audience(column, cells.get(column, ""))) is not None:
            found["audience"] = who
    return found


def body_of(cells: Cells, columns: Sequence[str], *, headings: bool) -> tuple[str, BodyFormat]:
    """Return the text of one or several columns, and its markup: HTML where any of them is."""
    parts = [(column, _clean(cells.get(column, ""))) for column in columns]
    parts = [(column, part) for column, part in parts if not is_absent(part)]
    if len(parts) == 1 and len(columns) == 1:
        return parts[0][1], guess_format(parts[0][1])
    if headings or any(guess_format(part) is BodyFormat.HTML for _, part in parts):
        pieces = (_section(column, part, heading=headings) for column, part in parts)
        return "\n".join(pieces), BodyFormat.HTML
    return "\n\n".join(part for _, part in parts), BodyFormat.TEXT


def _clean(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _section(column: str, part: str, *, heading: bool) -> str:
    name = " ".join(column.removesuffix("__c").replace("_", " ").split())
    title = f"<h2>{html.escape(name)}</h2>\n" if heading else ""
    if guess_format(part) is BodyFormat.HTML:
        return title + part
    paragraphs = re.split(r"\n[ \t]*\n\s*", part)
    lines = (html.escape(paragraph.strip(), quote=False).replace("\n", "<br>\n") for paragraph in paragraphs)
    return title + "\n".join(f"<p>{line}</p>" for line in lines if line)


def by_key(cells: Cells) -> dict[str, str]:
    """Return a row by the names of its columns in the one form they are looked up by."""
    return {plain_key(column): cell for column, cell in reversed(list(cells.items()))}


def said(cells: Cells, names: Sequence[str]) -> str:
    """Return what the first of these columns says that says something."""
    found = by_key(cells)
    return next((found[name].strip() for name in names if not is_absent(found.get(name))), "")


def moment(written: str) -> datetime | None:
    """Return a date in a cell, or `None` if it is none."""
    return None if is_absent(written) else read_moment(written)
