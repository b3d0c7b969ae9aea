"""`/v1/sources/{id}/...`: the runs of a source, when it is read, and what waits for the admin's word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import answers, documents, runs, sources, verdicts
from sidecar.knowledge.model import Answer, Role
from sidecar.knowledge.runs import Ending
from sidecar.knowledge.sources import SourceRow
from sidecar.sync.schedule import Schedule
from sidecar.web.api.sources import services_and_source, shown_source, validated
from sidecar.web.catalogue import HIDDEN, connector_class
from sidecar.web.errors import ApiError, Code
from sidecar.web.keys import SERVICES, Services
from sidecar.web.present_sources import logged_run_out, preview_out, report_out, run_out
from sidecar.web.routing import Route, answer, read_body, read_optional_body, read_query
from sidecar.web.wire.base import Outgoing
from sidecar.web.wire.runs import (
    HeldApproval,
    HeldApproved,
    HeldList,
    HeldOut,
    HeldQuery,
    PreviewIn,
    PreviewOfSource,
    PreviewOut,
    RunDocumentOut,
    RunDocumentsOut,
    RunDocumentsQuery,
    RunList,
    RunQuery,
)
from sidecar.web.wire.sources import CheckReportOut, RunOut, SourceOut

_APPROVED = "It is not at the source any more; an admin approved the deletion."


async def list_runs(request: web.Request) -> web.Response:
    """List the runs of a source, newest first; the one in progress as it stands."""
    services, source = await services_and_source(request)
    query = read_query(request, RunQuery)
    logged = await services.database.read(runs.history, source.id, query.limit, query.before)
    shown = [logged_run_out(source, run) for run in logged]
    current = services.syncing.current(source.id)
    if shown and current is not None and not current.over and query.before is None and not current.waiting:
        shown[0] = run_out(current).model_copy(update={"number": shown[0].number})
    return answer(RunList(runs=shown))


async def get_run(request: web.Request) -> web.Response:
    """Answer one run from the log."""
    services, source = await services_and_source(request)
    return answer(logged_run_out(source, await _run(request, services, source)))


async def run_documents(request: web.Request) -> web.Response:
    """List what a run came to, document by document."""
    services, source = await services_and_source(request)
    run = await _run(request, services, source)
    query = read_query(request, RunDocumentsQuery)
    return answer(await services.database.read(documents_of_run, source, run.id, query))


async def set_schedule(request: web.Request) -> web.Response:
    """Say when a source is read by itself."""
    services, source = await services_and_source(request)
    row = await scheduled(services, source, await read_body(request, Schedule))
    return answer(await shown_source(services, row))


async def scheduled(services: Services, source: SourceRow, wanted: Schedule) -> SourceRow:
    """Say when a source is read by itself."""
    stored = wanted.model_dump(mode="json")
    row = await services.database.write(sources.set_schedule, source.id, stored)
    services.timetable_changed()
    return row


async def pause(request: web.Request) -> web.Response:
    """Stop a source's run and let it rest, over restarts too, until it is resumed."""
    services, source = await services_and_source(request)
    return answer(await shown_source(services, await paused(services, source)))


async def paused(services: Services, source: SourceRow) -> SourceRow:
    """Stop a source's run and let it rest."""
    row = await services.database.write(sources.set_paused, source.id, datetime.now(UTC))
    await services.syncing.end(source.id, Ending.PAUSED)
    return row


async def resume(request: web.Request) -> web.Response:
    """Let a paused source be read again; a run that was paused goes on where it was."""
    services, source = await services_and_source(request)
    return answer(await shown_source(services, await resumed(services, source)))


async def resumed(services: Services, source: SourceRow) -> SourceRow:
    """Let a paused source be read again; a run that was paused goes on."""
    row = await services.database.write(sources.set_paused, source.id, None)
    last = await services.database.read(runs.last, source.id)
    if last is not None and last.ending in (Ending.PAUSED, Ending.STOPPED, None):
        connector = await asyncio.to_thread(connector_class, source.type)
        services.syncing.start(row, connector)
    services.timetable_changed()
    return row


