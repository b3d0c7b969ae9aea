"""The settings of a source that is there: shown without its secrets, tested, changed."""

from __future__ import annotations

import asyncio

from aiohttp import web

from connectors.contract import CheckReport
from sidecar.knowledge import sources
from sidecar.knowledge.sources import SourceRow
from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.admin.kinds import kinds_of
from sidecar.web.admin.schema_form import Field, fields_of, with_values
from sidecar.web.admin.sources.lines import Line, line_of
from sidecar.web.admin.sources.typed import Typed, fault_of_field, read_typed, without_hidden
from sidecar.web.api.sources import changed
from sidecar.web.catalogue import connector_class
from sidecar.web.errors import not_found
from sidecar.web.wire.sources import SourcePatch


async def form(visit: Visit) -> web.Response:
    """Show the settings of a source."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    fields = await _fields(visit, row)
    return _shown(visit, line, Typed(row.name, {}, fields), None, 200)


async def test(visit: Visit) -> web.Response:
    """Find out whether the source could be read with what was typed; change nothing."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    typed = await _typed(visit, row)
    report = await _report(visit, row, typed) if typed.valid else None
    return _shown(visit, line, typed, report, 200)


async def field(visit: Visit) -> web.Response:
    """Say what is wrong with one field that was just changed, if anything is."""
    row, _ = await line_of(visit, visit.request.match_info["id"])
    return await fault_of_field(visit, await _typed(visit, row))


async def change(visit: Visit) -> web.Response:
    """Store the settings, if the source can be read with them."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    typed = await _typed(visit, row)
    if not typed.valid:
        return _shown(visit, line, typed, None, 422)
    report = await _report(visit, row, typed)
    if not report.ok and (await visit.form()).get("despite") != "yes":
        return _shown(visit, line, typed, report, 422)
    await changed(visit.services, row, SourcePatch(name=typed.name, config=typed.config, check=False))
    return see_other(f"/sources/{row.id}?done=changed")


async def _fields(visit: Visit, row: SourceRow) -> tuple[Field, ...]:
    kind = (await kinds_of(visit)).get(row.type)
    if kind is None or kind.error is not None:
        raise not_found("kind of source")
    return with_values(fields_of(kind.settings), row.config)


async def _typed(visit: Visit, row: SourceRow) -> Typed:
    taken = [
        name
        for source, name in (await visit.services.database.read(sources.names)).items()
        if source != row.id
    ]
    return await read_typed(visit, row.type, await _fields(visit, row), row.config, taken, row.name)


async def _report(visit: Visit, row: SourceRow, typed: Typed) -> CheckReport:
    connector = await asyncio.to_thread(connector_class, row.type)
    config = row.config | without_hidden(typed.config)
    return await visit.services.syncing.check(connector, config, row.id, row.name)


def _shown(visit: Visit, line: Line, typed: Typed, report: CheckReport | None, status: int) -> web.Response:
    return visit.show(
        "sources/form.html" if visit.in_place else "sources/settings.html",
        status=status,
        line=line,
        source=line.source,
        kind=None,
        **typed.shown(report),
    )
