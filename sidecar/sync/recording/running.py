"""Makes a recording of a source, and replays one."""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from connectors.contract import (
    CheckReport,
    ConfigInvalid,
    Connector,
    ConnectorError,
    Event,
    Failure,
    Progress,
    Skipped,
    Upsert,
)
from connectors.http import RequestFailed
from sidecar import __version__
from sidecar.knowledge.runs import Ending
from sidecar.sync.context import HostContext, Tools, secrets_of
from sidecar.sync.host import Host, mishap, validate
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.recording.model import VERSION, Finding, Recording, Result, Told
from sidecar.sync.recording.replaying import Replay
from sidecar.sync.recording.scrubbing.exchanges import scrub_all
from sidecar.sync.recording.scrubbing.scrubber import Cleaner, Scrubber
from sidecar.sync.recording.tape import Tape
from sidecar.sync.sandbox import Sandbox
from sidecar.sync.stopping import Stop, stopping_on
from sidecar.sync.vault import secret_keys

#: Of failures and of what is left out, so many are written.
_OTHERS = 100
_STOPPED = "The recording has as many requests as it may: what comes after them is not in it."


@dataclass(slots=True)
class _Outcome:
    """What a connector made of it so far, as it says it."""

    checks: CheckReport = field(default_factory=lambda: CheckReport(()))
    documents: int = 0
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    complete: bool = False
    error: str | None = None
    trace: list[str] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Take in what the connector yields."""
        match event:
            case Upsert():
                self.documents += 1
            case Failure() if len(self.failed) < _OTHERS:
                self.failed.append(event)
            case Skipped() if len(self.skipped) < _OTHERS:
                self.skipped.append(event)


async def record(
    host: Host,
    name: str,
    connector_class: type[Connector[Any]],
    config: dict[str, Any],
    *,
    requests: int,
    clean: Cleaner | None,
    stop: Stop,
) -> Recording:
    """Run a connector over its source and return what was said. Nothing is stored.

    Args:
        host: opens the connector, with the secrets of the source.
        name: of the source.
        connector_class: the connector of its type.
        config: as stored.
        requests: after so many it ends.
        clean: to keep texts, without the personal data that this finds; `None` to replace them.
        stop: to end it before.

    Raises:
        ConfigInvalid: the settings are not valid, or name files of this machine.
    """
    tape = Tape(requests, when_full=lambda: stop.now(Ending.STOPPED))
    outcome = _Outcome()
    async with host.opened(connector_class, name, config, tape.through) as (connector, model):
        if connector.watched():
            raise ConfigInvalid(
                "This source reads files of this machine, and no service: nothing can be recorded."
            )
        with contextlib.suppress(asyncio.CancelledError), stopping_on(stop):
            await _check(connector, outcome)
            tape.during = "pull"
            await _pull(connector, outcome, outcome.add)
        return await asyncio.to_thread(_written, connector_class, model, tape, outcome, clean)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a connector makes of a recording: what came of it, and each event."""

    result: Result
    events: list[Event]


async def replay(
    recording: Recording,
    connector_class: type[Connector[Any]],
    *,
    on_event: Callable[[Event], object] | None = None,
) -> Replayed:
    """Run a connector over a recording; no request leaves this machine.

    Args:
        recording: what was said, and the settings.
        connector_class: the connector of its type.
        on_event: told of each event as it comes.

    Raises:
        ConfigInvalid: the connector does not take the settings (any more).
    """
    model = validate(connector_class, recording.settings)
    outcome, events = _Outcome(), list[Event]()

    def take(event: Event) -> None:
        outcome.add(event)
        if not isinstance(event, Progress):
            events.append(event)
            if on_event is not None:
                on_event(event)

    tools = Tools(Sandbox(), Pacing(sleep=_at_once))
    context = HostContext({}, tools, model, "replay", through=lambda _network: Replay(recording))
    try:
        async with contextlib.aclosing(context):
            connector = connector_class(model, context)
            await _check(connector, outcome)
            await _pull(connector, outcome, take)
    finally:
        await tools.sandbox.close()
        await asyncio.to_thread(tools.storage.close)
    return Replayed(_result(outcome, str), events)


async def _check(connector: Connector[Any], outcome: _Outcome) -> None:
    try:
        outcome.checks = await connector.check()
    except RequestFailed as error:
        outcome.checks = CheckReport((error.check("source"),))
    except ConnectorError as error:
        outcome.error = str(error)
    except Exception as error:  # noqa: BLE001 - what a connector breaks down with is what is looked for
        outcome.error, outcome.trace = mishap(error, str), _places(error)


async def _pull(connector: Connector[Any], outcome: _Outcome, take: Callable[[Event], object]) -> None:
    events: AsyncIterator[Event] = connector.pull(None)
    try:
        async for event in events:
            take(event)
        outcome.complete, outcome.error, outcome.trace = True, None, []
    except ConnectorError as error:
        outcome.error, outcome.trace = str(error), []
    except Exception as error:  # noqa: BLE001 - a connector may break down anywhere
        outcome.error, outcome.trace = mishap(error, str), _places(error)
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


def _places(error: BaseException) -> list[str]:
    """Return where an error came up, without the values that were there."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{'/'.join(Path(each.filename).parts[-3:])}:{each.lineno} in {each.name}" for each in frames]


def _written(
    connector_class: type[Connector[Any]],
    model: BaseModel,
    tape: Tape,
    outcome: _Outcome,
    clean: Cleaner | None,
) -> Recording:
    scrubber = Scrubber(secrets_of(model), clean)
    settings = _settings(model, scrubber)
    exchanges = scrub_all(tape.taped, scrubber)
    if clean is not None:
        # Names of people that the first answers do not tell may stand in their texts.
        exchanges = scrub_all(tape.taped, scrubber)
    return Recording(
        cuecard_recording=VERSION,
        made_by=f"Cuecard {__version__}",
        source_type=connector_class.manifest.id,
        settings=settings,
        with_texts=clean is not None,
        stopped=_STOPPED if tape.full else None,
        result=_result(outcome, scrubber.sentence, lambda id_: scrubber.field("id", id_)),
        exchanges=exchanges,
    )


def _result(
    outcome: _Outcome, sentence: Callable[[str], str], identity: Callable[[str], str] = str
) -> Result:
    return Result(
        checks=[
            Finding(
                name=check.name,
                outcome=check.outcome,
                detail=sentence(check.detail),
                remedy=sentence(check.remedy),
            )
            for check in outcome.checks.checks
        ],
        documents=outcome.documents,
        failed=[
            Told(external_id=identity(each.external_id), reason=sentence(each.reason))
            for each in outcome.failed
        ],
        skipped=[
            Told(external_id=identity(each.external_id), reason=sentence(each.reason))
            for each in outcome.skipped
        ],
        complete=outcome.complete,
        error=None if outcome.error is None else sentence(outcome.error),
        trace=outcome.trace,
    )


def _settings(model: BaseModel, scrubber: Scrubber) -> dict[str, Any]:
    """Return settings as they are written: of a secret it is told that there is one."""
    hidden = {name for name in secret_keys(type(model)) if getattr(model, name)}
    kept: dict[str, Any] = scrubber.json(model.model_dump(mode="json", exclude_defaults=True, exclude=hidden))
    return kept | {name: scrubber.token(next(secrets_of(getattr(model, name)), name)) for name in hidden}


async def _at_once(_seconds: float) -> None:
    """Wait for nobody: a recording answers at once."""
    await asyncio.sleep(0)