async def cancel(request: web.Request) -> web.Response:
    """End a source's run; what it has read stays."""
    services, source = await services_and_source(request)
    if not await services.syncing.end(source.id, Ending.CANCELLED):
        raise ApiError(Code.CONFLICT, "No run of this source is in progress: there is nothing to cancel.")
    return answer(await shown_source(services, source))


async def list_held(request: web.Request) -> web.Response:
    """List the deletions that were held for an admin."""
    services, source = await services_and_source(request)
    query = read_query(request, HeldQuery)
    return answer(await services.database.read(_held, source, query))


async def approve_held(request: web.Request) -> web.Response:
    """Carry out deletions that were held; their answers are gone at once."""
    services, source = await services_and_source(request)
    wanted = await read_optional_body(request, HeldApproval)
    return answer(HeldApproved(deleted=await approved(services, source, wanted.external_ids)))


async def approved(services: Services, source: SourceRow, external_ids: list[str] | None) -> int:
    """Carry out deletions that were held, all or some; returns how many answers are gone.

    Raises:
        ApiError: a run is in progress.
    """
    current = services.syncing.current(source.id)
    if current is not None and not current.over:
        raise ApiError(Code.CONFLICT, "A run is in progress. Approve the deletions after it has ended.")
    deleted = await services.database.write(_approve, source.id, external_ids, datetime.now(UTC))
    await services.caught_up()
    return deleted


async def check_settings(request: web.Request) -> web.Response:
    """Find out whether a source with these settings could be read; nothing is stored."""
    services = request.app[SERVICES]
    wanted = await read_body(request, PreviewIn)
    connector = await asyncio.to_thread(connector_class, wanted.type)
    await validated(services, connector, wanted.name, wanted.config)
    return answer(report_out(await services.syncing.check(connector, wanted.config, name=wanted.name)))


async def preview_settings(request: web.Request) -> web.Response:
    """Show the first documents a source with these settings would bring in; nothing is stored."""
    services = request.app[SERVICES]
    wanted = await read_body(request, PreviewIn)
    return answer(await previewed(services, wanted.type, wanted.name, wanted.config, wanted.limit))


async def preview_source(request: web.Request) -> web.Response:
    """Show the first documents of a source as they would come in anew; nothing is stored."""
    services, source = await services_and_source(request)
    wanted = await read_optional_body(request, PreviewOfSource)
    config = source.config | {key: value for key, value in wanted.config.items() if value != HIDDEN}
    return answer(await previewed(services, source.type, source.name, config, wanted.limit))


async def previewed(
    services: Services, type_id: str, name: str, config: dict[str, Any], limit: int
) -> PreviewOut:
    """Return the first documents of a source with these settings; nothing is stored.

    Raises:
        ApiError: the settings are not valid.
    """
    connector = await asyncio.to_thread(connector_class, type_id)
    await validated(services, connector, name, config)
    found = await services.syncing.host.preview(connector, name, config, limit)
    return await asyncio.to_thread(preview_out, found)


async def _run(request: web.Request, services: Services, source: SourceRow) -> runs.Run:
    number = request.match_info["number"]
    known = len(number) < 16 and number.isascii() and number.isdigit()  # noqa: PLR2004 - what the database can hold
    run = await services.database.read(runs.get, source.id, int(number)) if known else None
    if run is None:
        raise ApiError(Code.NOT_FOUND, "There is no such run of this source. List its runs to see them.")
    return run


