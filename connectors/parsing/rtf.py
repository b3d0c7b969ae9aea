"""Rich text files (.rtf) as text, through striprtf. Runs in the guarded child process."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing.markdown import plain
from connectors.parsing.model import Parsed

_TITLE = re.compile(r"\{\\title\s+((?:[^{}\\]|\\.|\{[^{}]*\})*)\}", re.DOTALL)
_REVISED = re.compile(r"\{\\revtim\\yr(\d+)\\mo(\d+)\\dy(\d+)(?:\\hr(\d+))?(?:\\min(\d+))?")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d+)")


def parse(path: Path) -> Parsed:
    """Read a rich text file: its paragraphs as text, the cells of a table's row parted by `|`.

    Headings are only larger letters in this format: none can be told for sure.

    Raises:
        ParseFailed: if it is no rich text file or damaged.
    """
    data = path.read_bytes()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ParseFailed("The file is no rich text file, whatever it is called: save it anew.")
    # Letters beyond ASCII are escaped; where a program wrote them plainly, they are of the stated code page.
    source = data.decode(_encoding(data), "replace")
    try:
        body = _to_text(source, _encoding(data))
    except (ValueError, LookupError, IndexError, KeyError, TypeError) as error:
        raise ParseFailed(f"The rich text file cannot be read ({error}): save it anew.") from None
    body = re.sub(r"\s*\|[ \t]*(?=\S)", " | ", body.replace("\0", ""))
    body = re.sub(r"\s*\|[ \t]*$", "", body, flags=re.MULTILINE)
    body = re.sub(r"\n{3,}", "\n\n", body).strip()
    title = _title(source, _encoding(data))
    first, _, rest = body.partition("\n")
    if title and plain(first) == plain(title):
        body = rest.strip()
    return Parsed(title, body, BodyFormat.TEXT, _dates(source))


def _to_text(source: str, encoding: str) -> str:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(source, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]


def _encoding(data: bytes) -> str:
    found = _CODE_PAGE.search(data[:2_000])
    name = f"cp{int(found.group(1))}" if found else "cp1252"
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def _title(source: str, encoding: str) -> str | None:
    found = _TITLE.search(source[:50_000])
    if not found:
        return None
    written = _to_text(f"{{\\rtf1\\ansi\\ansicpg{encoding[2:]} {found.group(1)}}}", encoding)
    return " ".join(written.split()) or None


def _dates(source: str) -> dict[str, Any]:
    found = _REVISED.search(source[:50_000])
    if not found:
        return {}
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return {"updated_at": datetime(year, month, day, hour, minute, tzinfo=UTC)}
    except ValueError:
        return {}
