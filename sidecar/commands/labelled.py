"""Files of labelled tickets (`text`, `answer`, optional `source`) as rows, read as they come."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeVar

from sidecar.commands.state import WrongUsage

T = TypeVar("T")

_COLUMNS = ("text", "answer", "source", "language")
_DELIMITERS = ";\t,"
_LONGEST_CELL = 5_000_000
_SAMPLE = 1 << 16
#: So many rows, and so many characters of them, go to the server at once: as JSON one may take twelve bytes.
_BATCH = 200
_BATCH_CHARACTERS = 150_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """One row: the line it starts at, what it says by column, or the `problem` that makes it unusable."""

    line: int
    row: dict[str, str]
    problem: str | None = None


def read_labelled(path: Path, needed: Collection[str] = ("text", "answer")) -> Iterator[Labelled]:
    """Yield the rows of a JSONL or CSV file; which of the two it is shows in its beginning.

    Args:
        path: The file.
        needed: The columns it must have.

    Raises:
        WrongUsage: it cannot be read, or does not have the columns.
    """
    try:
        with _opened(path) as file:
            yield from _rows(file, path, needed)
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read: {error.strerror or error}.") from error


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file, in whatever encoding it is.

    Raises:
        WrongUsage: it cannot be read.
    """
    try:
        with _opened(path) as file:
            yield from file
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read: {error.strerror or error}.") from error


def columns_of(line: str) -> set[str]:
    """Return the names in a line, taken for the first of a table."""
    return max((_names(line, delimiter) for delimiter in _DELIMITERS), key=_fit)


def _opened(path: Path) -> TextIO:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    return path.open(encoding=_encoding(path, sample), errors="replace", newline="")


def batches(rows: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield rows in pieces that fit into one request; `size` says how many characters one sends."""
    batch: list[T] = []
    total = 0
    for row in rows:
        length = size(row)
        if batch and (len(batch) == _BATCH or total + length > _BATCH_CHARACTERS):
            yield batch
            batch, total = [], 0
        batch.append(row)
        total += length
    if batch:
        yield batch


def size_of(row: Labelled) -> int:
    """Return how many characters of a row are sent."""
    return sum(map(len, row.row.values()))


def _encoding(path: Path, sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if sample[1::2].count(0) > len(sample) // 4:
        return "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            for piece in iter(lambda: file.read(_SAMPLE), b""):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _rows(file: TextIO, path: Path, needed: Collection[str]) -> Iterator[Labelled]:
    line = 1
    first = file.readline()
    while first and not first.strip("\ufeff \t\r\n"):
        first = file.readline()
        line += 1
    if not first:
        return
    lines = itertools.chain([first.lstrip("\ufeff")], file)
    if first.lstrip("\ufeff \t").startswith("{"):
        yield from _json_lines(lines, line, needed)
    else:
        yield from _csv(lines, line, path, needed)


def _json_lines(lines: Iterator[str], number: int, needed: Collection[str]) -> Iterator[Labelled]:
    for line, text in enumerate(lines, number):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Labelled(line, {}, f"This is not JSON ({getattr(error, 'msg', 'nested too deeply')}).")
            continue
        if not isinstance(record, dict) or not set(needed) <= set(record):
            yield Labelled(line, {}, f"It needs the fields {' and '.join(needed)}.")
            continue
        yield _labelled(line, record)


def _csv(lines: Iterator[str], number: int, path: Path, needed: Collection[str]) -> Iterator[Labelled]:
    csv.field_size_limit(_LONGEST_CELL)
    first = next(lines)
    if first.lower().startswith("sep="):
        first, number = next(lines, ""), number + 1
    delimiter = max(_DELIMITERS, key=lambda each: _fit(_names(first, each)))
    header = [cell.strip().lower() for cell in next(csv.reader(io.StringIO(first), delimiter=delimiter), [])]
    if not set(needed) <= set(header):
        there = ", ".join(header) or "none"
        wanted = " and ".join(needed)
        raise WrongUsage(f"{path} needs the columns {wanted} (and may have source). It has: {there}.")
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        begins = number + 1 + reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Labelled(begins, {}, f"This row cannot be read ({error}).")
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _labelled(begins, dict(zip(header, cells, strict=False)))


def _fit(names: set[str]) -> tuple[int, int]:
    return len(names & set(_COLUMNS)), len(names)


def _names(line: str, delimiter: str) -> set[str]:
    return {cell.strip().lower() for cell in next(csv.reader(io.StringIO(line), delimiter=delimiter), [])}


def _labelled(line: int, record: dict[str, Any]) -> Labelled:
    given = {name: record.get(name) for name in _COLUMNS}
    wrong = [name for name, value in given.items() if isinstance(value, (dict, list, bool))]
    if wrong:
        return Labelled(line, {}, f"The field {wrong[0]} must be a text.")
    row = {name: str(value) for name, value in given.items() if value is not None and str(value).strip()}
    if sum(map(len, row.values())) > _BATCH_CHARACTERS:
        return Labelled(line, {}, f"This row is longer than {_BATCH_CHARACTERS} characters.")
    return Labelled(line, {"text": "", **row})


def read_all_json(path: Path) -> Any:
    """Return the JSON of a whole file.

    Raises:
        WrongUsage: it cannot be read or is no JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise WrongUsage(f"{path} is not JSON ({error}).") from error
