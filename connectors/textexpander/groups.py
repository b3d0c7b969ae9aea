"""TextExpander's files: groups of snippets as property lists, and tables.

A property list is a single group (`groupInfo` and `snippetsTE2`, or `name` and `snippetPlists`) or all of
them (`groupsTE2` with the ids of their snippets). The keys are those that public readers of these files
agree on, such as te2beef, te2es and textexpander2alfred on GitHub; TextExpander publishes no description.
"""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from connectors.contract import ParseFailed
from connectors.parsing.decode import decode
from connectors.parsing.fields import plain_key
from connectors.parsing.records import Row
from connectors.tables.sheet import Sheet, parse_sheet

#: `snippetType` of those that are programs.
_PROGRAMS = {2: "AppleScript", 3: "shell script", 4: "JavaScript"}
_RICH = 1
_MAX_BYTES = 50_000_000
_COLUMNS = {
    "abbreviation": ("abbreviation", "shortcut", "trigger"),
    "text": ("snippet", "content", "text", "plain_text", "plaintext", "body"),
    "label": ("label", "name", "title", "description"),
    "group": ("group", "group_name", "folder"),
}


@dataclass(frozen=True, slots=True)
class Raw:
    """One snippet as its file has it. `program` names the language of one that is a script."""

    place: str
    group: str
    abbreviation: str
    label: str
    text: str
    uuid: str = ""
    program: str | None = None
    rich: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    uses: int | None = None
    error: str | None = None


def read_property_list(path: str) -> list[Raw]:
    """Return the snippets of a property list, XML or binary. Runs in the guarded process.

    Raises:
        ParseFailed: if it is none.
    """
    file = Path(path)
    if file.stat().st_size > _MAX_BYTES:
        raise ParseFailed(
            f"The file is larger than {_MAX_BYTES // 1_000_000} MB: export fewer groups at once."
        )
    try:
        said = plistlib.loads(file.read_bytes())
    except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, RecursionError):
        raise ParseFailed("This is no property list of TextExpander: export the group anew.") from None
    if not isinstance(said, dict):
        return []
    return list(_groups(said, file.stem))


def _groups(said: dict[str, Any], named: str) -> Iterator[Raw]:
    info = said.get("groupInfo")
    name = str(info.get("groupName") or "") if isinstance(info, dict) else str(said.get("name") or "")
    groups = _dicts(said.get("groupsTE2")) or _dicts(said.get("groups"))
    of: dict[str, str] = {}
    for group in groups:
        listed = group.get("snippetUUIDs")
        of |= {
            str(uuid): str(group.get("name") or "") for uuid in (listed if isinstance(listed, list) else ())
        }
        yield from _groups(group, named) if _has_snippets(group) else ()
    for number, snippet in enumerate(_snippets(said), start=1):
        uuid = str(snippet.get("uuidString") or "")
        yield _raw(snippet, f"snippet {number}", of.get(uuid) or name or ("" if groups else named))


def _has_snippets(said: dict[str, Any]) -> bool:
    return bool(_snippets(said))


def _snippets(said: dict[str, Any]) -> list[dict[str, Any]]:
    # Files for version 2 hold a warning in the place that version 3 reads past.
    keys = ("snippetsTE3", "snippetPlists", "snippetsTE2", "snippets")
    return next((found for key in keys if (found := _dicts(said.get(key)))), [])


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _raw(snippet: dict[str, Any], place: str, group: str) -> Raw:
    kind = snippet.get("snippetType")
    uses = snippet.get("useCount")
    return Raw(
        place=place,
        group=group,
        abbreviation=_text(snippet.get("abbreviation")),
        label=_text(snippet.get("label")),
        text=_text(snippet.get("plainText")),
        uuid=_text(snippet.get("uuidString")),
        program=_PROGRAMS.get(kind) if isinstance(kind, int) else None,
        rich=kind == _RICH,
        created_at=_moment(snippet.get("creationDate")),
        updated_at=_moment(snippet.get("modificationDate")),
        uses=uses if isinstance(uses, int) else None,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _moment(value: Any) -> datetime | None:
    """Return a date of a property list, which is in UTC and does not say so."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


def read_table(data: bytes, name: str) -> list[Raw]:
    """Return the snippets of a table: abbreviation, text and label in this order, or by its header.

    Args:
        data: the file.
        name: the group of snippets that name none.

    Raises:
        ParseFailed: if it is no table.
    """
    text = decode(data)
    known = {column for columns in _COLUMNS.values() for column in columns}
    sheet = parse_sheet(text, known)
    found = _found(sheet)
    if "text" not in found:
        sheet = parse_sheet(
            f"abbreviation{sheet.separator}content{sheet.separator}label\n{text.lstrip(chr(0xFEFF))}"
        )
        found = _found(sheet)
    return [_of_row(row, found, name) for row in sheet.rows]


def _found(sheet: Sheet) -> dict[str, str]:
    by_key = {plain_key(column): column for column in reversed(sheet.columns)}
    named = {
        field: next((by_key[name] for name in names if name in by_key), None)
        for field, names in _COLUMNS.items()
    }
    return {field: column for field, column in named.items() if column}


def _of_row(row: Row, found: dict[str, str], name: str) -> Raw:
    said = {field: row.record.get(column, "").strip() for field, column in found.items()}
    return Raw(
        place=row.place,
        group=said.get("group") or name,
        abbreviation=said.get("abbreviation", ""),
        label=said.get("label", ""),
        text=said.get("text", "").replace("\r\n", "\n"),
        error=row.error,
    )
