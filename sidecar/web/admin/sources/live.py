"""A run as it goes on, sent to the open page: server-sent events whose data are parts of the page."""

from __future__ import annotations

import contextlib

from aiohttp import web

from sidecar.web.admin.gate import Visit
from sidecar.web.admin.rendering import RENDERER
from sidecar.web.admin.sources.lines import line_of
from sidecar.web.errors import not_found
from sidecar.web.present_sources import run_out


async def live(visit: Visit) -> web.StreamResponse:
    """Send `run` whenever the run has moved, and `over` when it has ended."""
    row, line = await line_of(visit, visit.request.match_info["id"])
    run = visit.services.syncing.current(row.id)
    if run is None:
        raise not_found("run")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(visit.request)
    renderer = visit.request.app[RENDERER]
    # A page that was closed ends the stream; the run goes on.
    with contextlib.suppress(ConnectionError):
        async for state in visit.services.syncing.watch(run):
            part = renderer.render(
                "sources/run.html",
                visit.language,
                source=line.source,
                run=run_out(state),
            )
            await response.write(_event("over" if state.over else "run", part))
        await response.write_eof()
    return response


def _event(name: str, part: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in part.splitlines())
    return f"event: {name}\n{lines}\n".encode()
