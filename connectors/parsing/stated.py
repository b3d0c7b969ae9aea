"""What a markup language's own head says about a document, beside the front matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectors.contract import ParseFailed
from connectors.parsing.fields import FieldInvalid, read_fields
from connectors.parsing.model import Parsed


def with_stated(parsed: Parsed, record: Mapping[str, Any], front: Mapping[str, Any]) -> Parsed:
    """Return a document with the fields its head and its front matter state; the latter go first.

    Args:
        parsed: the document, with the title its text has.
        record: names and values of the head, as the author wrote them.
        front: fields of the front matter, in their final types.

    Raises:
        ParseFailed: if the head says for whom the document is in words that must not be guessed.
    """
    draft = parsed.draft or any(_says_draft(key, value) for key, value in record.items())
    stated = {
        key: value for key, value in record.items() if key.casefold() not in ("title", "draft", "status")
    }
    try:
        fields = read_fields(stated, separators=",")
    except FieldInvalid as error:
        raise ParseFailed(f"{error.key}: {error}") from None
    known = {**fields.known, **front}
    title = known.pop("title", None) or parsed.title
    return replace(parsed, title=title, fields=known, extra={**fields.extra, **parsed.extra}, draft=draft)


def _says_draft(key: str, value: Any) -> bool:
    said = str(value).strip().casefold()
    match key.casefold():
        case "draft":
            return said in ("true", "yes", "1")
        case "status":
            return said in ("draft", "hidden", "unpublished")
    return False
