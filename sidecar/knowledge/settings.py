"""Settings of the team, kept in the database: what admins may change while the server runs."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from sidecar.knowledge.packed import pack
from sidecar.knowledge.schema import settings

DEFAULT_LANGUAGE = "default_language"
REVIEW_DAYS = "review_days"
LEARNING = "learning"
#: The most learned questions kept for one answer.
LEARNED_MOST = "learned_most"
#: How sure suggestions must be to be shown as such; unset, the one that was calibrated.
THRESHOLD = "threshold"
#: Groups of phrases that mean the same to the team; see `synonyms`.
SYNONYMS = "synonyms"
#: Helpdesk adapters that admins declared; see `helpdesks`.
HELPDESKS = "helpdesks"

#: What holds until somebody sets it. Days between reviews; learning from use; questions.
DEFAULTS: dict[str, Any] = {DEFAULT_LANGUAGE: "en", REVIEW_DAYS: 90, LEARNING: True, LEARNED_MOST: 300}


def read(conn: Connection, key: str, default: Any = None) -> Any:
    """Return a setting (any JSON value), else its default from `DEFAULTS`, else `default`."""
    packed = conn.execute(select(settings.c.value).where(settings.c.key == key)).scalar()
    return DEFAULTS.get(key, default) if packed is None else json.loads(packed)


def read_all(conn: Connection) -> dict[str, Any]:
    """Return all settings, defaults included."""
    stored = {row.key: json.loads(row.value) for row in conn.execute(select(settings))}
    return DEFAULTS | stored


def write(conn: Connection, key: str, value: Any) -> None:
    """Set a setting to any JSON value; `None` returns it to its default."""
    conn.execute(settings.delete().where(settings.c.key == key))
    if value is not None:
        conn.execute(settings.insert().values(key=key, value=pack(value)))
