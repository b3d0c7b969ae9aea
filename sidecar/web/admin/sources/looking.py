"""What a source would bring in, shown beside its form before anything is stored."""

from __future__ import annotations

from aiohttp import web

from sidecar.knowledge import sources
from sidecar.web.admin.gate import Visit
from sidecar.web.admin.kinds import kinds_of
from sidecar.web.admin.schema_form import fields_of, with_values
from sidecar.web.admin.sources.lines import line_of
from sidecar.web.admin.sources.typed import read_typed, without_hidden
from sidecar.web.api.runs import previewed
from sidecar.web.errors import not_found

#: How many documents are shown.
SHOWN = 10


async def of_new(visit: Visit) -> web.Response:
    """Show what a source with these settings would bring in."""
    kind = (await kinds_of(visit)).get(visit.request.match_info["type"])
    if kind is None or kind.error is not None:
        raise not_found("kind of source")
    taken = list((await visit.services.database.read(sources.names)).values())
    typed = await read_typed(visit, kind.id, with_values(fields_of(kind.settings), {}), taken=taken)
    found = None
    if typed.valid:
        found = await previewed(visit.services, kind.id, typed.name, typed.config, SHOWN)
    return _shown(visit, found)


async def of_source(visit: Visit) -> web.Response:
    """Show what a source would bring in with what was typed."""
    row, _ = await line_of(visit, visit.request.match_info["id"])
    kind = (await kinds_of(visit)).get(row.type)
    if kind is None or kind.error is not None:
        raise not_found("kind of source")
    fields = with_values(fields_of(kind.settings), row.config)
    typed = await read_typed(visit, row.type, fields, row.config, known_as=row.name)
    found = None
    if typed.valid:
        config = row.config | without_hidden(typed.config)
        found = await previewed(visit.services, row.type, row.name, config, SHOWN)
    return _shown(visit, found)


def _shown(visit: Visit, found: object) -> web.Response:
    template = "sources/preview.html" if visit.in_place else "sources/preview_page.html"
    return visit.show(template, found=found)
