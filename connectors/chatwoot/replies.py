"""Canned responses: from what Chatwoot says of them to replies.

Source: Chatwoot's `swagger/definitions/resource/canned_response.yml` and `canned_response.rb`. The text is
Markdown, as the editor of replies is one of Markdown; files are described as those of its help centres are
(`file_url`, `filename`, `file_type`).
"""

from __future__ import annotations

from typing import Any

from connectors.contract import ParseFailed
from connectors.hosted.answers import Fields
from connectors.model import Attachment, Audience, BodyFormat, Kind
from connectors.parsing.fields import read_moment, web_address

CannedResponse = dict[str, Any]

#: What the ids of canned responses begin with.
PREFIX = "reply/"


def external_id(response: CannedResponse) -> str:
    """Return the id of a canned response."""
    return f"{PREFIX}{response['id']}"


def fields(response: CannedResponse, audience: Audience, groups: tuple[str, ...]) -> Fields:
    """Return what a canned response says; all the rest the settings of the source say."""
    code = str(response.get("short_code") or "").strip()
    if not code:
        raise ParseFailed("The canned response has no short code: give it one.")
    return {
        "kind": Kind.REPLY,
        "title": code,
        "body": response.get("content"),
        "body_format": BodyFormat.MARKDOWN,
        "audience": audience,
        "groups": groups,
        "shortcut": code,
        "placeholder_syntax": "chatwoot",
        "created_at": read_moment(response.get("created_at")),
        "updated_at": read_moment(response.get("updated_at")),
        "attachments": _attachments(response),
    }


def _attachments(response: CannedResponse) -> tuple[Attachment, ...]:
    files = response.get("attachments")
    found = []
    for file in files if isinstance(files, list) else ():
        url = web_address(file.get("file_url")) if isinstance(file, dict) and file.get("file_url") else None
        if url:
            kind = str(file.get("file_type") or "") or None
            found.append(Attachment(name=str(file.get("filename") or url), url=url, media_type=kind))
    return tuple(found)
