"""What a macro does beside its text: kept with the answer and shown, never carried out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

#: The one place in `Document.extra` where actions stand, whatever the vendor calls them.
KEY = "actions"


def action(field: str, value: Any) -> dict[str, str]:
    """Return one action: which field of the ticket it sets, in the vendor's own word, and to what.

    Lists (tags) are written with commas.
    """
    written = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return {"field": field, "value": written}


def extra(actions: Iterable[dict[str, str]], **rest: Any) -> dict[str, Any]:
    """Return a document's `extra`: the actions, if any, and what else is worth keeping and is there."""
    kept = {name: value for name, value in rest.items() if value not in (None, "", [], {}, ())}
    found = list(actions)
    return {KEY: found, **kept} if found else kept
