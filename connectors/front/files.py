"""The files of a template or article: what is attached, and the pictures in its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.hosted.pictures import pictures
from connectors.model import Attachment


def attachments(item: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Return the attached files. They lie behind Front's login: people open them, Cuecard does not."""
    return tuple(_reference(file) for file in item.get("attachments") or () if not _is_inline(file))


def images(item: Mapping[str, Any], body: str) -> tuple[Attachment, ...]:
    """Return the pictures in a text: those with addresses, and those that come along as files."""
    inline = tuple(_reference(file) for file in item.get("attachments") or () if _is_inline(file))
    known = {file.url for file in inline}
    return (*inline, *(picture for picture in pictures(body, "") if picture.url not in known))


def _is_inline(file: Mapping[str, Any]) -> bool:
    return bool((file.get("metadata") or {}).get("is_inline"))


def _reference(file: Mapping[str, Any]) -> Attachment:
    return Attachment(
        name=str(file.get("filename") or file["id"]), url=file["url"], media_type=file.get("content_type")
    )
