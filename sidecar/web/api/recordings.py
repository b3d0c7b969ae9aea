"""`/v1/sources/{id}/record`: what a source and its service say to each other, scrubbed, to be sent in."""

from __future__ import annotations

import asyncio

from aiohttp import web

from connectors.contract import ConfigInvalid
from sidecar.knowledge.model import Role
from sidecar.suggest.scrub import scrub
from sidecar.sync.recording.model import Recording
from sidecar.sync.recording.running import record
from sidecar.sync.stopping import Stop
from sidecar.web.api.sources import services_and_source
from sidecar.web.catalogue import connector_class
from sidecar.web.errors import ApiError, Code
from sidecar.web.routing import Route, answer, read_optional_body
from sidecar.web.wire.sources import RecordIn

_LOOK_SECONDS = 1.0


async def record_source(request: web.Request) -> web.Response:
    """Run a source over its real connection, store nothing, and answer what was said."""
    services, source = await services_and_source(request)
    wanted = await read_optional_body(request, RecordIn)
    connector = await asyncio.to_thread(connector_class, source.type)
    stop = Stop()
    work = record(
        services.syncing.host,
        source.name,
        connector,
        source.config,
        requests=wanted.requests,
        clean=scrub if wanted.with_texts else None,
        stop=stop,
    )
    recording = asyncio.create_task(work, name=f"record {source.name}")
    while not (await asyncio.wait({recording}, timeout=_LOOK_SECONDS))[0]:
        if request.transport is None or request.transport.is_closing():
            stop.now()  # nobody waits for it any more
    try:
        return answer(recording.result())
    except ConfigInvalid as error:
        raise ApiError(Code.INVALID_REQUEST, str(error)) from None


ROUTES = (
    Route(
        "POST",
        "/v1/sources/{id}/record",
        record_source,
        "A scrubbed recording of what a source and its service say to each other",
        role=Role.ADMIN,
        body=RecordIn,
        body_optional=True,
        answer=Recording,
    ),
)
