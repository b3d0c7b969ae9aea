"""Macros: from what Gorgias says of them to replies.

A macro is a list of actions. `setResponseText` has the reply, `addInternalNote` a note for colleagues; a
macro that has neither is no answer. Source: developers.gorgias.com, "The Macro object", and its reference of
`GET /api/macros/{id}`. Of the actions it documents `setResponseText` and `addTags`; what is read of others
(a note's text, attachments) follows the form of these two.
"""

from __future__ import annotations

import re
from typing import Any

from connectors.contract import ParseFailed, Skipped
from connectors.hosted.actions import action as kept_action
from connectors.hosted.actions import extra
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Attachment, Audience, BodyFormat, Kind
from connectors.parsing.fields import language_tag, read_moment, web_address, words

Macro = dict[str, Any]

_REPLY = "setResponseText"
_NOTE = "addInternalNote"
_TAGS = "addTags"
_BODIES = ("body_html", "body_text")
_MARKUP = re.compile(r"<(?!img\b)[^>]*>|&nbsp;", re.IGNORECASE)


def left_out(macro: Macro) -> Skipped | None:
    """Return why a macro is none of the answers, if it is none."""
    reason = None
    if macro.get("archived_datetime"):
        reason = "The macro is archived."
    elif not _texts(macro):
        reason = "The macro has no reply: it has actions alone."
    return Skipped(str(macro["id"]), reason) if reason else None


def fields(macro: Macro, groups: tuple[str, ...], address: str) -> Fields:
    """Return what a macro says.

    Args:
        macro: as the API gives it.
        groups: who may see it, by the settings of the source.
        address: of the account.
    """
    if not str(macro.get("name") or "").strip():
        raise ParseFailed("The macro has no name: give it one.")
    text = _texts(macro)[0]
    html, plain = (str(_arguments(text).get(key) or "") for key in _BODIES)
    body = html if html.strip() else plain
    language = macro.get("language")
    kept = [_action(each) for each in _actions(macro) if each is not text]
    return {
        "kind": Kind.REPLY,
        "title": str(macro["name"]).strip(),
        "body": body,
        "body_format": BodyFormat.HTML if html.strip() else BodyFormat.TEXT,
        "url": f"{address}/app/settings/macros/{macro['id']}",
        "audience": Audience.PUBLIC if text["name"] == _REPLY else Audience.INTERNAL,
        "groups": groups,
        "language": language_tag(language) if language else None,
        "tags": _tags(macro),
        "placeholder_syntax": "gorgias",
        "created_at": read_moment(macro.get("created_datetime")),
        "updated_at": read_moment(macro.get("updated_datetime")),
        "attachments": _attachments(macro),
        "images": pictures(html, f"{address}/"),
        "extra": extra(
            kept,
            intent=macro.get("intent"),
            usage=macro.get("usage"),
            external_id=macro.get("external_id"),
        ),
    }


def _actions(macro: Macro) -> list[dict[str, Any]]:
    found = macro.get("actions")
    listed = found if isinstance(found, list) else []
    return [each for each in listed if isinstance(each, dict) and each.get("name")]


def _arguments(action: dict[str, Any]) -> dict[str, Any]:
    found = action.get("arguments")
    return found if isinstance(found, dict) else {}


def _texts(macro: Macro) -> list[dict[str, Any]]:
    """Return the actions that write something, the reply to the customer first."""
    written = [
        each
        for each in _actions(macro)
        if each["name"] in (_REPLY, _NOTE)
        and any(_MARKUP.sub("", str(_arguments(each).get(key) or "")).strip() for key in _BODIES)
    ]
    return sorted(written, key=lambda each: each["name"] != _REPLY)


def _tags(macro: Macro) -> tuple[str, ...]:
    """Return the tags a macro gives to a ticket: by these Gorgias itself finds macros, too."""
    given = [_arguments(each).get("tags") or () for each in _actions(macro) if each["name"] == _TAGS]
    return tuple(dict.fromkeys(tag for tags in given for tag in words(tags, ",")))


def _action(action: dict[str, Any]) -> dict[str, str]:
    """Return an action as it is kept: its name, and what it is given; of a text, the plain form."""
    given = {key: value for key, value in _arguments(action).items() if value not in (None, "", [], {})}
    if "body_text" in given:
        given.pop("body_html", None)
    if action["name"] == _TAGS:
        return kept_action(_TAGS, words(given.get("tags") or (), ","))
    if len(given) == 1 and not isinstance(value := next(iter(given.values())), (dict, list)):
        return kept_action(action["name"], value)
    return kept_action(action["name"], [f"{key}: {_short(value)}" for key, value in given.items()])


def _short(value: Any) -> str:
    """Return a value in one line: of an object its name, where it has one."""
    if isinstance(value, dict):
        return str(value.get("name") or value.get("id") or value)
    return ", ".join(map(_short, value)) if isinstance(value, list) else str(value)


def _attachments(macro: Macro) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for action in _actions(macro):
        for file in _arguments(action).get("attachments") or ():
            url = web_address(file.get("url")) if isinstance(file, dict) and file.get("url") else None
            if url:
                kind = str(file.get("content_type") or "") or None
                found.setdefault(url, Attachment(name=str(file.get("name") or url), url=url, media_type=kind))
    return tuple(found.values())
