"""The values of a page's properties, as Notion's API gives them (developers.notion.com/reference)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connectors.notion.blocks import plain

Value = Mapping[str, Any]


def title_of(properties: Mapping[str, Value]) -> str:
    """Return the title among a page's properties, whatever it is called there."""
    for value in properties.values():
        if value.get("type") == "title":
            return plain(value.get("title") or ())
    return ""


def text_of(value: Value) -> str:
    """Return a property's value as one line; `""` for kinds that only make sense within Notion."""
    kind = str(value.get("type"))
    said = value.get(kind)
    if said in (None, "", []):
        return ""
    if kind in ("formula", "rollup") and isinstance(said, Mapping):
        return text_of(said)
    reader = _READERS.get(kind)
    return reader(said) if reader else ""


def verification(properties: Mapping[str, Value]) -> tuple[str, str | None] | None:
    """Return when a page was verified and by whom, if it says that it is."""
    for value in properties.values():
        said = value.get("verification") if value.get("type") == "verification" else None
        if said and said.get("state") == "verified":
            return str((said.get("date") or {}).get("start") or ""), (said.get("verified_by") or {}).get(
                "name"
            )
    return None


def _name(said: Any) -> str:
    return str(said.get("name") or "")


def _names(said: Any) -> str:
    return ", ".join(filter(None, map(_name, said)))


def _date(said: Any) -> str:
    return " – ".join(filter(None, (said.get("start"), said.get("end"))))


def _number(said: Any) -> str:
    return f"{said:g}" if isinstance(said, float) else str(said)


def _unique(said: Any) -> str:
    return "-".join(str(part) for part in (said.get("prefix"), said.get("number")) if part is not None)


def _checked(said: Any) -> str:
    return "Yes" if said else "No"


_READERS: dict[str, Callable[[Any], str]] = {
    "rich_text": plain,
    "number": _number,
    "select": _name,
    "status": _name,
    "multi_select": _names,
    "people": _names,
    "date": _date,
    "checkbox": _checked,
    "boolean": _checked,
    "url": str,
    "email": str,
    "phone_number": str,
    "string": str,
    "created_time": str,
    "last_edited_time": str,
    "created_by": _name,
    "last_edited_by": _name,
    "unique_id": _unique,
}
