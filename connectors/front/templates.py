"""Message templates: what one says, and who may see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connectors.contract import Skipped
from connectors.front import files
from connectors.front.api import Names, related
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.model import Audience, Kind

_TAG = re.compile(r"<[^<>]*>")
_SHOWN = re.compile(r"<img\b", re.IGNORECASE)
_DEEPEST = 20


def left_out(template: Mapping[str, Any], *, personal: bool) -> Skipped | None:
    """Return why a template does not come in, if it does not."""
    owner = related(template, "owner")
    if owner is not None and owner[0] == "teammates" and not personal:
        return Skipped(template["id"], "It belongs to one teammate.")
    body = str(template.get("body") or "")
    if not _TAG.sub("", body).strip() and not _SHOWN.search(body):
        return Skipped(template["id"], "It has no text.")
    return None


def groups(template: Mapping[str, Any], names: Names) -> tuple[str, ...]:
    """Return who may see a template: those of its inboxes, else those of its workspace.

    Where there is one workspace only, it is everybody's. What has no name has its id.
    """
    inboxes = template.get("inbox_ids")
    if inboxes and not template.get("is_available_for_all_inboxes"):
        return tuple(dict.fromkeys(names.inboxes.get(id_, id_) for id_ in inboxes))
    owner = related(template, "owner")
    if owner is None or owner[0] != "teams" or (len(names.teams) == 1 and owner[1] in names.teams):
        return ()
    return (names.teams.get(owner[1], owner[1]),)


def folder_path(template: Mapping[str, Any], folders: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the names of the folders a template is in, from the topmost down."""
    levels: list[str] = []
    link = related(template, "parent_folder")
    while link is not None and len(levels) < _DEEPEST and (folder := folders.get(link[1])):
        levels.insert(0, str(folder.get("name") or ""))
        link = related(folder, "parent_folder")
    return "::".join(filter(None, levels)) or None


def fields(template: Mapping[str, Any], folder: str | None, names: Names) -> Fields:
    """Return what a template says; Front does not tell when it was written, nor how often it is used."""
    owner = related(template, "owner") or ("", "")
    return {
        "kind": Kind.REPLY,
        "title": template["name"],
        "body": template["body"],
        "audience": Audience.PUBLIC,
        "folder": folder,
        "owner": names.teammates.get(owner[1]),
        "placeholder_syntax": "front",
        "attachments": files.attachments(template),
        "images": files.images(template, template["body"]),
        "extra": extra((), subject=template.get("subject"), workspace=names.teams.get(owner[1])),
    }
