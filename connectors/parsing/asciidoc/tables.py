"""Tables of AsciiDoc: cells by `|`, or CSV and DSV within them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from connectors.parsing import package

_CELL = re.compile(
    r"(?:(?<=\s)|^)((?:(\d+)(\*)|(\d+)?(?:\.\d+)?\+)?(?:[<^>]?(?:\.[<^>])?)([adehlmsv])?)?(?<!\\)\|",
    re.MULTILINE,
)
_COLUMN = re.compile(r"(\d+)\*")
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written. `style` is `a` where it holds blocks, `l` or `m` where it is code."""

    text: str
    style: str = ""


def table(text: list[str], delimiter: str, settings: dict[str, str], render: Callable[[Cell], str]) -> str:
    """Return a table as HTML.

    Args:
        text: the lines between the delimiters.
        delimiter: the first sign of the delimiting line: `|`, `!`, `,` or `:`.
        settings: the attributes of the block: `cols`, `options`, `format`, `separator`.
        render: makes HTML of a cell.
    """
    separator = settings.get(
        "separator", {"csv": ",", "dsv": ":", "tsv": "\t"}.get(settings.get("format", ""), "")
    )
    if delimiter in ",:" or settings.get("format") in ("csv", "dsv", "tsv"):
        rows = [[Cell(cell.strip()) for cell in row] for row in _separated(text, separator or delimiter)]
    else:
        rows = _rows(text, separator or delimiter, settings)
    rows = [row for row in rows if row]
    rendered = [[render(cell) for cell in row] for row in rows]
    if rendered and not _has_head(text, rows, settings):
        return _plain(rendered)
    return package.table(rendered)


def _plain(rows: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tbody>{body}</tbody></table>"


def _has_head(text: list[str], rows: list[list[Cell]], settings: dict[str, str]) -> bool:
    options = re.split(r"[,\s%]+", settings.get("options", settings.get("opts", "")))
    if "header" in options:
        return True
    if "noheader" in options or len(rows) < 2:  # noqa: PLR2004 - a head needs a row below it
        return False
    # The first line alone, followed by an empty one, is the head.
    return len(text) > 1 and bool(text[0].strip()) and not text[1].strip()


def _separated(text: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader([line for line in text if line.strip()], delimiter=separator[:1]))
    except csv.Error:
        return [line.split(separator) for line in text if line.strip()]


def _rows(text: list[str], separator: str, settings: dict[str, str]) -> list[list[Cell]]:
    source = "\n".join(text)
    if separator != "|":
        source = source.replace("|", "\\|").replace(separator, "|")
    cells: list[tuple[Cell, int]] = []
    for mark, following in pairwise([*_CELL.finditer(source), None]):
        if mark is None:
            break
        written = source[mark.end() : following.start() if following else None].replace("\\|", "|")
        style = mark.group(5) or ""
        times = min(int(mark.group(2)), _MOST_COLUMNS) if mark.group(3) else 1
        width = min(int(mark.group(4) or 1), _MOST_COLUMNS)
        cells.extend([(Cell(written.strip("\n" if style == "l" else None), style), width)] * times)
    columns = _columns(settings.get("cols", "")) or _cells_of_first_line(text, separator)
    return _laid_out(cells, columns)


def _columns(written: str) -> int:
    count = 0
    for part in re.split(r"[,;]", written) if written else ():
        repeated = _COLUMN.match(part.strip())
        count += int(repeated.group(1)) if repeated else 1
    return min(count, _MOST_COLUMNS)


def _cells_of_first_line(text: list[str], separator: str) -> int:
    first = next((line for line in text if line.strip()), "")
    return len(re.findall(rf"(?<!\\){re.escape(separator)}", first))


def _laid_out(cells: list[tuple[Cell, int]], columns: int) -> list[list[Cell]]:
    """Part the cells into rows of so many columns."""
    rows: list[list[Cell]] = []
    used = columns
    for cell, width in cells:
        if used >= max(columns, 1):
            rows.append([])
            used = 0
        rows[-1].append(cell)
        used += width
    return rows
