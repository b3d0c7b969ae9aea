"""Where articles are: collections of help centres, and the folders of internal articles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DEEPEST = 20


def collection_path(collections: Mapping[str, dict[str, Any]], id_: object, locale: str | None) -> str | None:
    """Return the names from the topmost collection down, in a language where they have been translated."""
    return _path(collections, id_, "parent_id", lambda found: _name(found, locale))


def folder_path(folders: Mapping[str, dict[str, Any]], id_: object) -> str | None:
    """Return the names from the topmost folder down."""
    return _path(folders, id_, "parent_folder_id", lambda found: str(found.get("name") or ""))


def _path(known: Mapping[str, dict[str, Any]], id_: object, parent: str, name: Any) -> str | None:
    levels: list[str] = []
    found = known.get(str(id_))
    while found is not None and len(levels) < _DEEPEST:
        levels.insert(0, name(found))
        found = known.get(str(found.get(parent)))
    return "::".join(filter(None, levels)) or None


def _name(collection: Mapping[str, Any], locale: str | None) -> str:
    every = collection.get("translated_content")
    translated = every.get(locale) if isinstance(every, dict) else None
    name = translated.get("name") if isinstance(translated, dict) else None
    return str(name or collection.get("name") or "")
