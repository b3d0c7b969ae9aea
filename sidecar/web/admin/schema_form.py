"""The form of a connector: fields from the JSON schema of its configuration, values from what was typed.

Understood are texts, paths, secrets, numbers, switches, choices and lists of texts, each also where nothing
is allowed. Whatever else a third party's schema has becomes a field for JSON. Beside the words of JSON
schema, two of `json_schema_extra` count: `multiline` (a long text) and `group` (the heading above a field).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sidecar.web.catalogue import HIDDEN
from sidecar.web.errors import Detail

Control = Literal["text", "secret", "number", "switch", "choice", "list", "long", "json"]

#: Stands before the names of a connector's fields, so that none can be taken for one of ours.
PREFIX = "config."


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values. `word` is what people read."""

    value: str
    word: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, as it stands: label, help, what is in it and what is wrong with it.

    `stored` says that a secret is set; what it is, no form shows.
    """

    name: str
    label: str
    help: str
    control: Control
    required: bool
    whole: bool = False
    default: Any = None
    choices: tuple[Choice, ...] = ()
    least: float | None = None
    most: float | None = None
    group: str = ""
    value: str = ""
    error: str = ""
    stored: bool = False

    @property
    def id(self) -> str:
        """Return what the field is called in the form."""
        return PREFIX + self.name


def fields_of(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields for a configuration, in the order of its model."""
    required = set(schema.get("required", ()))
    return tuple(
        _field(name, _resolved(given, schema), name in required)
        for name, given in schema.get("properties", {}).items()
    )


def with_values(fields: Sequence[Field], config: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return fields filled from a configuration, or with their defaults where it says nothing."""
    return tuple(_filled(field, config.get(field.name, field.default)) for field in fields)


def with_typed(fields: Sequence[Field], typed: Mapping[str, str]) -> tuple[Field, ...]:
    """Return fields with what was typed, for a form that is shown again."""
    return tuple(
        field
        if field.control == "secret"
        else replace(field, value=typed.get(field.id, "" if field.control != "switch" else "no"))
        for field in fields
    )


def with_errors(fields: Sequence[Field], details: Sequence[Detail]) -> tuple[Field, ...]:
    """Return fields with what is wrong with each; a detail's field is `config.NAME`, or deeper."""
    said: dict[str, str] = {}
    for detail in details:
        said.setdefault(detail.field.removeprefix(PREFIX).split(".")[0], detail.message)
    return tuple(replace(field, error=said.get(field.name, field.error)) for field in fields)


def missing(fields: Sequence[Field], config: Mapping[str, Any]) -> list[Field]:
    """Return the required fields that a configuration leaves empty.

    Secrets are not among them: they may come from the environment.
    """
    return [
        field
        for field in fields
        if field.required and field.control != "secret" and config.get(field.name) in (None, "", [])
    ]


def config_of(fields: Sequence[Field], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the configuration that was typed; for what was left empty, the default.

    A secret that was left empty stays as it is (`HIDDEN`) where there is one.
    """
    found: dict[str, Any] = {}
    for field in fields:
        value = _value(field, typed.get(field.id, ""))
        if value is not None:
            found[field.name] = value
        elif not field.required and field.control != "secret":
            found[field.name] = field.default
    return found


def _value(field: Field, typed: str) -> Any:
    text = typed.strip()
    match field.control:
        case "switch":
            return text == "yes"
        case "secret":
            return typed or (HIDDEN if field.stored else None)
        case "list":
            # An empty list may be meant where the default is none.
            return [line.strip() for line in text.splitlines() if line.strip()]
        case "number":
            return None if text == "" else _number(text)
        case "json":
            return None if text == "" else _json(text)
        case "text" | "long" | "choice":
            return text or None


def _number(text: str) -> float | int | str:
    """Return a number; what is none is left to the connector's model, which says so."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _resolved(given: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a property with what it refers to; of "something or nothing", the something.

    What the property says itself goes before what its type says in general.
    """
    parts = [
        part for part in [*given.get("allOf", ()), *given.get("anyOf", ())] if part.get("type") != "null"
    ]
    inner = parts[0] if len(parts) == 1 else {}
    if "$ref" in {**inner, **given}:
        name = {**inner, **given}["$ref"].rpartition("/")[2]
        general = schema.get("$defs", {}).get(name, {})
        inner = {key: value for key, value in general.items() if key not in {"description", "title"}}
    if len(parts) > 1:
        inner = {"type": "any"}
    return {**inner, **given}


def _field(name: str, given: Mapping[str, Any], required: bool) -> Field:
    control = _control(given)
    return Field(
        name=name,
        label=str(given.get("title") or name.replace("_", " ").capitalize()),
        help=str(given.get("description", "")),
        control=control,
        required=required,
        whole=given.get("type") == "integer",
        default=given.get("default"),
        choices=tuple(Choice(str(value), str(value)) for value in given.get("enum", ())),
        least=given.get("minimum", given.get("exclusiveMinimum")),
        most=given.get("maximum", given.get("exclusiveMaximum")),
        group=str(given.get("group", "")),
    )


def _control(given: Mapping[str, Any]) -> Control:
    if given.get("writeOnly"):
        return "secret"
    if "enum" in given:
        return "choice"
    kind = given.get("type")
    if kind == "array":
        return "list" if given.get("items", {}).get("type") == "string" else "json"
    if kind == "string":
        return "long" if given.get("multiline") else "text"
    simple: dict[str, Control] = {"integer": "number", "number": "number", "boolean": "switch"}
    return simple.get(str(kind), "json")


def _filled(field: Field, value: Any) -> Field:
    if field.control == "secret":
        return replace(field, stored=bool(value))
    return replace(field, value=_text(field.control, value))


def _text(control: Control, value: Any) -> str:
    if control == "switch":
        return "yes" if value else "no"
    if value is None:
        return ""
    if control == "list":
        return "\n".join(str(item) for item in value)
    if control == "json":
        return json.dumps(value, ensure_ascii=False, indent=2)
    return str(value)
