"""`/v1/status`: how the sidecar stands, and what to do where something is wrong."""

from __future__ import annotations

import asyncio
import os
import shutil

from aiohttp import web

from connectors.contract import Outcome
from sidecar import __version__
from sidecar.knowledge import changes, tokens
from sidecar.knowledge.model import Role
from sidecar.web.api import semantic
from sidecar.web.api.pairing import code_out
from sidecar.web.api.sources import all_sources
from sidecar.web.extension_folder import extension_folder
from sidecar.web.keys import SERVICES, Services
from sidecar.web.routing import Route, answer
from sidecar.web.wire.sources import CheckOut, RunState, SourceOut
from sidecar.web.wire.status import IndexOut, PairedOut, StatusOut

#: Below this much free space (in bytes) a sync may not fit any more.
LOW_SPACE = 200 * 1024 * 1024


async def status(request: web.Request) -> web.Response:
    """Answer how the sidecar stands."""
    return answer(await status_of(request.app[SERVICES]))


async def reindex(request: web.Request) -> web.Response:
    """Build the index anew from the database; suggestions go on with the old one meanwhile."""
    services = request.app[SERVICES]
    await services.indexer.rebuild()
    return answer((await status_of(services)).index)


async def status_of(services: Services, sources: list[SourceOut] | None = None) -> StatusOut:
    """Return how the sidecar stands; `sources` if they are known already."""
    if sources is None:
        sources = await all_sources(services)
    rows = await services.database.read(tokens.list_all)
    latest = await services.database.read(changes.latest_seq)
    offer = services.pairing.current()
    folder, checks = await asyncio.to_thread(_look_around, services)
    readiness = services.readiness
    state = services.indexer.state
    seq = min(state.position.answers, state.position.asked)
    index = IndexOut(
        ready=readiness.ready.is_set() and not state.building,
        seq=seq,
        behind=max(0, latest - seq),
        passages=state.counts.passages,
        asked=state.counts.asked,
        error=state.error,
    )
    checks += [_check_index(index), *(_check_source(source) for source in sources)]
    if not sources:
        checks.append(_failed_softly("sources", "There is no source yet.", "Add one: cuecard source types"))
    paired = [
        PairedOut(
            name=row.name,
            role=row.role,
            created_at=row.created_at,
            last_used_at=services.viewers.last_used.get(row.name),
        )
        for row in rows
    ]
    if not paired:
        checks.append(_failed_softly("browser", "No browser is paired yet.", "Show a code: cuecard pair"))
    return StatusOut(
        ok=all(check.outcome is not Outcome.FAILED for check in checks),
        version=__version__,
        started_at=readiness.started_at,
        data_dir=str(services.data_dir),
        database=services.database.engine.dialect.name,
        extension_dir=folder,
        answers=sum(source.counts.answers for source in sources),
        index=index,
        sources=sources,
        paired=paired,
        pairing=None if offer is None else code_out(services.pairing, offer),
        checks=checks,
    )


def _look_around(services: Services) -> tuple[str | None, list[CheckOut]]:
    folder = extension_folder()
    return None if folder is None else str(folder), [
        _check_data(services),
        _check_extension(folder is not None),
        semantic.check(services),
    ]


def _check_data(services: Services) -> CheckOut:
    folder = services.data_dir
    if not os.access(folder, os.W_OK):
        return _failed(
            "data", f"{folder} is not writable.", "Correct its permissions, or choose another --data-dir."
        )
    free = shutil.disk_usage(folder).free
    if free < LOW_SPACE:
        return _failed("data", f"Only {free // 2**20} MiB are free on the disk of {folder}.", "Make room.")
    return _passed("data", f"{folder} is writable; {free // 2**30} GiB free.")


def _check_extension(there: bool) -> CheckOut:
    if there:
        return _passed("extension", "The extension's folder is there: cuecard extension")
    return _failed("extension", "The extension's folder is missing.", "Install Cuecard again.")


def _check_index(index: IndexOut) -> CheckOut:
    if index.error:
        return _failed("index", index.error, "Run `cuecard reindex`; if that does not help, see the log.")
    if not index.ready:
        return CheckOut(
            name="index",
            outcome=Outcome.INDETERMINATE,
            detail="The index is being built.",
            remedy="Wait a little.",
        )
    return _passed("index", f"In step with the database (change {index.seq}, {index.behind} behind).")


def _check_source(source: SourceOut) -> CheckOut:
    name = f"source {source.name}"
    run = source.last_run
    if run is None:
        return _failed_softly(name, "Never synced.", f'Run: cuecard sync "{source.name}"')
    if run.state is RunState.FAILED:
        return _failed(name, run.error or "The last run failed.", f'Then run: cuecard sync "{source.name}"')
    if run.state is RunState.INTERRUPTED:
        return _failed_softly(name, "The last run was interrupted.", f'Run: cuecard sync "{source.name}"')
    if run.held:
        return _failed_softly(
            name,
            f"{run.held} deletions wait for your approval.",
            f'Look at the source; if it is right: cuecard sync "{source.name}" --approve-deletions',
        )
    if source.counts.failed:
        return _failed_softly(
            name,
            f"Documents that cannot be read: {source.counts.failed}.",
            f'The reasons: cuecard sync "{source.name}"',
        )
    return _passed(name, f"{source.counts.answers} answers.")


def _passed(name: str, detail: str) -> CheckOut:
    return CheckOut(name=name, outcome=Outcome.PASSED, detail=detail, remedy="")


def _failed(name: str, detail: str, remedy: str) -> CheckOut:
    return CheckOut(name=name, outcome=Outcome.FAILED, detail=detail, remedy=remedy)


def _failed_softly(name: str, detail: str, remedy: str) -> CheckOut:
    """Something to do that is no fault: it does not make the whole fail."""
    return CheckOut(name=name, outcome=Outcome.INDETERMINATE, detail=detail, remedy=remedy)


ROUTES = (
    Route("GET", "/v1/status", status, "How the sidecar stands", role=Role.ADMIN, answer=StatusOut),
    Route("POST", "/v1/reindex", reindex, "Build the index anew", role=Role.ADMIN, answer=IndexOut),
)
