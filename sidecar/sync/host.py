"""Runs connectors: from a source's configuration to the summary of the run."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from connectors.contract import (
    Check,
    CheckReport,
    ConfigInvalid,
    Connector,
    ConnectorError,
    Event,
    Failure,
    Outcome,
    Progress,
    Skipped,
)
from connectors.http import RequestFailed
from sidecar.knowledge import documents, runs, settings, sources
from sidecar.knowledge.database import Database
from sidecar.knowledge.errors import KnowledgeError, NotFound
from sidecar.knowledge.runs import Ending, StartedBy
from sidecar.knowledge.sources import SourceRow
from sidecar.sync.context import HostContext, Tools, redactor
from sidecar.sync.http.carrier import Carrier
from sidecar.sync.http.waiting import HASTY, Patience
from sidecar.sync.preview import Preview, preview
from sidecar.sync.progress import Pace, RunProgress
from sidecar.sync.sandbox import Limits, Sandbox
from sidecar.sync.session import ConnectorBroken, Session, Start
from sidecar.sync.stopping import SENTENCES, Stop, stopping_on
from sidecar.sync.storage import Storage
from sidecar.sync.summary import Summary
from sidecar.sync.vault import Vault
from sidecar.sync.writing import Pass

log = logging.getLogger("cuecard.sync")

#: How long a check may take.
CHECK_SECONDS = 30.0
#: After so many events without a pause, others get their turn in the event loop.
_TURN = 200


class AlreadyRunning(Exception):  # noqa: N818 - named for what it says
    """There is a run over this source already."""


class Host:
    """Runs the connectors of one installation, one run per source at a time. Close it when done.

    `on_batch` is called when documents were stored, `on_end` when a run has ended, both in the event loop.
    """

    def __init__(
        self,
        database: Database,
        *,
        on_batch: Callable[[], object] | None = None,
        on_end: Callable[[], object] | None = None,
        vault: Vault | None = None,
        storage: Storage | None = None,
        limits: Limits | None = None,
        patience: Patience | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._on_batch = on_batch
        self._on_end = on_end
        self._vault = vault
        self._clock = clock
        self._patience = patience
        self._tools = Tools(Sandbox(limits), storage=storage or Storage())
        self._running: set[str] = set()

    async def run(
        self,
        source: SourceRow,
        connector_class: type[Connector[Any]],
        *,
        on_progress: Callable[[RunProgress], None] | None = None,
        approve_deletions: bool = False,
        stop: Stop | None = None,
        started_by: StartedBy = StartedBy.PERSON,
    ) -> Summary:
        """Run a connector over its source and store what it finds.

        Whatever the connector raises becomes the summary's `error`; what was stored before and until then is
        kept.

        Args:
            source: as stored, with its configuration.
            connector_class: the connector of its type.
            on_progress: told now and then how far the run is; called in the event loop.
            approve_deletions: whether to delete what a suspiciously large sweep would hold.
            stop: to end the run before its time, in order.
            started_by: for the log.

        Raises:
            AlreadyRunning: if a run over this source is under way.
            KnowledgeError: if the database cannot be read or written.
        """
        if source.id in self._running:
            raise AlreadyRunning(f"'{source.name}' is being synced already: wait for that run to end.")
        self._running.add(source.id)
        try:
            begin = (source.id, self._clock(), approve_deletions, started_by)
            start = await self._database.write(_begin, *begin)
            session = Session(self._database, start, Pace(on_progress), self._on_batch)
            return await self._run(session, source, connector_class, stop)
        finally:
            self._running.discard(source.id)

    async def check(
        self,
        connector_class: type[Connector[Any]],
        config: Mapping[str, Any],
        source_id: str | None = None,
        name: str = "",
    ) -> CheckReport:
        """Ask a connector whether its source can be read; if it raises or hangs, that is the finding.

        Args:
            connector_class: the connector of the source's type.
            config: as stored, or as entered.
            source_id: of a source that there is already.
            name: how the source is called, for its secrets in the environment.
        """
        try:
            model = await asyncio.to_thread(self._validated, connector_class, name, config)
        except ConfigInvalid as error:
            return CheckReport(
                (Check("configuration", Outcome.FAILED, str(error), "Correct the configuration."),)
            )
        redact = redactor(model)
        known = await self._database.read(documents.fingerprints, source_id) if source_id else {}
        context = HostContext(known, self._tools, model, "check", self._patience or HASTY, source_id)
        try:
            async with contextlib.aclosing(context), asyncio.timeout(CHECK_SECONDS):
                return _redacted(await connector_class(model, context).check(), redact)
        except TimeoutError:
            detail = f"There was no answer within {CHECK_SECONDS:g} seconds."
            return CheckReport((Check("source", Outcome.INDETERMINATE, detail, "Try again later."),))
        except RequestFailed as error:
            return _redacted(CheckReport((error.check("source"),)), redact)
        except ConnectorError as error:
            return CheckReport((Check("source", Outcome.FAILED, redact(str(error))),))
        except Exception as error:  # noqa: BLE001 - third-party code
            return CheckReport((Check("source", Outcome.INDETERMINATE, mishap(error, redact), "Update it."),))

    async def preview(
        self, connector_class: type[Connector[Any]], name: str, config: Mapping[str, Any], limit: int
    ) -> Preview:
        """Read the first documents of a source without storing anything; see `sidecar.sync.preview`."""
        try:
            model = await asyncio.to_thread(self._validated, connector_class, name, config)
        except ConfigInvalid as error:
            return Preview(error=str(error))
        redact = redactor(model)
        async with contextlib.aclosing(HostContext({}, self._tools, model, name, HASTY)) as context:
            try:
                found = await preview(connector_class(model, context).pull(None), limit)
            except Exception as error:  # noqa: BLE001 - third-party code may raise anything
                found = Preview(error=mishap(error, redact))
        if found.error:
            found.error = redact(found.error)
        found.failed = {key: replace(item, reason=redact(item.reason)) for key, item in found.failed.items()}
        found.skipped = {
            key: replace(item, reason=redact(item.reason)) for key, item in found.skipped.items()
        }
        return found

    @contextlib.asynccontextmanager
    async def opened(
        self,
        connector_class: type[Connector[Any]],
        name: str,
        config: Mapping[str, Any],
        through: Callable[[Carrier], Carrier],
    ) -> AsyncIterator[tuple[Connector[Any], BaseModel]]:
        """Give a source's connector outside of a run, and its settings; no document is known to it.

        Args:
            connector_class: the connector of the source's type.
            name: of the source.
            config: as stored.
            through: what its requests go through on their way to the network.

        Raises:
            ConfigInvalid: the settings are not valid.
        """
        model = await asyncio.to_thread(self._validated, connector_class, name, config)
        context = HostContext({}, self._tools, model, name, self._patience, through=through)
        async with contextlib.aclosing(context):
            yield connector_class(model, context), model

    async def watched(self, source: SourceRow, connector_class: type[Connector[Any]]) -> tuple[Path, ...]:
        """Return the places of this machine whose change means that a source changed.

        Raises:
            ConfigInvalid: the source's configuration cannot be read.
        """
        config = await asyncio.to_thread(self._validated, connector_class, source.name, source.config)
        return connector_class(config, HostContext({}, self._tools, config, source.name)).watched()

    async def forget(self, source_id: str) -> None:
        """Remove what a source kept beside its documents."""
        await asyncio.to_thread(self._tools.storage.remove, source_id)

    async def close(self) -> None:
        """End the guarded process."""
        await self._tools.sandbox.close()
        await asyncio.to_thread(self._tools.storage.close)

    async def _run(
        self,
        session: Session,
        source: SourceRow,
        connector_class: type[Connector[Any]],
        stop: Stop | None,
    ) -> Summary:
        ending: Ending | None = None
        try:
            with stopping_on(stop):
                error = await self._pull(session, source, connector_class)
        except asyncio.CancelledError:
            if stop is None or not stop.asked:
                await asyncio.shield(self._end(session, SENTENCES[Ending.STOPPED], Ending.STOPPED))
                raise
            ending, error = stop.ending, SENTENCES[stop.ending]
        return await self._end(session, error, ending)

    async def _pull(
        self, session: Session, source: SourceRow, connector_class: type[Connector[Any]]
    ) -> str | None:
        """Feed what the connector yields to the session; return why it ended early, if it did."""
        redact: Callable[[str], str] = str
        try:
            config = await asyncio.to_thread(self._validated, connector_class, source.name, source.config)
            redact = redactor(config)
            async with contextlib.aclosing(
                HostContext(session.start.known, self._tools, config, source.name, self._patience, source.id)
            ) as context:
                await _drain(session, connector_class(config, context).pull(session.start.cursor), redact)
        except KnowledgeError:
            raise
        except (ConnectorError, ConnectorBroken) as error:
            return redact(str(error))
        except asyncio.CancelledError as error:
            if _is_cancelled():
                raise
            return mishap(error, redact)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - third-party code may raise anything
            log.warning("The connector of '%s' failed: %s", source.name, mishap(error, redact))
            return mishap(error, redact)
        return None

    def _validated(
        self, connector_class: type[Connector[Any]], name: str, config: Mapping[str, Any]
    ) -> BaseModel:
        """Return a source's configuration with its secrets, in the connector's own model."""
        model = connector_class.manifest.config_model
        return validate(connector_class, self._vault.filled(name, model, config) if self._vault else config)

    async def _end(self, session: Session, error: str | None, ending: Ending | None = None) -> Summary:
        """Store what is left and close the run in the log."""
        await session.commit()
        ended = ending or (Ending.FAILED if error else Ending.DONE)
        summary = replace(session.summary(error), ending=ended)
        await self._database.write(
            runs.finish,
            session.start.reading.run_id,
            summary.to_json(),
            self._clock(),
            complete=summary.complete,
            held=summary.held,
            error=error,
            ending=ended,
        )
        if self._on_end is not None:
            self._on_end()
        session.pace.report(session.progress, session.counts(), last=True)
        return summary


def validate(connector_class: type[Connector[Any]], config: Mapping[str, Any]) -> BaseModel:
    """Return a source's configuration in the connector's own model.

    Raises:
        ConfigInvalid: naming each field that is wrong, without the values: they may be secrets.
    """
    model: type[BaseModel] = connector_class.manifest.config_model
    try:
        return model.model_validate(dict(config))
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        named = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in faults
        )
        raise ConfigInvalid(f"The configuration is not valid: {named}.") from None


def _begin(
    conn: Connection, source_id: str, now: datetime, approve_deletions: bool, started_by: StartedBy
) -> Start:
    """Open the run in the log and read where the last one got to."""
    row = sources.get(conn, source_id)
    if row is None:
        raise NotFound("This source was removed: there is nothing to sync.")
    run_id = runs.start(conn, source_id, now, started_by)
    saved = row.cursor if isinstance(row.cursor, dict) else {}
    cursor = saved.get("cursor")
    first_run = saved.get("pass") if cursor is not None else None
    return Start(
        reading=Pass(
            source_id=source_id,
            run_id=run_id,
            first_run=first_run or run_id,
            known_before=row.counts.answers,
            now=now,
            approve_deletions=approve_deletions,
        ),
        cursor=cursor,
        known=documents.fingerprints(conn, source_id),
        default_language=settings.read(conn, settings.DEFAULT_LANGUAGE),
    )


async def _drain(session: Session, events: AsyncIterator[Event], redact: Callable[[str], str]) -> None:
    if not hasattr(events, "__aiter__"):
        if inspect.iscoroutine(events):
            events.close()
        raise ConnectorBroken("The connector's `pull` is no asynchronous generator: update the connector.")
    taken = 0
    try:
        async for event in events:
            await session.take(_told(event, redact))
            taken += 1
            if taken % _TURN == 0:
                await asyncio.sleep(0)
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


def _told(event: Event, redact: Callable[[str], str]) -> Event:
    """Return the event without secrets in what people read of it."""
    if isinstance(event, (Failure, Skipped)) and isinstance(event.reason, str):
        return replace(event, reason=redact(event.reason))
    return replace(event, note=redact(event.note)) if isinstance(event, Progress) else event


def _is_cancelled() -> bool:
    """Whether somebody cancelled this task, rather than a connector raising the same error by itself."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _redacted(report: CheckReport, redact: Callable[[str], str]) -> CheckReport:
    return CheckReport(
        tuple(
            replace(check, detail=redact(check.detail), remedy=redact(check.remedy))
            for check in report.checks
        )
    )


def mishap(error: BaseException, redact: Callable[[str], str]) -> str:
    """Return what is said of a connector that raised something it should not."""
    detail = redact(str(error)).strip()
    what = f"{type(error).__name__}: {detail}" if detail else type(error).__name__
    return f"The connector failed ({what[:500]}): try again; if it happens again, update the connector."
