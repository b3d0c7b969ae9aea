"""Tells which helpdesk wrote an export of tickets, by its shape, and reads it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sidecar.commands.labelled import columns_of, read_lines
from sidecar.commands.solved import django_helpdesk, freshdesk, request_tracker, tables, zammad, zendesk
from sidecar.commands.solved.model import SolvedTicket, broken
from sidecar.commands.solved.values import dicts, mapping
from sidecar.commands.state import WrongUsage

#: More than this is not read at once; exports of one ticket a line have no limit.
_MOST_BYTES = 500_000_000
#: So many lines tell what a file is.
_SAMPLE = 20
_LISTS = ("tickets", "results", "items", "data", "cases")
_WANTED = (
    "tickets with their messages: of Zendesk (comments), Freshdesk (conversations), Zammad (articles),"
    " Request Tracker (transactions), django-helpdesk (dumpdata), or rows with question and reply"
)


def is_labelled(path: Path) -> bool:
    """Whether a file names the answers (`text`, `answer`) rather than holding replies.

    Raises:
        WrongUsage: it cannot be read.
    """
    lines = _beginning(path)
    first = lines[0] if lines else ""
    if first.startswith(("[", "<")):
        return False
    if not first.startswith("{"):
        named = lines[1] if first.lower().startswith("sep=") and len(lines) > 1 else first
        names = columns_of(named)
        return "answer" in names or not first or ("text" in names and not tables.fits(names))
    if not _is_whole(first):
        # A line that is broken among good ones, or the beginning of a document of many lines.
        return any(line.startswith("{") and '"answer"' in line for line in lines)
    record = json.loads(first)
    return "answer" in record or not _is_export(record)


def _beginning(path: Path) -> list[str]:
    said = (line.strip("\ufeff \t\r\n") for line in read_lines(path))
    return list(itertools.islice((line for line in said if line), _SAMPLE))


def _is_export(record: dict[str, Any]) -> bool:
    return bool(_kind(record)) or any(
        name in record for name in (*_LISTS, "ticket", "assets", "ticket_events")
    )


def read_solved(path: Path) -> Iterator[SolvedTicket]:
    """Yield the tickets of an export.

    Raises:
        WrongUsage: it cannot be read, or holds no tickets with their messages.
    """
    first = next(iter(_beginning(path)), "")
    if first.startswith("<"):
        raise WrongUsage(f"{path} is XML or a feed, which holds no replies. Export as JSON {_WANTED}.")
    if first.startswith("{") and _is_whole(first):
        yield from _lines(path)
    elif first.startswith(("{", "[")):
        yield from _document(_json(path), path)
    else:
        yield from tables.table(path)


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(path: Path) -> Iterator[SolvedTicket]:
    found = 0
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        try:
            record = json.loads(line.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            yield broken(f"line {number}", "This is not JSON.")
            continue
        for ticket in _tickets(record, f"line {number}"):
            found += ticket.problem is None
            yield ticket
    if not found:
        raise WrongUsage(f"{path} holds no {_WANTED}.")


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise WrongUsage(
                f"{path} is larger than {_MOST_BYTES // 1_000_000} MB: export one ticket a line."
            )
        return json.loads("".join(read_lines(path)).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise WrongUsage(f"{path} is not JSON ({getattr(error, 'msg', 'nested too deeply')}).") from None


def _document(document: Any, path: Path) -> Iterator[SolvedTicket]:
    found = 0
    for ticket in _tickets(document, "entry 1"):
        found += ticket.problem is None
        yield ticket
    if not found:
        raise WrongUsage(f"{path} holds no {_WANTED}.")


def _tickets(document: Any, place: str) -> Iterator[SolvedTicket]:
    """Yield the tickets of a record, of a list of them, or of an answer that wraps them."""
    if isinstance(document, list):
        records = dicts(document)
        if django_helpdesk.is_dump(records):
            yield from django_helpdesk.tickets(records)
            return
        for number, record in enumerate(records, start=1):
            yield from _of_record(record, f"entry {number}", {})
    elif isinstance(document, dict):
        yield from _of_wrapped(document, place)
    else:
        yield broken(place, "This is no ticket.")


def _of_wrapped(document: dict[str, Any], place: str) -> Iterator[SolvedTicket]:
    users = zendesk.users(document)
    assets = mapping(document.get("assets"))
    if assets.get("TicketArticle"):
        yield from (zammad.ticket(each) for each in zammad.of_assets(assets))
    elif document.get("ticket_events"):
        yield from zendesk.of_events(dicts(document["ticket_events"]), users)
    elif _kind(document):
        yield from _of_record(document, place, users)
    elif isinstance(document.get("ticket"), dict):
        rest = {name: value for name, value in document.items() if name not in ("ticket", "users")}
        yield from _of_record({**rest, **document["ticket"]}, place, users)
    else:
        listed = next((document[name] for name in _LISTS if isinstance(document.get(name), list)), None)
        if listed is None:
            yield broken(place, "This is no ticket with its messages.")
            return
        for number, record in enumerate(dicts(listed), start=1):
            yield from _of_record(record, f"entry {number}", users)


def _kind(record: dict[str, Any]) -> str | None:
    """Return which helpdesk's ticket a record is."""
    if zendesk.is_ticket(record):
        return "zendesk"
    if zammad.is_ticket(record):
        return "zammad"
    if request_tracker.is_ticket(record):
        return "request-tracker"
    if freshdesk.is_ticket(record):
        return "freshdesk"
    return "row" if tables.fits(record) else None


def _of_record(record: dict[str, Any], place: str, users: dict[str, str]) -> Iterator[SolvedTicket]:
    match _kind(record):
        case "zendesk":
            yield zendesk.ticket(record, users)
        case "zammad":
            yield zammad.ticket(record)
        case "request-tracker":
            yield request_tracker.ticket(record)
        case "freshdesk":
            yield freshdesk.ticket(record)
        case "row":
            yield tables.ticket(record, place)
        case _:
            yield broken(place, "This is no ticket with its messages.")
