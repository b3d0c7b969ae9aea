"""What stands in the cells of a table: for whom an answer is, yes and no, the levels of a folder."""

from __future__ import annotations

import re

from connectors.contract import ParseFailed
from connectors.model import Audience
from connectors.parsing.fields import is_absent, plain_key

_PUBLIC = frozenset(["public", "external", "extern", "externe", "customer", "customers", "customer-facing"])
_PUBLIC |= {"öffentlich", "publico", "público", "publique"}
_INTERNAL = frozenset(["internal", "internal only", "intern", "interne", "interno", "private", "privat"])
_INTERNAL |= {"privado", "privé", "agent", "agents", "agents only", "staff"}
_YES = frozenset(["true", "yes", "1", "y", "x", "ja", "oui", "sí", "si"])
_NO = frozenset(["false", "no", "0", "n", "nein", "non"])
#: Between the levels of a folder, as systems write paths.
_LEVELS = re.compile(r"\s*::\s*|\s+[>»]\s+")


def audience(column: str, written: str) -> Audience | None:
    """Return for whom an answer is; `None` if the cell is empty.

    Yes and no are understood where the column's name asks for them (`Public?`, `Internal`).

    Raises:
        ParseFailed: for words that must not be guessed at.
    """
    if is_absent(written):
        return None
    said = " ".join(written.casefold().replace("_", " ").split())
    if said in _PUBLIC:
        return Audience.PUBLIC
    if said in _INTERNAL:
        return Audience.INTERNAL
    if said == Audience.UNKNOWN:
        return Audience.UNKNOWN
    asked = re.split(r"[^\w]+|_", plain_key(column))
    if said in _YES | _NO and not _PUBLIC.isdisjoint(asked):
        return Audience.PUBLIC if said in _YES else Audience.INTERNAL
    if said in _YES | _NO and not _INTERNAL.isdisjoint(asked):
        return Audience.INTERNAL if said in _YES else Audience.PUBLIC
    raise ParseFailed(f"{column}: '{written}' says neither public nor internal: write one of these words.")


def yes(written: str | None) -> bool:
    """Whether a cell says yes."""
    return (written or "").strip().casefold() in _YES


def folder(*levels: str) -> str | None:
    """Return a folder's path of the cells that name its levels, or the path in one of them."""
    parts = [part for level in levels if not is_absent(level) for part in _LEVELS.split(level.strip())]
    return "::".join(part for part in parts if part) or None
