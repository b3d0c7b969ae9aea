"""Saved replies: what one says, for mails and for chats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import read_moment


def fields(reply: Mapping[str, Any], inbox: str) -> Fields:
    """Return what a saved reply says.

    Its text for mails is HTML, that for chats is plain; one may be missing. Where there are both, that for
    mails is the answer, and that for chats is kept beside it.

    Args:
        reply: as the API gives it whole.
        inbox: the name of the inbox it belongs to.
    """
    mail, chat = str(reply.get("text") or ""), str(reply.get("chatText") or "")
    return {
        "kind": Kind.REPLY,
        "title": reply["name"],
        "body": mail or chat,
        "body_format": BodyFormat.HTML if mail else BodyFormat.TEXT,
        "images": pictures(mail, ""),
        "audience": Audience.PUBLIC,
        "folder": inbox or None,
        "placeholder_syntax": "helpscout",
        "created_at": read_moment(reply.get("createdAt")),
        "updated_at": read_moment(reply.get("modifiedAt")),
        "extra": extra((), chat_text=chat if mail else None),
    }


def is_empty(reply: Mapping[str, Any]) -> bool:
    """Whether there is neither a text for mails nor one for chats."""
    return not str(reply.get("text") or "").strip() and not str(reply.get("chatText") or "").strip()
