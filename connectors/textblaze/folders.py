"""Text Blaze's exports: folders of snippets as JSON, or a table.

JSON is `{"folders": [{"name", "snippets": [{"name", "shortcut", "type", "text"}]}]}` or one such folder, as
public readers of it agree (ClipStack, Keyfire and SprintBrain on GitHub); Text Blaze publishes no
description. What a snippet has as `html` is taken before its `text`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing.decode import decode
from connectors.parsing.fields import plain_key, text
from connectors.parsing.reply import guess_format
from connectors.tables.sheet import parse_sheet

_DEEPEST = 20
_COLUMNS = {
    "name": ("name", "label", "title"),
    "shortcut": ("shortcut", "trigger", "abbreviation"),
    "body": ("html", "text", "content", "snippet", "body"),
    "folder": ("folder", "group", "folder_name"),
    "id": ("id", "snippet_id"),
}


@dataclass(frozen=True, slots=True)
class Raw:
    """One snippet as its file has it."""

    place: str
    folder: str | None
    name: str
    shortcut: str
    body: str
    markup: BodyFormat
    id: str = ""
    error: str | None = None


def read_json(data: bytes) -> list[Raw]:
    """Return the snippets of an export as JSON.

    Raises:
        ParseFailed: if it is none.
    """
    try:
        said = json.loads(decode(data))
    except json.JSONDecodeError as error:
        raise ParseFailed(
            f"Line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})."
        ) from None
    except RecursionError:
        raise ParseFailed("The JSON is nested too deeply.") from None
    if not isinstance(said, (dict, list)):
        raise ParseFailed('The file must hold {"folders": [...]}: export the folder anew.')
    return list(_folder(said, (), []))


def _folder(said: Any, above: tuple[str, ...], count: list[None]) -> Iterator[Raw]:
    if isinstance(said, list):
        snippets, folders, path = [each for each in said if _is_snippet(each)], said, above
    elif isinstance(said, dict):
        name = text(said.get("name") or said.get("label") or "") or ""
        path = (*above, name) if name else above
        snippets = said["snippets"] if isinstance(said.get("snippets"), list) else []
        folders = [
            each for key in ("folders", "groups") if isinstance(said.get(key), list) for each in said[key]
        ]
    else:
        return
    for snippet in snippets:
        count.append(None)
        yield _raw(snippet, "::".join(path) or None, f"snippet {len(count)}")
    if len(path) < _DEEPEST:
        for folder in folders:
            if not _is_snippet(folder):
                yield from _folder(folder, path, count)


def _is_snippet(said: Any) -> bool:
    return isinstance(said, dict) and "snippets" not in said and ("shortcut" in said or "text" in said)


def _raw(snippet: Any, folder: str | None, place: str) -> Raw:
    if not isinstance(snippet, dict):
        error = "This is no snippet: it must have a name and a text."
        return Raw(place, folder, "", "", "", BodyFormat.TEXT, error=error)
    body, markup = _body(snippet)
    return Raw(
        place=place,
        folder=folder,
        name=text(snippet.get("name") or snippet.get("label") or "") or "",
        shortcut=text(snippet.get("shortcut") or "") or "",
        body=body,
        markup=markup,
        id=text(snippet.get("id") or "") or "",
    )


def _body(snippet: dict[str, Any]) -> tuple[str, BodyFormat]:
    for key in ("html", "content_html"):
        if isinstance(snippet.get(key), str) and snippet[key].strip():
            return snippet[key], BodyFormat.HTML
    for key in ("text", "content", "body"):
        if isinstance(snippet.get(key), str) and snippet[key].strip():
            return snippet[key], guess_format(snippet[key])
    delta = snippet.get("delta")
    operations = delta.get("ops") if isinstance(delta, dict) else None
    inserts = [each.get("insert") for each in operations or () if isinstance(each, dict)]
    return "".join(each for each in inserts if isinstance(each, str)), BodyFormat.TEXT


def read_table(data: bytes) -> list[Raw]:
    """Return the snippets of a table, whose header names at least shortcut and text.

    Raises:
        ParseFailed: if it does not.
    """
    sheet = parse_sheet(decode(data), {name for names in _COLUMNS.values() for name in names})
    by_key = {plain_key(column): column for column in reversed(sheet.columns)}
    found = {
        field: next((by_key[name] for name in names if name in by_key), "")
        for field, names in _COLUMNS.items()
    }
    if not found["body"]:
        shown = ", ".join(sheet.columns)
        raise ParseFailed(f"The columns are {shown}: there must be name, shortcut and text.")
    raw = []
    for row in sheet.rows:
        said = {field: row.record.get(column, "").strip() for field, column in found.items()}
        raw.append(
            Raw(
                place=row.place,
                folder=said["folder"] or None,
                name=said["name"],
                shortcut=said["shortcut"],
                body=said["body"].replace("\r\n", "\n"),
                markup=guess_format(said["body"]),
                id=said["id"],
                error=row.error,
            )
        )
    return raw
