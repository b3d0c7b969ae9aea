"""PDF files as text, through pypdfium2. Runs in the guarded child process."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing.fields import read_moment
from connectors.parsing.model import Parsed

MAX_PAGES = 2_000
_MAX_TEXT = 10_000_000
_FEW_PAGES = 3
_SOFT_HYPHEN = "\u00ad"
_ITEM = re.compile(r"(?:[•▪◦‣·*–-]|\d{1,3}[.)])\s")
_NO_TITLE = re.compile(
    r"(?:untitled|microsoft (?:word|powerpoint) - .*|about:blank|.*\.(?:docx?|pptx?|pdf|indd|odt|html?))",
    re.IGNORECASE,
)
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-]\d\d)'?(\d\d)?)?")


def parse(path: Path) -> Parsed:
    """Read a PDF: the text of its pages as paragraphs, without lines that repeat at the edge of most pages.

    Raises:
        ParseFailed: if it is protected, damaged, too long, or holds no text (a scan).
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ParseFailed("The PDF is password-protected: save it without a password.") from None
        raise ParseFailed(
            "The PDF is damaged: open it in the program that made it and save it anew."
        ) from None
    try:
        if len(document) > MAX_PAGES:
            raise ParseFailed(f"The PDF has {len(document)} pages (at most {MAX_PAGES} are read): split it.")
        pages = [_page_lines(page) for page in document]
        metadata = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    body = "\n\n".join(paragraphs(lines) for lines in without_running_lines(pages) if lines)
    if not body.strip():
        raise ParseFailed("The PDF holds no text (is it a scan?): run text recognition (OCR) over it first.")
    if len(body) > _MAX_TEXT:
        raise ParseFailed(f"The PDF holds over {_MAX_TEXT // 1_000_000} million characters: split it.")
    title = _title(metadata)
    if title:
        body = body.removeprefix(f"{title}\n\n")
    return Parsed(title, body, BodyFormat.TEXT, _dates(metadata))


def _page_lines(page: Any) -> list[str]:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    text_page.close()
    page.close()
    # U+FFFE and U+0002 are how pdfium marks a hyphen at the end of a line.
    text = re.sub(r"[\ufffe\x02]\r?\n?", _SOFT_HYPHEN + "\n", text)
    return [" ".join(line.split()) for line in text.replace("\0", "").splitlines()]


def without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Drop header and footer lines: the same first or last line (but for its numbers) on most pages."""
    pages = [_trimmed(page) for page in pages]
    if len(pages) < _FEW_PAGES:
        return pages
    edges = Counter(mark for page in pages if page for mark in {_mark(page[0]), _mark(page[-1])})
    running = {mark for mark, count in edges.items() if count > len(pages) * 0.6}
    return [_trimmed(_without_edges(page, running)) for page in pages]


def _without_edges(page: list[str], running: set[str]) -> list[str]:
    edges = (0, len(page) - 1)
    return [line for at, line in enumerate(page) if at not in edges or _mark(line) not in running]


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start]:
        start += 1
    while end > start and not lines[end - 1]:
        end -= 1
    return lines[start:end]


def _mark(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def paragraphs(lines: list[str]) -> str:
    """Join the lines of a page into paragraphs, parted by blank lines.

    A blank line, a line well short of the right edge, or a following list item ends a paragraph, and so does
    a line with a full stop on which the next word would have had room. A soft hyphen at the end of a line is
    closed up; scripts that write no spaces are joined without one.
    """
    width = max((len(line) for line in lines), default=0)
    out: list[str] = []
    current, last = "", ""
    for line in [*lines, ""]:
        if current and (not line or _ITEM.match(line) or _ends_paragraph(last, line, width)):
            out.append(current)
            current = ""
        current, last = _joined(current, line), line
    return "\n\n".join(out)


def _ends_paragraph(last: str, following: str, width: int) -> bool:
    if len(last) < width * 0.7:
        return True
    has_room = len(last) + 1 + len(following.split(" ", 1)[0]) < width * 0.92
    return has_room and last.endswith((".", "!", "?", ":", "…", '."', ".)", "。"))


def _joined(current: str, line: str) -> str:
    if current.endswith(_SOFT_HYPHEN):
        return current[:-1] + line
    unspaced = not current or (current[-1] >= "\u2e80" and line[:1] >= "\u2e80")
    return current + line if unspaced else f"{current} {line}"


def _title(metadata: dict[str, str]) -> str | None:
    title = " ".join(metadata.get("Title", "").split())
    return None if not title or _NO_TITLE.fullmatch(title) else title


def _dates(metadata: dict[str, str]) -> dict[str, Any]:
    """Read the document's dates, written `D:20260131120000+01'00'` (ISO 32000-1, 7.9.4)."""
    fields: dict[str, Any] = {}
    for name, field in (("CreationDate", "created_at"), ("ModDate", "updated_at")):
        found = _DATE.match(metadata.get(name, ""))
        if not found:
            continue
        year, month, day, hour, minute, second, zone, zone_minutes = found.groups()
        iso = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"
        if moment := read_moment(iso + (f"{zone}:{zone_minutes or '00'}" if zone else "+00:00")):
            fields[field] = moment
    return fields