def documents_of_run(
    conn: Connection, source: SourceRow, number: int, query: RunDocumentsQuery
) -> RunDocumentsOut:
    """Return what a run came to, document by document."""
    counts = verdicts.counts(conn, number)
    found = verdicts.of_run(conn, number, query.verdict, query.limit, query.offset)
    cards = _cards(conn, source.id, [item.external_id for item in found])
    return RunDocumentsOut(
        documents=[
            RunDocumentOut(
                external_id=item.external_id,
                verdict=item.outcome,
                reason=item.reason,
                answer_id=card.id if (card := cards.get(item.external_id)) else None,
                title=card.title if card else None,
            )
            for item in found
        ],
        counts=counts,
        total=sum(counts.values()) if query.verdict is None else counts.get(query.verdict, 0),
    )


def _held(conn: Connection, source: SourceRow, query: HeldQuery) -> HeldList:
    found = documents.missing(conn, source.id, query.limit, query.offset)
    cards = _cards(conn, source.id, [item.external_id for item in found])
    return HeldList(
        held=[
            HeldOut(
                external_id=item.external_id,
                since=item.since,
                answer_id=card.id if (card := cards.get(item.external_id)) else None,
                title=card.title if card else None,
            )
            for item in found
        ],
        total=source.counts.not_seen,
    )


def _cards(conn: Connection, source_id: str, external_ids: Iterable[str]) -> dict[str, Answer]:
    numbers = documents.answer_numbers(conn, source_id, external_ids)
    return {card.external_id: card for card in answers.cards(conn, numbers).values()}


def _approve(conn: Connection, source_id: str, external_ids: list[str] | None, now: datetime) -> int:
    held = [item.external_id for item in documents.missing(conn, source_id, limit=10_000_000)]
    meant = held if external_ids is None else [item for item in held if item in set(external_ids)]
    last = runs.last(conn, source_id)
    if last is not None:
        said = [
            verdicts.DocumentVerdict(external_id, verdicts.Outcome.DELETED, _APPROVED)
            for external_id in meant
        ]
        verdicts.record(conn, last.id, said)
        runs.set_held(conn, last.id, len(held) - len(meant))
    return answers.mark_gone(conn, source_id, meant, now)


_ID = "/v1/sources/{id}"


def _route(method: str, path: str, handler: Any, summary: str, returns: type[Outgoing], **more: Any) -> Route:
    return Route(method, path, handler, summary, role=Role.ADMIN, answer=returns, **more)


ROUTES = (
    _route("GET", f"{_ID}/runs", list_runs, "The runs of a source", RunList, query=RunQuery),
    _route("GET", f"{_ID}/runs/{{number}}", get_run, "One run of a source", RunOut),
    _route(
        "GET",
        f"{_ID}/runs/{{number}}/documents",
        run_documents,
        "What a run came to, document by document",
        RunDocumentsOut,
        query=RunDocumentsQuery,
    ),
    _route(
        "PUT", f"{_ID}/schedule", set_schedule, "When a source is read by itself", SourceOut, body=Schedule
    ),
    _route("POST", f"{_ID}/pause", pause, "Let a source rest", SourceOut),
    _route("POST", f"{_ID}/resume", resume, "Read a paused source again", SourceOut),
    _route("POST", f"{_ID}/cancel", cancel, "End a source's run", SourceOut),
    _route("GET", f"{_ID}/held", list_held, "Deletions that wait for an admin", HeldList, query=HeldQuery),
    _route(
        "POST",
        f"{_ID}/held/approve",
        approve_held,
        "Carry out deletions that were held",
        HeldApproved,
        body=HeldApproval,
        body_optional=True,
    ),
    _route(
        "POST",
        "/v1/sources/check",
        check_settings,
        "Whether a source with these settings could be read",
        CheckReportOut,
        body=PreviewIn,
    ),
    _route(
        "POST",
        "/v1/sources/preview",
        preview_settings,
        "What a source with these settings would bring in",
        PreviewOut,
        body=PreviewIn,
    ),
    _route(
        "POST",
        f"{_ID}/preview",
        preview_source,
        "What a source would bring in",
        PreviewOut,
        body=PreviewOfSource,
        body_optional=True,
    ),
)
