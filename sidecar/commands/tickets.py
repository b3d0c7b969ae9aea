"""Files of past tickets without labels: JSONL or CSV with `text`, or plain text with a ticket a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sidecar.commands.labelled import columns_of, read_labelled, read_lines


def read_texts(path: Path) -> Iterator[str]:
    """Yield the texts of the tickets in a file; rows that cannot be read are left out.

    Raises:
        WrongUsage: it cannot be read.
    """
    first = next((line for line in read_lines(path) if line.strip("\ufeff \t\r\n")), "")
    if first.lstrip("\ufeff \t").startswith("{") or "text" in columns_of(first.strip("\ufeff\r\n")):
        rows = (row.row["text"] for row in read_labelled(path, ("text",)) if row.problem is None)
        yield from (text for text in rows if text.strip())
    else:
        yield from (line.strip() for line in read_lines(path) if line.strip("\ufeff \t\r\n"))
