"""Espanso's variables: what is known is put into the text, what is to be asked for becomes a gap.

The types are those of https://espanso.org/docs/matches/extensions/ and https://espanso.org/docs/matches/forms/.
`script` and `shell` are never run: what they would give stands as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.model import BodyFormat
from connectors.snippets import fields
from connectors.snippets.nesting import Allowance

_VARIABLE = re.compile(r"\{\{\s*(\w+)(?:\.(\w+))?\s*\}\}")
_FORM_FIELD = re.compile(r"\[\[\s*([^\W\d][\w -]{0,60}?)\s*\]\]")
_DATE_CODES = re.compile(r"%[-_0]?[YCyGgmbBhdejaAwuUWVxDFvcs]")
_PROGRAMS = ("script", "shell")
_DEEPEST = 10


@dataclass(slots=True)
class Scope:
    """What a match's text may refer to. `not_run` collects the programs whose results stand as gaps."""

    variables: Mapping[str, Mapping[str, Any]]
    body_of: Callable[[str], str | None]
    markup: BodyFormat = BodyFormat.TEXT
    not_run: list[str] = field(default_factory=list)
    allowance: Allowance = field(default_factory=Allowance)

    def filled(self, text: str, inside: tuple[str, ...] = ()) -> str:
        """Return a text with its variables resolved, one inside the other."""
        return _VARIABLE.sub(lambda match: self._value(match, inside), text)

    def form(self, text: str, spec: Any) -> str:
        """Return a form's text with its fields as gaps."""
        named = spec if isinstance(spec, dict) else {}
        return _FORM_FIELD.sub(lambda match: self._field(match[1], named.get(match[1]), ()), text)

    def _value(self, match: re.Match[str], inside: tuple[str, ...]) -> str:
        name, part = match[1], match[2]
        variable = self.variables.get(name)
        if variable is None or name in inside or len(inside) == _DEEPEST:
            return match[0]
        said = variable.get("params")
        params: dict[str, Any] = said if isinstance(said, dict) else {}
        kind = str(variable.get("type", ""))
        inside = (*inside, name)
        if kind in ("echo", "match"):
            body = params.get("echo", "") if kind == "echo" else self.body_of(str(params.get("trigger", "")))
            known = body is not None and self.allowance.takes(str(body))
            return self.filled(str(body), inside) if known else match[0]
        if kind == "form":
            spec = params.get("fields")
            return self._field(part or name, spec.get(part) if isinstance(spec, dict) else None, inside)
        return self._gap(name, kind, params, inside)

    def _gap(self, name: str, kind: str, params: Mapping[str, Any], inside: tuple[str, ...]) -> str:
        if kind == "date":
            return self._date(name, params)
        if kind in ("choice", "random"):
            values = params.get("values", params.get("choices"))
            return fields.gap(fields.CHOICE, name, choices=self._choices(values, inside), markup=self.markup)
        if kind == "clipboard":
            return fields.gap(fields.LINES, name, markup=self.markup)
        if kind in _PROGRAMS:
            self.not_run.append(f"{kind}: {name}")
        return fields.gap(fields.TEXT, name, markup=self.markup)

    def _date(self, name: str, params: Mapping[str, Any]) -> str:
        form = str(params.get("format", "%Y"))
        kind = fields.DATE if _DATE_CODES.search(form) else fields.TEXT
        offset = str(params.get("offset", "")).strip()
        named = f"{name} ({int(offset) / 86400:+g} days)" if re.fullmatch(r"[+-]?\d+", offset) else name
        return fields.gap(kind, named, markup=self.markup)

    def _field(self, name: str, spec: Any, inside: tuple[str, ...]) -> str:
        said: dict[str, Any] = spec if isinstance(spec, dict) else {}
        default = str(said["default"]) if said.get("default") else None
        if said.get("type") in ("choice", "list"):
            choices = self._choices(said.get("values"), inside)
            first = [default] if default in choices else []
            return fields.gap(
                fields.CHOICE, name, choices=list(dict.fromkeys([*first, *choices])), markup=self.markup
            )
        lines = str(said.get("multiline", "")).casefold() == "true"
        kind = fields.LINES if lines else fields.TEXT
        return fields.gap(kind, name, default=default, markup=self.markup)

    def _choices(self, values: Any, inside: tuple[str, ...]) -> list[str]:
        """Return what may be chosen; where a program would say it, nothing."""
        if isinstance(values, str):
            values = self.filled(values, inside).splitlines()
        listed = values if isinstance(values, list) else []
        # Of a pair, the label is shown and the id is typed.
        texts = [
            str(each.get("id", each.get("label", ""))) if isinstance(each, dict) else str(each)
            for each in listed
        ]
        found = [self.filled(text, inside).strip() for text in texts if self.allowance.takes(text)]
        return [text for text in found if text]


def is_only_gaps(text: str) -> bool:
    """Whether a text says nothing beside its gaps."""
    return re.search(r"\w", re.sub(r"\{[^{}]*\}|\{\{[^{}]*\}\}", "", re.sub(r"<[^>]*>", "", text))) is None
