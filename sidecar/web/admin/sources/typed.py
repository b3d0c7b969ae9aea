"""What an admin typed into the form of a source, and what is wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from connectors.contract import CheckReport
from sidecar.web.admin.gate import Visit
from sidecar.web.admin.schema_form import Field, config_of, missing, with_errors, with_typed
from sidecar.web.api.sources import validated
from sidecar.web.catalogue import HIDDEN, connector_class
from sidecar.web.errors import ApiError, Detail
from sidecar.web.present_sources import report_out

LONGEST_NAME = 200

#: What pydantic says of a setting that is not there.
_NOT_THERE = "Field required"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: `config` with secrets that were left alone as `HIDDEN`.

    `fault` is what is wrong with the settings as a whole.
    """

    name: str
    config: dict[str, Any]
    fields: tuple[Field, ...]
    name_error: str = ""
    fault: str = ""

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.name_error and not self.fault and not any(field.error for field in self.fields)

    def shown(self, report: CheckReport | None) -> dict[str, Any]:
        """Return what the form of a source shows, with what its test found."""
        return {
            "fields": self.fields,
            "name": self.name,
            "name_error": self.name_error,
            "fault": self.fault,
            "report": None if report is None else report_out(report),
        }


async def read_typed(
    visit: Visit,
    type_id: str,
    fields: Sequence[Field],
    stored: Mapping[str, Any] | None = None,
    taken: Sequence[str] = (),
    known_as: str | None = None,
) -> Typed:
    """Return what was typed, each field with what is wrong with it.

    Args:
        visit: of the form that was sent.
        type_id: the kind of source.
        fields: its empty form; of a source that is there, with the secrets it has.
        stored: the configuration of a source that is there.
        taken: names that other sources have.
        known_as: what a source that is there is called until now; its secrets are kept under that name.
    """
    form = await visit.form()
    _ = visit.told.gettext
    name = form.get("name", "").strip()
    shown = with_typed(fields, form)
    config = config_of(fields, form)
    # What is said first of a field is what stands beside it.
    errors = [
        Detail(field=f"config.{field.name}", message=_("Fill this in.")) for field in missing(fields, config)
    ]
    errors += await _faults(visit, type_id, known_as or name, {**(stored or {}), **without_hidden(config)})
    name_error = ""
    if not name:
        name_error = _("Give the source a name.")
    elif len(name) > LONGEST_NAME:
        name_error = _("Choose a shorter name: at most 200 characters.")
    elif name in taken:
        name_error = _("Another source has this name. Choose another one.")
    named = {field.name for field in fields}
    general = [
        detail.message for detail in errors if detail.field.removeprefix("config.").split(".")[0] not in named
    ]
    worded = tuple(
        replace(field, error=_of_number(field, _)) if field.error and field.control == "number" else field
        for field in with_errors(shown, errors)
    )
    return Typed(name, config, worded, name_error, " ".join(general))


def _of_number(field: Field, _: Callable[[str], str]) -> str:
    """Say which numbers a field takes."""
    what = _("Give a whole number.") if field.whole else _("Give a number.")
    if field.least is not None and field.most is not None:
        limits = _("From %(least)s to %(most)s.") % {"least": f"{field.least:g}", "most": f"{field.most:g}"}
    elif field.least is not None:
        limits = _("At least %(least)s.") % {"least": f"{field.least:g}"}
    else:
        limits = ""
    return f"{what} {limits}".strip()


async def fault_of_field(visit: Visit, typed: Typed) -> web.Response:
    """Return what is wrong with the field that the form names, to be put beside it."""
    wanted = (await visit.form()).get("field", "")
    faults = {"name": typed.name_error} | {field.id: field.error for field in typed.fields}
    return visit.show("sources/fault.html", error=faults.get(wanted, ""))


def without_hidden(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, without the secrets that were left alone."""
    return {key: value for key, value in config.items() if value != HIDDEN}


async def _faults(visit: Visit, type_id: str, name: str, config: dict[str, Any]) -> list[Detail]:
    connector = await asyncio.to_thread(connector_class, type_id)
    try:
        await validated(visit.services, connector, name, config)
    except ApiError as error:
        return [
            Detail(field=detail.field, message=visit.told.gettext("Fill this in."))
            if detail.message == _NOT_THERE
            else detail
            for detail in error.details
        ] or [Detail(field="config", message=error.message)]
    return []
