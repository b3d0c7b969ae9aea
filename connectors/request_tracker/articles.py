"""An article of Request Tracker as the fields of a document.

An article has no text of its own: custom fields hold it, others for each class. Which of them are the text is
told by their type, or by the settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.model import Attachment, BodyFormat
from connectors.parsing.fields import read_moment
from connectors.parsing.reply import guess_format
from connectors.request_tracker.listings import Article
from connectors.request_tracker.topics import Way

#: The types of custom fields that hold a text.
TEXTS = {"Text", "HTML", "Wikitext"}
_CHOICES = {"Select", "Combobox", "Autocomplete"}
_FILES = {"Image", "Binary"}

#: A part of a text: the field's name, its value, its markup.
_Part = tuple[str, str, BodyFormat]


def fields_of(
    article: Article, class_name: str, types: Mapping[str, str], chosen: Sequence[str], ways: Sequence[Way]
) -> Fields:
    """Return what an article says.

    Args:
        article: as REST2 lists it.
        class_name: of its class.
        types: the custom fields' types by id.
        chosen: names of the custom fields that are the text, `Class: Field` for one class alone; none to take
            those that hold text.
        ways: the topics it stands under.
    """
    custom = article.get("CustomFields") or []
    parts = _parts(custom, class_name, types, chosen)
    body, markup = _joined(parts) if parts else (str(article.get("Summary") or ""), BodyFormat.TEXT)
    used = {name for name, _, _ in parts}
    rest = [field for field in custom if field["name"] not in used]
    choices = [value for field in _of(rest, types, _CHOICES) for value in field["values"]]
    others = _of(rest, types, set(types.values()) - _CHOICES - _FILES - TEXTS)
    topics = sorted(ways)
    return {
        "title": str(article.get("Name") or article.get("Summary") or f"Article {article['id']}"),
        "body": body,
        "body_format": markup,
        "folder": "::".join((class_name, *(topics[0] if topics else ()))),
        "tags": tuple(dict.fromkeys([*(way[-1] for way in topics if way), *map(str, choices)])),
        "created_at": read_moment(article.get("Created")),
        "updated_at": read_moment(article.get("LastUpdated")),
        "owner": _user(article.get("LastUpdatedBy")) or _user(article.get("Creator")),
        "attachments": tuple(
            _attachment(value) for field in _of(rest, types, _FILES) for value in field["values"]
        ),
        "extra": extra(
            [],
            summary=article.get("Summary") if parts else None,
            fields={field["name"]: field["values"] for field in others if field["values"]},
        ),
    }


def _parts(
    custom: list[dict[str, Any]], class_name: str, types: Mapping[str, str], chosen: Sequence[str]
) -> list[_Part]:
    by_name = {str(field["name"]).casefold(): field for field in custom}
    if chosen:
        wanted = [_field_in(class_name, name) for name in chosen]
        fields = [by_name[name] for name in wanted if name in by_name]
    else:
        fields = _of(custom, types, TEXTS)
    return [
        (field["name"], str(value), _markup(types.get(str(field["id"])), str(value)))
        for field in fields
        for value in field["values"]
        if not isinstance(value, dict) and str(value).strip()
    ]


def _field_in(class_name: str, name: str) -> str:
    """Return the field that a setting names in this class, in lower case; empty if it is of another."""
    before, colon, after = name.rpartition(":")
    if not colon:
        return name.strip().casefold()
    return after.strip().casefold() if before.strip().casefold() == class_name.casefold() else ""


def _markup(type_: str | None, value: str) -> BodyFormat:
    """Plain text fields hold HTML where the class does not escape it on insertion."""
    if type_ == "HTML":
        return BodyFormat.HTML
    return BodyFormat.HTML if guess_format(value) is BodyFormat.HTML else BodyFormat.TEXT


def _joined(parts: list[_Part]) -> tuple[str, BodyFormat]:
    """Return one text; where several fields make it up, each under its name."""
    names = {name for name, _, _ in parts}
    if all(markup is BodyFormat.TEXT for _, _, markup in parts):
        plain = (f"{name}:\n{value.strip()}" if len(names) > 1 else value.strip() for name, value, _ in parts)
        return "\n\n".join(plain), BodyFormat.TEXT
    rich = (
        (f"<p><strong>{escape(name)}</strong></p>" if len(names) > 1 else "") + _rich(value, markup)
        for name, value, markup in parts
    )
    return "\n".join(rich), BodyFormat.HTML


def _rich(value: str, markup: BodyFormat) -> str:
    if markup is BodyFormat.HTML:
        return value
    return "".join(
        f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in value.split("\n\n") if block.strip()
    )


def _of(custom: list[dict[str, Any]], types: Mapping[str, str], wanted: set[str]) -> list[dict[str, Any]]:
    return [field for field in custom if types.get(str(field["id"]), "Text") in wanted]


def _user(said: Any) -> str | None:
    name = said.get("id") if isinstance(said, dict) else None
    return str(name) if name and name != "RT_System" else None


def _attachment(value: dict[str, Any]) -> Attachment:
    return Attachment(
        name=str(value.get("filename") or "file"),
        url=str(value["_url"]),
        media_type=value.get("content_type") or None,
    )
