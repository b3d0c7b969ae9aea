"""Adding a source: the gallery of kinds, the form of one, its test, and the first run."""

from __future__ import annotations

import asyncio

from aiohttp import web

from connectors.contract import CheckReport
from sidecar.knowledge import sources
from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.admin.kinds import kinds_of
from sidecar.web.admin.schema_form import fields_of, with_values
from sidecar.web.admin.sources.typed import Typed, fault_of_field, read_typed
from sidecar.web.api.sources import added, started
from sidecar.web.catalogue import connector_class
from sidecar.web.errors import not_found
from sidecar.web.wire.sources import SourceIn, SourceTypeOut, SyncRequest


async def gallery(visit: Visit) -> web.Response:
    """Show every kind of source there is."""
    _ = visit.told.gettext
    kinds = sorted((await kinds_of(visit)).values(), key=lambda kind: _(kind.title).casefold())
    return visit.show("sources/gallery.html", kinds=kinds)


async def form(visit: Visit) -> web.Response:
    """Show the empty form of a kind of source."""
    kind = await _kind(visit)
    fields = with_values(fields_of(kind.settings), {})
    name = await _free_name(visit, visit.told.gettext(kind.title))
    return _shown(visit, kind, Typed(name, {}, fields), None, 200)


async def test(visit: Visit) -> web.Response:
    """Find out whether what was typed can be read; change nothing."""
    kind = await _kind(visit)
    typed = await _typed(visit, kind)
    report = await _report(visit, kind.id, typed) if typed.valid else None
    return _shown(visit, kind, typed, report, 200)


async def field(visit: Visit) -> web.Response:
    """Say what is wrong with one field that was just changed, if anything is."""
    return await fault_of_field(visit, await _typed(visit, await _kind(visit)))


async def add(visit: Visit) -> web.Response:
    """Add the source, if it can be read, and begin to read it."""
    kind = await _kind(visit)
    typed = await _typed(visit, kind)
    if not typed.valid:
        return _shown(visit, kind, typed, None, 422)
    despite = (await visit.form()).get("despite") == "yes"
    report = await _report(visit, kind.id, typed)
    if not report.ok and not despite:
        return _shown(visit, kind, typed, report, 422)
    source = await added(
        visit.services, SourceIn(type=kind.id, name=typed.name, config=typed.config, check=False)
    )
    row = await visit.services.database.read(sources.get, source.id)
    if row is not None:
        await started(visit.services, row, SyncRequest())
    return see_other(f"/sources/{source.id}?done=added")


async def _kind(visit: Visit) -> SourceTypeOut:
    kind = (await kinds_of(visit)).get(visit.request.match_info["type"])
    if kind is None or kind.error is not None:
        raise not_found("kind of source")
    return kind


async def _typed(visit: Visit, kind: SourceTypeOut) -> Typed:
    taken = list((await visit.services.database.read(sources.names)).values())
    return await read_typed(visit, kind.id, with_values(fields_of(kind.settings), {}), taken=taken)


async def _report(visit: Visit, type_id: str, typed: Typed) -> CheckReport:
    connector = await asyncio.to_thread(connector_class, type_id)
    return await visit.services.syncing.check(connector, typed.config, name=typed.name)


def _shown(
    visit: Visit, kind: SourceTypeOut, typed: Typed, report: CheckReport | None, status: int
) -> web.Response:
    return visit.show(
        "sources/form.html" if visit.in_place else "sources/add.html",
        status=status,
        kind=kind,
        source=None,
        **typed.shown(report),
    )


async def _free_name(visit: Visit, title: str) -> str:
    taken = set((await visit.services.database.read(sources.names)).values())
    numbered = (f"{title} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (title, *numbered) if name not in taken)
