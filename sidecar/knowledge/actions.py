"""What a macro does beside its text, as its source said it: kept and shown, never carried out."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from sidecar.knowledge.model import Action

#: Where connectors put them in a document's `extra`: objects with `field` and `value`.
KEY = "actions"
#: So many are shown, and so much of each: they come from a service, and may be anything.
_MOST, _LONGEST_FIELD, _LONGEST_VALUE = 20, 60, 300
_REMEMBERED = 1024
_ID = re.compile(r"[\s_-]ids?$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@functools.lru_cache(_REMEMBERED)
def unpack_actions(extra: str | None) -> tuple[Action, ...]:
    """Return the actions in what a source also said of an answer; what is no action is left out.

    Args:
        extra: as it is stored; `None` where no actions are in it.
    """
    if extra is None:
        return ()
    said = json.loads(extra)
    found = said.get(KEY) if isinstance(said, dict) else None
    items = found if isinstance(found, list) else []
    actions = (_action(item) for item in items if isinstance(item, dict))
    return tuple(action for action in actions if action is not None)[:_MOST]


def _action(item: dict[str, Any]) -> Action | None:
    field, value = _line(item.get("field"), _LONGEST_FIELD), _line(item.get("value"), _LONGEST_VALUE)
    return Action(field=field, label=label(field), value=value) if field else None


def label(field: str) -> str:
    """Return the name of a field of a service as people write it: `group_id` is `Group`."""
    words = " ".join(_ID.sub("", _CAMEL.sub(" ", field)).replace("_", " ").split()) or field
    return words[:1].upper() + words[1:]


def _line(value: object, longest: int) -> str:
    """Return a value on one line, cut where it is too long to be read beside others."""
    line = " ".join(str(value if value is not None else "").split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
