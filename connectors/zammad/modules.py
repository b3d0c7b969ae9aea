"""Text modules: from what Zammad says of them to replies, by the API and in tables.

Source: Zammad's `text_module.rb` (HTML; plain text becomes HTML when it is saved), its policy (inactive ones
are not offered), `can_associations.rb` (what `expand` adds) and `can_csv_import.rb` (tables).
"""

from __future__ import annotations

from typing import Any

from connectors.contract import ParseFailed, Skipped
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import read_moment, words

TextModule = dict[str, Any]

#: What the ids of text modules begin with.
PREFIX = "text_module/"
#: Keywords are written with blanks, commas or semicolons between them.
_BETWEEN = ",; \t\n"


def external_id(id_: Any) -> str:
    """Return the id of a text module."""
    return f"{PREFIX}{id_}"


def left_out(module: TextModule) -> Skipped | None:
    """Return why a text module is none of the answers, if it is none."""
    if module.get("active") is False:
        return Skipped(external_id(module["id"]), "The text module is inactive.")
    return None


def fields(module: TextModule, audience: Audience, groups: tuple[str, ...], address: str) -> Fields:
    """Return what a text module says.

    Args:
        module: as the API gives it with `expand`, or a row of a table in the same form.
        audience: by the settings of the source.
        groups: who may see those that are for everyone in Zammad.
        address: of the Zammad; empty where it is not known.
    """
    name = str(module.get("name") or "").strip()
    if not name:
        raise ParseFailed("The text module has no name: give it one.")
    *folder, title = [part.strip() for part in name.split("::")]
    body = str(module.get("content") or "")
    return {
        "kind": Kind.REPLY,
        "title": title or name,
        "body": body,
        "body_format": BodyFormat.HTML,
        "audience": audience,
        "groups": _groups(module) or groups,
        "tags": words(module.get("keywords") or (), _BETWEEN),
        "folder": "::".join(filter(None, folder)) or None,
        "placeholder_syntax": "zammad",
        "created_at": read_moment(module.get("created_at")),
        "updated_at": read_moment(module.get("updated_at")),
        "owner": _person(module.get("created_by")),
        "images": pictures(body, f"{address}/") if address else (),
        "extra": _extra(module),
    }


def _groups(module: TextModule) -> tuple[str, ...]:
    """Return who may see a text module. A group whose name is not told still keeps everybody else out."""
    names = tuple(str(name) for name in module.get("groups") or ())
    return names or tuple(f"Zammad group {id_}" for id_ in module.get("group_ids") or ())


def _extra(module: TextModule) -> dict[str, Any]:
    told = {
        "note": module.get("note"),
        "updated_by": _person(module.get("updated_by")),
        "foreign_id": module.get("foreign_id"),
    }
    return {key: value for key, value in told.items() if value}


def _person(login: Any) -> str | None:
    """Return who it was; `-` is Zammad itself."""
    return str(login) if login and login != "-" else None
