"""From one record of a table to one reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from connectors.contract import ParseFailed
from connectors.model import Attachment, BodyFormat, Document
from connectors.parsing.fields import BODY_KEYS, FieldInvalid, is_absent, plain_key, read_fields, text

_TAGS = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|ul|ol|li|h[1-6]|table|tr|td|img|blockquote|pre|code|hr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def external_id(record: Mapping[str, Any]) -> str | None:
    """Return the id of a record, else its title; `None` if it has neither."""
    keys = {plain_key(key): key for key in record}
    for name in ("id", "external_id", "title", "name"):
        value = record.get(keys.get(name, ""))
        if not is_absent(value) and (written := text(value)):
            return written
    return None


def document(
    record: Mapping[str, Any], defaults: Mapping[str, Any], body_format: BodyFormat | None
) -> Document:
    """Return the reply a record describes.

    Args:
        record: as read from the file.
        defaults: fields for what the record leaves open.
        body_format: the markup of bodies that do not name theirs; `None` takes those with HTML tags for HTML
        and
            all others for plain text.

    Raises:
        ParseFailed: if a field is missing or cannot be read; the message names it and says what to do.
    """
    rest = dict(record)
    identity = external_id(record)
    for key in [key for key in rest if plain_key(key) in ("id", "external_id")]:
        del rest[key]
    stated_format = _take(rest, "body_format")
    body = _body(rest)
    attachments, images = _references(rest, "attachments"), _references(rest, "images")
    try:
        fields = read_fields(rest, separators="|")
    except FieldInvalid as error:
        raise ParseFailed(f"{error.key}: {error}") from None
    known = {**defaults, **fields.known}
    if not known.get("title"):
        raise ParseFailed("It has no title: fill in the column `title`.")
    try:
        return Document(
            external_id=identity or known["title"],
            body=body,
            body_format=_format(stated_format) or body_format or guess_format(body),
            attachments=attachments,
            images=images,
            extra=fields.extra,
            **known,
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise ParseFailed(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}.") from None


def guess_format(body: str) -> BodyFormat:
    """Take a body with HTML tags for HTML, any other for plain text.

    Markdown is never guessed: in replies written as text, asterisks and number signs stand for themselves.
    """
    return BodyFormat.HTML if _TAGS.search(body) else BodyFormat.TEXT


def _take(record: dict[str, Any], name: str) -> Any:
    key = next((key for key in record if plain_key(key) == name), None)
    return record.pop(key) if key is not None else None


def _body(record: dict[str, Any]) -> str:
    for name in BODY_KEYS:
        key = next((key for key in record if plain_key(key) == name), None)
        if key is None or is_absent(record[key]):
            continue
        value = record.pop(key)
        if not isinstance(value, str):
            raise ParseFailed(f"{key}: this must be text.")
        return value.replace("\r\n", "\n").strip("\n")
    raise ParseFailed("It has no text: fill in the column `body`.")


def _format(value: Any) -> BodyFormat | None:
    if is_absent(value):
        return None
    try:
        return BodyFormat(
            {"md": "markdown", "plain": "text"}.get(
                str(value).strip().casefold(), str(value).strip().casefold()
            )
        )
    except ValueError:
        raise ParseFailed(f"body_format: '{value}' is none of: html, markdown, text.") from None


def _references(record: dict[str, Any], name: str) -> tuple[Attachment, ...]:
    """Read a list of addresses or of objects with `name` and `url`; what is neither stays in the record."""
    key = next((key for key in record if plain_key(key) == name), None)
    value = record.get(key) if key is not None else None
    parts = value.split("|") if isinstance(value, str) else value
    if key is None or not isinstance(parts, list):
        return ()
    found = [reference for part in parts if (reference := _reference(part))]
    if len(found) == len(parts):
        del record[key]
    return tuple(found)


def _reference(part: Any) -> Attachment | None:
    if isinstance(part, str) and part.strip():
        return Attachment(name=part.strip().rsplit("/", 1)[-1] or part.strip(), url=part.strip())
    if isinstance(part, dict) and isinstance(part.get("url"), str):
        media_type = part.get("media_type")
        name = str(part.get("name") or part["url"].rsplit("/", 1)[-1])
        return Attachment(name=name, url=part["url"], media_type=str(media_type) if media_type else None)
    return None
