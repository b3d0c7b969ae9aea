"""Tables of records: CSV, JSON, JSON Lines and YAML as rows, each with the place to look for it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from connectors.contract import ParseFailed
from connectors.parsing import yaml_text
from connectors.parsing.fields import BODY_KEYS, TITLE_KEYS, is_absent, plain_key

_DELIMITERS = ",;\t|"
_MAX_CELL = 5_000_000
#: Keys under which an export wraps its list.
_WRAPPERS = ("replies", "items", "data", "results", "records", "matches")


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `place` is how a person finds it: `row 5`, `line 12`, `entry 3`.

    With an `error` it cannot be used; what could be read of it is there to tell which one it is.
    """

    place: str
    record: dict[str, Any]
    error: str | None = None


def read_csv(text: str) -> Iterator[Row]:
    """Read a table with a header line; the separator is found out, quoted cells may hold line ends.

    Rows are counted as a spreadsheet shows them: the header is row 1.

    Raises:
        ParseFailed: if there is no header.
    """
    below, declared = declared_separator(text)
    return csv_rows(below, declared or _delimiter(below), _header)


def declared_separator(text: str) -> tuple[str, str | None]:
    """Return a table without the line by which Excel is told the separator (`sep=;`), and that separator."""
    text = text.lstrip("\ufeff")
    first, _, below = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=,"):
        return below, first.strip()[-1]
    return text, None


def csv_rows(
    text: str, delimiter: str, named: Callable[[list[str]], list[str]], escape: str | None = None
) -> Iterator[Row]:
    """Read a table of a known separator.

    Args:
        text: the table.
        delimiter: what parts its cells.
        named: returns the names of the columns, of the cells of the first row that is not empty.
        escape: what stands before a quote within quotes, where that is not a quote itself.

    Raises:
        ParseFailed: if there is no header, or `named` refuses it.
    """
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        doublequote=escape is None,
        escapechar=escape,
        strict=True,
    )
    header: list[str] = []
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            # After a broken quote the reader cannot know where the next row starts.
            yield Row(
                f"row {number}", {}, f"The quotes do not match up ({error}); the rows below were not read."
            )
            return
        if cells is None:
            break
        if not header:
            header = named(cells)
        elif any(cell.strip() for cell in cells):
            yield _csv_row(number, header, cells)
    if not header:
        raise ParseFailed(
            "The table is empty: its first row must name the columns, at least `title` and `body`."
        )


def _header(cells: list[str]) -> list[str]:
    """Return the names of the columns; of an empty line, none. Other tables are refused."""
    names = [cell.strip() for cell in cells]
    plain = {plain_key(name) for name in names}
    if any(names) and not (plain.intersection(TITLE_KEYS) and plain.intersection(BODY_KEYS)):
        shown = ", ".join(name for name in names if name)[:200]
        raise ParseFailed(f"The columns are {shown}: there must be one named `title` and one named `body`.")
    return names if any(names) else []


def _csv_row(number: int, header: list[str], cells: list[str]) -> Row:
    error = None
    if any(cell.strip() for cell in cells[len(header) :]):
        error = f"It has {len(cells)} cells, the header {len(header)}: put cells with separators in quotes."
    return Row(
        f"row {number}", {name: cell for name, cell in zip(header, cells, strict=False) if name}, error
    )


def _delimiter(text: str) -> str:
    """Return the separator under which the header parts into the most columns we know, else into the most."""
    sample = text[:20_000]

    def columns(delimiter: str) -> tuple[int, int]:
        header = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        return sum(plain_key(cell) in ("title", "body", "id", "tags") for cell in header), len(header)

    return max(_DELIMITERS, key=columns)


def read_json(text: str) -> Iterator[Row]:
    """Read a list of records, or an object that holds one (`{"replies": [...]}`).

    Raises:
        ParseFailed: naming the line, if this is not JSON, or not a list.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ParseFailed(
            f"Line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})."
        ) from None
    except RecursionError:
        raise ParseFailed("The JSON is nested too deeply.") from None
    return _entries(_list_in(data))


def read_json_lines(text: str) -> Iterator[Row]:
    """Read one JSON object per line; a broken line is that row's error alone."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            record = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Row(place, {}, f"This is not JSON ({getattr(error, 'msg', 'nested too deeply')}).")
            continue
        yield _entry(place, record)


def read_yaml(text: str) -> Iterator[Row]:
    """Read a list of records, or a mapping that holds one (`replies: [...]`).

    Raises:
        ParseFailed: naming the line, if this is not YAML, or not a list.
    """
    try:
        data = yaml_text.load(text)
    except yaml_text.YamlInvalid as error:
        raise ParseFailed(f"Line {error.line}: {error}.") from None
    return _entries(_list_in(data))


def _list_in(data: Any) -> list[Any]:
    if isinstance(data, dict):
        plain = {plain_key(key): value for key, value in data.items()}
        data = next((plain[key] for key in _WRAPPERS if isinstance(plain.get(key), list)), data)
    if is_absent(data):
        return []
    if not isinstance(data, list):
        raise ParseFailed('The file must hold a list of replies, or {"replies": [...]}.')
    return data


def _entries(items: list[Any]) -> Iterator[Row]:
    return (_entry(f"entry {number}", item) for number, item in enumerate(items, start=1))


def _entry(place: str, record: Any) -> Row:
    if not isinstance(record, dict):
        return Row(place, {}, "This is not an object with `title` and `body`.")
    return Row(place, {str(key): value for key, value in record.items()})


READERS: dict[str, Callable[[str], Iterator[Row]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}
