"""What `manage.py dumpdata` writes, as a stream of records: `{"model", "pk", "fields"}`.

The format is Django's (docs.djangoproject.com/en/stable/topics/serialization, "JSON" and "JSONL"): one list,
or one object a line. Memory stays bounded by what is kept; tickets that were exported too pass by.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.contract import SourceUnavailable
from connectors.parsing import packed

_APP = "helpdesk."
_KEPT = {"presetreply", "kbitem", "kbcategory", "queue"}
_BETWEEN = re.compile(r"[\s,\[\]]*")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Characters of one record; a ticket's text is a hundredth of it.
_LONGEST = 50_000_000
_AGAIN = "python manage.py dumpdata helpdesk --output helpdesk.json"

#: A record of the export: its `fields`.
Record = dict[str, Any]


@dataclass(slots=True)
class Export:
    """What was exported of a helpdesk, each kind by primary key."""

    replies: dict[str, Record] = field(default_factory=dict)
    items: dict[str, Record] = field(default_factory=dict)
    categories: dict[str, Record] = field(default_factory=dict)
    queues: dict[str, Record] = field(default_factory=dict)


def read(path: Path) -> Export:
    """Read an export, packed or not. It blocks: call it in a thread.

    Raises:
        SourceUnavailable: it is not there, damaged, not whole, or not of django-helpdesk.
    """
    export, of_helpdesk = Export(), False
    kinds = {
        "presetreply": export.replies, "kbitem": export.items,
        "kbcategory": export.categories, "queue": export.queues,
    }  # fmt: skip
    for record in records(_text(path, packed.pieces(path)), path.name):
        model = str(record.get("model", "")).lower()
        if not model.startswith(_APP):
            continue
        of_helpdesk = True
        kind, fields = model.removeprefix(_APP), record.get("fields")
        if kind in _KEPT and isinstance(fields, dict):
            kinds[kind][str(record.get("pk"))] = fields
    if not of_helpdesk:
        raise SourceUnavailable(f"{path.name} holds nothing of django-helpdesk: make it with `{_AGAIN}`.")
    return export


def records(pieces: Iterable[str], name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON list, or of JSON Lines, as the text arrives.

    Args:
        pieces: the text, cut anywhere.
        name: of the file, for errors.

    Raises:
        SourceUnavailable: it is no such JSON, or ends in the middle.
    """
    decoder, buffer, wanted, opened, closed = json.JSONDecoder(), "", 1, False, False
    for piece in _and_an_end(pieces):
        buffer += piece or ""
        if piece is not None and len(buffer) < wanted:
            continue
        at = 0
        while True:
            skipped = _BETWEEN.match(buffer, at)
            between = skipped.group() if skipped else ""
            opened, closed = opened or "[" in between, closed or "]" in between
            at += len(between)
            if at >= len(buffer):
                break
            try:
                record, at = decoder.raw_decode(buffer, at)
            except (json.JSONDecodeError, RecursionError) as error:
                if piece is None or len(buffer) - at > _LONGEST or buffer[at] != "{":
                    raise _unreadable(name, error) from None
                break
            if isinstance(record, dict):
                yield record
        buffer = buffer[at:]
        # A record that is not whole yet is tried again when there is twice as much of it.
        wanted = 2 * len(buffer)
    if opened and not closed:
        raise _unreadable(name, "it ends before its list does")


def _and_an_end(pieces: Iterable[str]) -> Iterator[str | None]:
    yield from pieces
    yield None


def _unreadable(name: str, error: object) -> SourceUnavailable:
    return SourceUnavailable(f"{name} is no whole JSON export ({error}): make it anew with `{_AGAIN}`.")


def _text(path: Path, pieces: Iterator[bytes]) -> Iterator[str]:
    first = next(pieces, b"")
    mark, encoding = next(((mark, name) for mark, name in _MARKS if first.startswith(mark)), (b"", "utf-8"))
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(first[len(mark) :])
        for piece in pieces:
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise SourceUnavailable(
            f"{path.name} is not in UTF-8, as a redirected export may be: make it anew with `{_AGAIN}`."
        ) from None
