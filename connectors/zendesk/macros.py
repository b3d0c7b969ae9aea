"""Macros: from what Zendesk says of them to replies.

A macro is a list of actions; the one that writes a comment has the text. Format: Zendesk's API reference,
"Macros" and "Actions reference"; restrictions and the two forms of `comment_value` as in recorded accounts
(zenpy's `specification/zendesk/macro.json` and others' exports).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.contract import Skipped
from connectors.hosted.actions import action as kept_action
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import read_moment

#: The actions that write the comment, and the markup of what they write. Where both are there, HTML counts.
TEXTS = {"comment_value_html": BodyFormat.HTML, "comment_value": BodyFormat.TEXT}
_MODE = "comment_mode_is_public"
_EVERYWHERE = "channel:all"

Macro = dict[str, Any]


def left_out(macro: Macro, *, personal: bool) -> Skipped | None:
    """Return why a macro is none of the answers, if it is none.

    Args:
        macro: as the API gives it.
        personal: whether macros that belong to one agent are wanted.
    """
    reason = None
    if not macro.get("active", True):
        reason = "The macro is deactivated."
    elif not text(macro)[0].strip():
        reason = "The macro writes no comment: it has actions alone."
    elif _restriction(macro).get("type") == "User" and not personal:
        reason = "The macro is personal: it belongs to one agent."
    return Skipped(external_id(macro), reason) if reason else None


def external_id(macro: Macro, language: str | None = None) -> str:
    """Return the id of a macro, or of what it says in one of several languages."""
    return f"macro/{macro['id']}" + (f"/{language}" if language else "")


def text(macro: Macro) -> tuple[str, BodyFormat, str]:
    """Return the comment a macro writes, its markup, and the channel it is meant for."""
    for name, markup in TEXTS.items():
        for action in actions_of(macro):
            if action.get("field") == name and (written := _comment(action.get("value")))[0].strip():
                return written[0], markup, written[1]
    return "", BodyFormat.TEXT, _EVERYWHERE


def _comment(value: Any) -> tuple[str, str]:
    """Return text and channel of a comment: written as text, or as a list of channel and text."""
    if isinstance(value, list):
        channel = str(value[0]) if len(value) > 1 else _EVERYWHERE
        return (str(value[-1]) if value else "", channel)
    return str(value or ""), _EVERYWHERE


def actions_of(macro: Macro) -> list[dict[str, Any]]:
    """Return what a macro does, in its order."""
    found = macro.get("actions")
    return [action for action in found if isinstance(action, dict)] if isinstance(found, list) else []


def _restriction(macro: Macro) -> dict[str, Any]:
    found = macro.get("restriction")
    return found if isinstance(found, dict) else {}


def group_ids(macro: Macro) -> list[int]:
    """Return the ids of the groups that alone may use a macro; none where everybody may."""
    restriction = _restriction(macro)
    if restriction.get("type") != "Group":
        return []
    ids = restriction.get("ids") or [restriction.get("id")]
    return ids if isinstance(ids, list) else [ids]


def fields(macro: Macro, body: str, groups: Mapping[int, str], address: str) -> Fields:
    """Return what a macro says.

    Args:
        macro: as the API gives it.
        body: its comment, once dynamic content is resolved.
        groups: names of the account's groups.
        address: of the account.
    """
    _, markup, channel = text(macro)
    *folder, title = [part.strip() for part in macro["title"].split("::")]
    kept = [
        kept_action(action["field"], _named(action, groups))
        for action in actions_of(macro)
        if action.get("field") not in {*TEXTS, _MODE}
    ]
    return {
        "kind": Kind.REPLY,
        "title": title or macro["title"],
        "body": body,
        "body_format": markup,
        "url": f"{address}/admin/workspaces/agent-workspace/macros/{macro['id']}",
        "groups": _groups(macro, groups),
        "folder": "::".join(filter(None, folder)) or None,
        "placeholder_syntax": "zendesk",
        "created_at": read_moment(macro.get("created_at")),
        "updated_at": read_moment(macro.get("updated_at")),
        "images": pictures(body, address) if markup is BodyFormat.HTML else (),
        "extra": extra(
            kept,
            description=macro.get("description"),
            channel="" if channel == _EVERYWHERE else channel.removeprefix("channel:"),
            usage_7d=macro.get("usage_7d"),
            usage_30d=macro.get("usage_30d"),
        ),
    }


def _named(action: dict[str, Any], groups: Mapping[int, str]) -> Any:
    """Return the value of an action; the id of a group becomes its name."""
    value = action.get("value")
    if action["field"] != "group_id" or not str(value).isdecimal():
        return value
    return groups.get(int(str(value)), value)


def audience(macro: Macro) -> Audience | None:
    """Return whether the comment is for customers; `None` where the agent's editor decides."""
    for action in actions_of(macro):
        if action.get("field") == _MODE:
            return Audience.PUBLIC if str(action.get("value")).lower() == "true" else Audience.INTERNAL
    return None


def _groups(macro: Macro, groups: Mapping[int, str]) -> tuple[str, ...]:
    """Return who may see a macro. A group whose name is not known still keeps everybody else out."""
    return tuple(groups.get(id_) or f"Zendesk group {id_}" for id_ in group_ids(macro))
