"""The table: in plain text for a terminal, in Markdown for the README, and the README with it in place."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.figures.row import Row

_HEAD = "measured", "words alone", "with word vectors", "how"
_BEGIN, _END = "<!-- figures: written by `make figures` -->", "<!-- end of figures -->"
_BLOCK = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
_NOTHING = "–"
_WIDTH = 100


@dataclass(slots=True)
class Results:
    """What was measured, by the name of the row, and what word vectors were made of, by theirs."""

    words: dict[str, Sequence[float]] = field(default_factory=dict)
    vectors: dict[str, Sequence[float]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)


def plain(rows: Sequence[Row], results: Results) -> str:
    """Return the table for a terminal."""
    return "\n".join([*(one(row, results) for row in rows), "", _about(results)])


def one(row: Row, results: Results) -> str:
    """Return a row for a terminal: its name, its figures, its protocol."""
    words, vectors = _cell(row, results.words), _cell(row, results.vectors)
    figures = f"    {words}" + (f"; with word vectors {vectors}" if row.vectors else "")
    how = textwrap.fill(row.how, _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return f"{row.name}\n{figures}\n{how}"


def markdown(rows: Sequence[Row], results: Results) -> str:
    """Return the table for the README, with its marks around it."""
    cells = [(row.name, _cell(row, results.words), _cell(row, results.vectors), row.how) for row in rows]
    table = [_line(each) for each in (_HEAD, ["---"] * len(_HEAD), *cells)]
    return "\n".join([_BEGIN, "", *table, "", _about(results), "", _END])


def into(page: str, table: str) -> str:
    """Return a page with the table between its marks exchanged for this one.

    Raises:
        ValueError: the page has no such marks, or several.
    """
    found = _BLOCK.findall(page)
    if len(found) != 1:
        raise ValueError(f"The page needs {_BEGIN} and {_END} exactly once; it has them {len(found)} times.")
    return page.replace(found[0], table)


def cells(page: str) -> list[list[str]]:
    """Return the cells of the lines of the table in a page, without its head."""
    block = "".join(_BLOCK.findall(page))
    lines = [line for line in block.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _cell(row: Row, measured: Mapping[str, Sequence[float]]) -> str:
    values = measured.get(row.name)
    return " / ".join(f"{value:.1f}" for value in values) + f" {row.unit}" if values else _NOTHING


def _line(parts: Sequence[str]) -> str:
    return f"| {' | '.join(parts)} |"


def _about(results: Results) -> str:
    made = "; ".join(dict.fromkeys(f"{name}: {told}" for name, told in results.told.items()))
    return f"Word vectors: {made}." if made else "Word vectors were not measured."
