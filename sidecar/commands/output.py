"""Printing: rich on a terminal, plain lines otherwise, and never a crash over a letter the terminal lacks."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text


def make_streams_tolerant() -> None:
    """Let stdout and stderr replace what their encoding (C locale, a Windows code page) cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(*lines: str, style: str = "") -> None:
    """Print lines as they are: no markup, no wrapping of what a script may read."""
    console = _console()
    for line in lines:
        console.print(Text(line, style=style if console.is_terminal else ""), soft_wrap=True)


def complain(message: str) -> None:
    """Print an error on stderr."""
    console = Console(stderr=True)
    console.print(Text(f"Error: {message}", style="bold red" if console.is_terminal else ""), soft_wrap=True)


def note(message: str) -> None:
    """Print a remark on stderr, where it does not mix with what a script reads."""
    print(message, file=sys.stderr, flush=True)


def print_json(body: Any) -> None:
    """Print a response body; letters that stdout cannot encode are written as JSON escapes."""
    text = json.dumps(body, ensure_ascii=False, indent=2)
    encoding = sys.stdout.encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = json.dumps(body, ensure_ascii=True, indent=2)
    print(text)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: drawn on a terminal, else columns padded with two spaces between."""
    console = _console()
    if console.is_terminal:
        table = Table(*headers, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        console.print(table)
        return
    widths = [max(len(row[column]) for row in [headers, *rows]) for column in range(len(headers))]
    for row in [headers, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _console() -> Console:
    return Console(highlight=False)
