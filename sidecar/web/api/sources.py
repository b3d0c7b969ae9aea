"""`/v1/sources`: where knowledge comes from. Configured, checked, run and watched by admins."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from connectors.contract import CheckReport, ConfigInvalid, Connector, Outcome
from sidecar.knowledge import documents, sources
from sidecar.knowledge.model import Role
from sidecar.knowledge.sources import SourceRow
from sidecar.sync.vault import secret_keys
from sidecar.web.catalogue import HIDDEN, connector_class, source_types, validated_config
from sidecar.web.errors import ApiError, Code
from sidecar.web.keys import SERVICES, Services
from sidecar.web.present_sources import report_out, run_out, source_out
from sidecar.web.routing import Route, answer, read_body, read_optional_body
from sidecar.web.syncing import Run
from sidecar.web.wire.base import Done
from sidecar.web.wire.sources import (
    CheckReportOut,
    RunOut,
    SourceIn,
    SourceList,
    SourceOut,
    SourcePatch,
    SourceTypeList,
    SyncRequest,
)


async def list_types(_request: web.Request) -> web.Response:
    """List the kinds of sources this installation can read."""
    return answer(SourceTypeList(types=await asyncio.to_thread(source_types)))


async def list_sources(request: web.Request) -> web.Response:
    """List the configured sources with what came of their last run."""
    return answer(SourceList(sources=await all_sources(request.app[SERVICES])))


async def get_source(request: web.Request) -> web.Response:
    """Answer one source."""
    services, source = await services_and_source(request)
    return answer(await shown_source(services, source))


async def add_source(request: web.Request) -> web.Response:
    """Add a source, after checking that it can be read."""
    wanted = await read_body(request, SourceIn)
    return answer(await added(request.app[SERVICES], wanted), status=201)


async def added(services: Services, wanted: SourceIn) -> SourceOut:
    """Add a source and return it.

    Raises:
        ApiError: its settings are not valid, or it was checked and cannot be read.
    """
    connector = await asyncio.to_thread(connector_class, wanted.type)
    config = await validated(services, connector, wanted.name, wanted.config)
    if wanted.check:
        _refuse_if_failed(await services.syncing.check(connector, wanted.config, name=wanted.name))
    stored = await asyncio.to_thread(services.vault.put_away, config, wanted.config)
    row = await services.database.write(
        sources.add, name=wanted.name, type=wanted.type, config=stored, now=datetime.now(UTC)
    )
    services.timetable_changed()
    return await shown_source(services, row)


async def change_source(request: web.Request) -> web.Response:
    """Rename a source or change its settings; secrets that are sent back hidden stay as they are."""
    services, source = await services_and_source(request)
    wanted = await read_body(request, SourcePatch)
    return answer(await changed(services, source, wanted))


async def changed(services: Services, source: SourceRow, wanted: SourcePatch) -> SourceOut:
    """Change a source and return it.

    Raises:
        ApiError: its settings are not valid, or it was checked and cannot be read.
    """
    stored: dict[str, Any] | None = None
    if wanted.config is not None:
        news = {key: value for key, value in wanted.config.items() if value != HIDDEN}
        whole = source.config | news
        connector = await asyncio.to_thread(connector_class, source.type)
        config = await validated(services, connector, source.name, whole)
        if wanted.check:
            _refuse_if_failed(await services.syncing.check(connector, whole, source.id, source.name))
        stored = await asyncio.to_thread(services.vault.put_away, config, whole, source.config)
    row = await services.database.write(sources.update, source.id, name=wanted.name, config=stored)
    services.timetable_changed()
    return await shown_source(services, row)


async def remove_source(request: web.Request) -> web.Response:
    """Remove a source; none of its answers is suggested any more."""
    services, source = await services_and_source(request)
    await removed(services, source)
    return answer(Done())


async def removed(services: Services, source: SourceRow) -> None:
    """Remove a source; when this returns, none of its answers is suggested any more."""
    await services.syncing.end(source.id)
    await services.database.write(sources.remove, source.id, datetime.now(UTC))
    services.syncing.forget(source.id)
    await asyncio.to_thread(services.vault.discard, source.config)
    await services.syncing.host.forget(source.id)
    await services.caught_up()


async def check_source(request: web.Request) -> web.Response:
    """Find out whether a source can be read now; change nothing."""
    services, source = await services_and_source(request)
    connector = await asyncio.to_thread(connector_class, source.type)
    report = await services.syncing.check(connector, source.config, source.id, source.name)
    return answer(report_out(report))


async def sync_source(request: web.Request) -> web.Response:
    """Start a run, or return the one in progress."""
    services, source = await services_and_source(request)
    wanted = await read_optional_body(request, SyncRequest)
    return answer(run_out(await started(services, source, wanted)), status=202)


async def started(services: Services, source: SourceRow, wanted: SyncRequest) -> Run:
    """Start a run, or return the one in progress.

    Raises:
        ApiError: deletions are approved while a run is in progress.
    """
    running = services.syncing.current(source.id)
    if wanted.approve_deletions and running is not None and not running.over:
        raise ApiError(Code.CONFLICT, "A run is in progress. Approve the deletions after it has ended.")
    connector = await asyncio.to_thread(connector_class, source.type)
    return services.syncing.start(source, connector, approve_deletions=wanted.approve_deletions)


async def watch_source(request: web.Request) -> web.StreamResponse:
    """Send the run of a source as server-sent events: `progress` while it goes on, `done` at its end."""
    services, source = await services_and_source(request)
    run = services.syncing.current(source.id)
    if run is None:
        raise ApiError(Code.NOT_FOUND, "No run of this source since the server started. Start one first.")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    # Who looked on may leave before the end.
    with contextlib.suppress(ConnectionResetError):
        async for state in services.syncing.watch(run):
            name = "done" if state.over else "progress"
            await response.write(f"event: {name}\ndata: {run_out(state).model_dump_json()}\n\n".encode())
        await response.write_eof()
    return response


async def all_sources(services: Services) -> list[SourceOut]:
    """Return all sources as JSON shows them."""
    rows = await services.database.read(sources.list_all)
    secrets = await asyncio.to_thread(
        lambda: {type_: _secrets(type_) for type_ in {row.type for row in rows}}
    )
    return [await shown_source(services, row, secrets[row.type]) for row in rows]


async def services_and_source(request: web.Request) -> tuple[Services, SourceRow]:
    """Return the source an address names.

    Raises:
        ApiError: there is none.
    """
    services = request.app[SERVICES]
    row = await services.database.read(sources.get, request.match_info["id"])
    if row is None:
        raise ApiError(Code.NOT_FOUND, "There is no such source. `cuecard source list` names them.")
    return services, row


async def validated(
    services: Services, connector: type[Connector[Any]], name: str, config: dict[str, Any]
) -> BaseModel:
    """Return a source's settings in the connector's own model, with the secrets that are kept.

    Raises:
        ApiError: naming what is wrong.
    """
    model = connector.manifest.config_model
    try:
        whole = await asyncio.to_thread(services.vault.filled, name, model, config)
    except ConfigInvalid as error:
        raise ApiError(Code.INVALID_REQUEST, str(error)) from None
    return await asyncio.to_thread(validated_config, model, whole)


async def shown_source(
    services: Services, row: SourceRow, secrets: Collection[str] | None = None
) -> SourceOut:
    """Return a source as JSON shows it; `secrets` are the names of its settings that hide, if known."""
    failures = await services.database.read(documents.failures, row.id) if row.counts.failed else []
    if secrets is None:
        secrets = await asyncio.to_thread(_secrets, row.type)
    return source_out(row, services.syncing.current(row.id), failures, secrets)


def _secrets(type_id: str) -> Collection[str]:
    try:
        return secret_keys(connector_class(type_id).manifest.config_model)
    except ApiError:
        return ()


def _refuse_if_failed(report: CheckReport) -> None:
    failed = [check for check in report.checks if check.outcome is Outcome.FAILED]
    if failed:
        raise ApiError(
            Code.INVALID_REQUEST,
            " ".join(part for check in failed for part in (check.detail, check.remedy) if part),
        )


_ADMIN = Role.ADMIN

ROUTES = (
    Route("GET", "/v1/sources", list_sources, "All sources", role=_ADMIN, answer=SourceList),
    Route(
        "POST",
        "/v1/sources",
        add_source,
        "Add a source",
        role=_ADMIN,
        body=SourceIn,
        answer=SourceOut,
        status=201,
    ),
    Route("GET", "/v1/sources/types", list_types, "The kinds of sources", role=_ADMIN, answer=SourceTypeList),
    Route("GET", "/v1/sources/{id}", get_source, "One source, by id or name", role=_ADMIN, answer=SourceOut),
    Route(
        "PATCH",
        "/v1/sources/{id}",
        change_source,
        "Change a source",
        role=_ADMIN,
        body=SourcePatch,
        answer=SourceOut,
    ),
    Route("DELETE", "/v1/sources/{id}", remove_source, "Remove a source", role=_ADMIN, answer=Done),
    Route(
        "POST",
        "/v1/sources/{id}/check",
        check_source,
        "Whether a source can be read now",
        role=_ADMIN,
        answer=CheckReportOut,
    ),
    Route(
        "POST",
        "/v1/sources/{id}/sync",
        sync_source,
        "Run a source now",
        role=_ADMIN,
        body=SyncRequest,
        body_optional=True,
        answer=RunOut,
        status=202,
    ),
    Route(
        "GET",
        "/v1/sources/{id}/progress",
        watch_source,
        "The run of a source as server-sent events",
        role=_ADMIN,
        media_type="text/event-stream",
    ),
)
