"""Saved replies as the fields of documents.

The module is sold without its source. What its table looks like is taken from dumps that FreeScout users
published: `id, mailbox_id, name, text, user_id, created_at, updated_at, sort_order, parent_saved_reply_id,
attachments`, and from importers written for it the later `global` and `auto_load`. The tables around it
(`mailboxes`, `users`, `attachments`) are those of FreeScout's own migrations.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from connectors.contract import Skipped
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Attachment, Kind
from connectors.mysql.answers import Answer, moment, path_of, text
from connectors.mysql.source import HelpdeskConfig
from connectors.mysql.tables import Row, Tables, Wanted
from connectors.parsing.fields import read_moment

MAIN = "saved_replies"
SYNTAX = "freescout"
WANTED = (
    Wanted("attachments", frozenset({"id", "thread_id", "file_name", "mime_type"}), lambda _: _of_no_mail),
    Wanted("mailboxes", frozenset({"id", "name"})),
    Wanted(
        MAIN,
        frozenset(
            {
                "id", "mailbox_id", "name", "text", "user_id", "created_at", "updated_at",
                "parent_saved_reply_id", "attachments", "global",
            }
        ),
    ),
    Wanted("users", frozenset({"id", "first_name", "last_name"})),
)  # fmt: skip


def _of_no_mail(row: Row) -> bool:
    """Whether a file was not sent or received with a mail, as those of saved replies are not."""
    return not row.get("thread_id")


def replies(tables: Tables, config: HelpdeskConfig) -> Iterator[Answer | Skipped]:
    """Yield the saved replies; one that only holds others is their folder."""
    mailboxes = {row.get("id"): row.get("name") or "" for row in tables.get("mailboxes", ())}
    users = {row.get("id"): _name(row) for row in tables.get("users", ())}
    files = {str(row.get("id")): row for row in tables.get("attachments", ())}
    rows = tables[MAIN]
    tree = {row.get("id") or "": (row.get("name") or "", row.get("parent_saved_reply_id")) for row in rows}
    holders = {row.get("parent_saved_reply_id") for row in rows}
    for row in rows:
        external_id = row.get("id") or ""
        mailbox = row.get("mailbox_id") or ""
        shared = row.get("global") not in (None, "", "0")
        if not (row.get("text") or "").strip():
            reason = "It only holds others." if external_id in holders else "It has no text."
            yield Skipped(external_id, reason)
        elif not shared and mailbox not in mailboxes:
            yield Skipped(external_id, f"Its mailbox {mailbox} is no more: nobody may see it.")
        else:
            groups = config.groups if shared else (mailboxes[mailbox],)
            folder = "::".join(path_of(row.get("parent_saved_reply_id"), tree)) or None
            attached = [files[key] for key in _attached(row) if key in files]
            about = {"groups": groups, "folder": folder, "owner": users.get(row.get("user_id"))}
            told = [row, about, attached]
            yield Answer(external_id, told, partial(_fields, row, about, attached, config))


def _fields(row: Row, about: dict[str, Any], attached: list[Row], config: HelpdeskConfig) -> Fields:
    base = config.base()
    url = f"{base}/mailbox/{row.get('mailbox_id')}/saved-replies" if base else None
    body = text(row, "text")
    return {
        **about,
        "kind": Kind.REPLY,
        "title": text(row, "name"),
        "body": body,
        "images": pictures(body, f"{base}/" if base else ""),
        "url": url,
        "audience": config.audience,
        "language": config.language,
        "placeholder_syntax": SYNTAX,
        "created_at": read_moment(moment(row, "created_at")),
        "updated_at": read_moment(moment(row, "updated_at")),
        "attachments": tuple(
            Attachment(
                name=file.get("file_name") or "file",
                url=url or f"attachment/{file.get('id')}",
                media_type=file.get("mime_type") or None,
            )
            for file in attached
        ),
    }


def _attached(row: Row) -> list[str]:
    """Return the ids of a reply's files: a JSON list, of numbers or of words."""
    try:
        said = json.loads(row.get("attachments") or "[]")
    except ValueError:
        return []
    return [str(key) for key in said if isinstance(key, int | str)] if isinstance(said, list) else []


def _name(row: Row) -> str | None:
    return " ".join(filter(None, (row.get("first_name"), row.get("last_name")))) or None
