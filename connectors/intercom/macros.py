"""Macros: the replies that teammates insert."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connectors.contract import Skipped
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, Kind
from connectors.parsing.fields import read_moment

_TAG = re.compile(r"<[^<>]*>")
_SHOWN = re.compile(r"<img\b")
_RESTRICTED = "specific_teams"


def external_id(macro: Mapping[str, Any]) -> str:
    """Return the id of a macro."""
    return f"macro/{macro['id']}"


def left_out(macro: Mapping[str, Any]) -> Skipped | None:
    """Return why a macro does not come in, if its list says so; the text may be left out there."""
    if macro.get("visible_to") == _RESTRICTED and not macro.get("visible_to_team_ids"):
        return Skipped(external_id(macro), "It is for certain teams only, and Intercom does not say which.")
    return None if macro.get("body") is None else without_text(macro)


def without_text(macro: Mapping[str, Any]) -> Skipped | None:
    """Return that a macro shows nothing, if it does not."""
    body = str(macro.get("body") or "")
    if _TAG.sub("", body).strip() or _SHOWN.search(body):
        return None
    return Skipped(external_id(macro), "It has no text: it only does something.")


def groups(macro: Mapping[str, Any], teams: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the teams that may see a macro, none if all may; an unknown team has its number."""
    if macro.get("visible_to") != _RESTRICTED:
        return ()
    ids = [str(id_) for id_ in macro["visible_to_team_ids"]]
    return tuple(dict.fromkeys(teams.get(id_) or id_ for id_ in ids))


def fields(macro: Mapping[str, Any]) -> Fields:
    """Return what a macro says.

    Its gaps are `<attribute key="user.name" default="there"/>`; the API does not tell what a macro does
    beside its text, who wrote it, nor how often it was used.
    """
    return {
        "kind": Kind.REPLY,
        "title": macro["name"],
        "body": macro["body"],
        "audience": Audience.PUBLIC,
        "images": pictures(str(macro["body"]), ""),
        "placeholder_syntax": "intercom",
        "created_at": read_moment(macro.get("created_at")),
        "updated_at": read_moment(macro.get("updated_at")),
        "extra": extra((), available_on=macro.get("available_on")),
    }
