"""Whether a form for the admin can be made of a configuration's JSON schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = {"string", "integer", "number", "boolean"}


def faults(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a form could not show: a setting without label or help, or of a kind no field is for."""
    defined = schema.get("$defs", {})
    for name, field in schema.get("properties", {}).items():
        if not str(field.get("title") or _definition(field, defined).get("title", "")).strip():
            yield f"{name} has no title: give its Field one."
        if not str(field.get("description", "")).strip():
            yield f"{name} has no description: give its Field one."
        if not _is_shown(field, defined):
            yield f"{name} is of no kind a form has a field for: use text, numbers, choices or lists of them."
    for name in schema.get("required", ()):
        if name not in schema.get("properties", {}):
            yield f"{name} is required and not there."


def _definition(field: Mapping[str, Any], defined: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a field refers to; its title stands there alone if it is the same."""
    found: Mapping[str, Any] = defined.get(str(field.get("$ref", "")).rpartition("/")[2], {})
    return found


def _is_shown(field: Mapping[str, Any], defined: Mapping[str, Any]) -> bool:
    if "$ref" in field:
        return _is_shown(_definition(field, defined), defined)
    if parts := field.get("anyOf") or field.get("allOf"):
        real = [part for part in parts if part.get("type") != "null"]
        return len(real) == 1 and _is_shown(real[0], defined)
    if "enum" in field or "const" in field:
        return True
    if field.get("type") == "array":
        return _is_shown(field.get("items", {}), defined)
    return field.get("type") in _PLAIN
