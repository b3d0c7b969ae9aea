"""What an admin typed into the form of a source, and what is wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sidecar.web.admin.gate import Visit
from sidecar.web.admin.schema_form import Field, config_of, missing, with_errors, with_typed
from sidecar.web.catalogue import HIDDEN, connector_class, validated_config
from sidecar.web.errors import ApiError, Detail

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: `config` with secrets that were left alone as `HIDDEN`, `error` of the name."""

    name: str
    config: dict[str, Any]
    fields: tuple[Field, ...]
    name_error: str = ""

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.name_error and not any(field.error for field in self.fields)


async def read_typed(
    visit: Visit,
    type_id: str,
    fields: Sequence[Field],
    stored: Mapping[str, Any] | None = None,
    taken: Sequence[str] = (),
) -> Typed:
    """Return what was typed, each field with what is wrong with it.

    Args:
        visit: of the form that was sent.
        type_id: the kind of source.
        fields: its empty form; of a source that is there, with the secrets it has.
        stored: the configuration of a source that is there.
        taken: names that other sources have.
    """
    form = await visit.form()
    _ = visit.told.gettext
    shown = with_typed(fields, form)
    config = config_of(fields, form)
    errors = [
        Detail(field=f"config.{field.name}", message=_("Fill this in.")) for field in missing(fields, config)
    ]
    if not errors:
        errors = await asyncio.to_thread(_faults, type_id, {**(stored or {}), **_without_hidden(config)})
    name = form.get("name", "").strip()
    name_error = ""
    if not name:
        name_error = _("Give the source a name.")
    elif len(name) > LONGEST_NAME:
        name_error = _("Choose a shorter name: at most 200 characters.")
    elif name in taken:
        name_error = _("Another source has this name. Choose another one.")
    return Typed(name, config, with_errors(shown, errors), name_error)


def _without_hidden(config: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in config.items() if value != HIDDEN}


def _faults(type_id: str, config: Mapping[str, Any]) -> list[Detail]:
    try:
        validated_config(connector_class(type_id).manifest.config_model, config)
    except ApiError as error:
        return error.details
    return []
