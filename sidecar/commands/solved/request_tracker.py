"""Request Tracker: tickets of REST 2 with their transactions.

Sources: GitHub bestpractical/rt `lib/RT/REST2.pm` and its clients (python-rt, n8n-nodes-request-tracker): a
ticket (`id`, `Subject`, `Status`, `Requestor`, `Creator`) and its history (`Type` Create, Correspond,
Comment; `Creator`; `Content`, or attachments with `ContentType` and base64 `Content`). RT's own search
results as table or feed hold no replies.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from sidecar.commands.solved.model import SolvedTicket, Turn
from sidecar.commands.solved.values import dicts, mapping, person, plain, text

_HISTORIES = ("history", "History", "transactions", "Transactions")
_ATTACHMENTS = ("attachments", "Attachments")
_SAID = ("Create", "Correspond", "Comment")


def is_ticket(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket of Request Tracker with its history."""
    return any("Type" in each for each in _history(record))


def ticket(record: Mapping[str, Any]) -> SolvedTicket:
    """Read one ticket."""
    ticket_ = mapping(record.get("ticket")) or record
    asking = {_id(each) for each in _listed(ticket_.get("Requestor") or ticket_.get("Requestors"))}
    asking = {each for each in asking if each} or {_id(ticket_.get("Creator"))}
    said = [each for each in _history(record) if each.get("Type") in _SAID]
    said.sort(key=lambda each: (text(each.get("Created")), text(each.get("id")).zfill(12)))
    status = text(ticket_.get("Status")).casefold()
    names = [person(each) for each in _listed(ticket_.get("Requestor"))]
    return SolvedTicket(
        place=f"ticket {text(ticket_.get('id')).removeprefix('ticket/') or '?'}",
        subject=text(ticket_.get("Subject")),
        turns=tuple(_turn(each, asking) for each in said),
        solved=status == "resolved" if status else None,
        names=tuple(name for name in names if name),
    )


def _history(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    for name in _HISTORIES:
        found = record.get(name)
        if said := dicts(mapping(found).get("items") if isinstance(found, dict) else found):
            return said
    return []


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _id(value: Any) -> str:
    return text(mapping(value).get("id") if isinstance(value, dict) else value).casefold()


def _turn(said: Mapping[str, Any], asking: set[str]) -> Turn:
    kind = said.get("Type")
    by_agent = kind != "Create" and _id(said.get("Creator")) not in asking
    content = said.get("Content") or next(_attached(said), "")
    return Turn(plain(content), by_agent=by_agent, public=kind != "Comment")


def _attached(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a transaction's attachments, plain ones first."""
    listed = next((dicts(said.get(name)) for name in _ATTACHMENTS if said.get(name)), [])
    texts = [each for each in listed if text(each.get("ContentType")).startswith("text/")]
    texts.sort(key=lambda each: not text(each.get("ContentType")).startswith("text/plain"))
    for each in texts:
        content = each.get("Content")
        if not isinstance(content, str) or not content.strip():
            continue
        try:
            yield base64.b64decode("".join(content.split()), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            yield content
