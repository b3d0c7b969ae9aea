"""Any table that a spreadsheet or a system writes as text: separator, encoding and quoting are found out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from connectors.contract import ParseFailed, SourceUnavailable
from connectors.entries import read_bytes
from connectors.parsing.decode import decode
from connectors.parsing.fields import plain_key
from connectors.parsing.records import Row, csv_rows, declared_separator

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
#: What parts cells, with the word for it.
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_SAMPLE = 100_000
_SAMPLE_ROWS = 50
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the names of its columns, its rows, and the separator they were parted by."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str


def read_sheet(file: Path, known: Collection[str] = ()) -> Sheet:
    """Read a table with a header line.

    Columns without a name are called by their number; of several of one name the later ones are numbered.

    Args:
        file: the table.
        known: names of columns (as `plain_key` writes them) that tell the right separator.

    Raises:
        SourceUnavailable: naming what to do, if it cannot be read or is no table.
    """
    data = read_bytes(file)
    if data.startswith(_OFFICE):
        raise SourceUnavailable(
            f"{file.name} is a workbook: save the sheet as 'CSV UTF-8' and use that file."
        )
    try:
        return parse_sheet(decode(data), known)
    except ParseFailed as error:
        raise SourceUnavailable(f"{file.name}: {error}") from None


def parse_sheet(text: str, known: Collection[str] = ()) -> Sheet:
    """Read the text of a table; see `read_sheet`.

    Raises:
        ParseFailed: if it has no header.
    """
    below, declared = declared_separator(text)
    if not below.strip():
        raise ParseFailed("The table is empty: its first row must name the columns.")
    separator = declared or _separator(below, known)
    columns: list[str] = []

    def named(cells: list[str]) -> list[str]:
        names = _names(cells) if any(cell.strip() for cell in cells) else []
        columns.extend(names)
        return names

    rows = tuple(csv_rows(below, separator, named))
    if '\\"' in below and any(row.error for row in rows):
        columns.clear()
        # Some systems write a quote within quotes as \" instead of "".
        escaped = tuple(csv_rows(below, separator, named, escape="\\"))
        rows = max(rows, escaped, key=lambda read: sum(row.error is None for row in read))
    return Sheet(tuple(dict.fromkeys(columns)), rows, separator)


def _names(cells: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    names = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {number}"
        seen[plain_key(name)] += 1
        count = seen[plain_key(name)]
        names.append(name if count == 1 else f"{name} ({count})")
    return names


def _separator(text: str, known: Collection[str]) -> str:
    """Return the separator under which the columns have known names, and the rows as many cells each."""
    sample = text[:_SAMPLE]

    def fit(separator: str) -> tuple[int, bool, float, int]:
        rows = _sampled(sample, separator)
        width = len(rows[0]) if rows else 0
        regular = sum(len(row) == width for row in rows[1:]) / max(1, len(rows) - 1)
        named = sum(plain_key(cell) in known for cell in rows[0]) if rows else 0
        return named, width > 1, round(regular, 1), width

    return max(SEPARATORS, key=fit)


def _sampled(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # what was read so far tells enough
    return rows
