"""All sources: how each stands, and the way to one more."""

from __future__ import annotations

from aiohttp import web

from sidecar.web.admin.gate import Visit, see_other
from sidecar.web.admin.sources.lines import all_lines, line_of, sorted_lines
from sidecar.web.api.sources import started
from sidecar.web.wire.sources import SyncRequest

SORTS = ("name", "kind", "answers", "failed", "fresh")


async def listing(visit: Visit) -> web.Response:
    """Show all sources, narrowed to what needs a person on request."""
    query = visit.request.query
    wanted = query.get("sort", "name")
    sort = wanted if wanted in SORTS else "name"
    lines = await all_lines(visit)
    only = query.get("only") == "attention"
    shown = [line for line in lines if line.needs_somebody] if only else lines
    return visit.show(
        "sources/list.html",
        lines=sorted_lines(shown, sort),
        total=len(lines),
        attention=sum(line.needs_somebody for line in lines),
        only=only,
        sort=sort,
        done=query.get("done"),
        running=any(line.source.running for line in lines),
    )


async def read_now(visit: Visit) -> web.Response:
    """Start a run over one source."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    if not line.ours:
        await started(visit.services, row, SyncRequest())
    here = (await visit.form()).get("back") == "list"
    return see_other("/sources" if here else f"/sources/{row.id}")


async def read_all(visit: Visit) -> web.Response:
    """Start a run over every source that is not being read."""
    for line in await all_lines(visit):
        if not line.ours and not line.source.running:
            row, _ = await line_of(visit, line.source.id)
            await started(visit.services, row, SyncRequest())
    return see_other("/sources")
