"""Runs a connector over a database of its own, as the server does, and looks at what is stored then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.contract import CheckReport, Connector, Cursor, Event
from sidecar.knowledge import answers, documents, sources
from sidecar.knowledge.database import Database, open_database
from sidecar.knowledge.model import Answer
from sidecar.sync.host import Host
from sidecar.sync.http.waiting import Patience
from sidecar.sync.progress import RunProgress
from sidecar.sync.summary import Summary
from sidecar.sync.vault import Vault

#: A run of a connector, or something that happens at the source.
Step = type[Connector[Any]] | Callable[[], None]

#: Nobody waits long for a server of the tests.
_QUICK = Patience(attempts=2, longest=0.05, first=0.01, connect=1.0, read=0.5, total=2.0)


class Killed(BaseException):
    """Ends a run as a lost process would: nothing more is stored."""


@dataclass(slots=True)
class Stored:
    """What is stored after runs, by external id, and what was told on the way."""

    answers: dict[str, Answer]
    failures: dict[str, str]
    summaries: list[Summary] = field(default_factory=list)
    progress: list[list[RunProgress]] = field(default_factory=list)

    @property
    def texts(self) -> dict[str, str]:
        """The texts that can be suggested."""
        return {key: answer.text for key, answer in self.answers.items()}

    @property
    def last(self) -> Summary:
        """What the last run came to."""
        return self.summaries[-1]


def sync(path: Path, config: dict[str, Any], *steps: Step, approve: bool = True) -> Stored:
    """Run connectors one after the other over the one source of a database.

    Args:
        path: of the database; it need not exist.
        config: of the source.
        steps: usually the connector once; killed ones (`killed`) before it, and what happens at the source
            between two runs.
        approve: whether large deletions go through.
    """
    return asyncio.run(_sync(path, config, steps, approve))


def check(path: Path, connector: type[Connector[Any]], config: dict[str, Any]) -> CheckReport:
    """Ask a connector whether its source can be read."""

    async def ask() -> CheckReport:
        database = await asyncio.to_thread(open_database, path)
        host = Host(database, patience=_QUICK)
        try:
            return await host.check(connector, config)
        finally:
            await host.close()
            await asyncio.to_thread(database.close)

    return asyncio.run(ask())


def killed(connector: type[Connector[Any]], after: int) -> type[Connector[Any]]:
    """Return the same connector, in a process that is killed after so many events."""

    class Dying(connector):  # type: ignore[misc, valid-type] # made of whatever class it is given
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
            taken = 0
            async for event in super().pull(cursor):
                if taken == after:
                    raise Killed
                taken += 1
                yield event

    return Dying


async def _sync(path: Path, config: dict[str, Any], given: Sequence[Step], approve: bool) -> Stored:
    database = await asyncio.to_thread(open_database, path)
    vault = Vault(path.parent)
    host = Host(database, vault=vault, patience=_QUICK)
    try:
        source = await _source(
            database, vault, next(step for step in given if isinstance(step, type)), config
        )
        summaries: list[Summary] = []
        told: list[list[RunProgress]] = []
        for connector in given:
            if not isinstance(connector, type):
                await asyncio.to_thread(connector)
                continue
            steps: list[RunProgress] = []
            try:
                summaries.append(
                    await host.run(source, connector, on_progress=steps.append, approve_deletions=approve)
                )
            except Killed:
                logging.getLogger("cuecard.conformance").debug("A run was killed.")
            told.append(steps)
        return await _stored(database, source.id, summaries, told)
    finally:
        await host.close()
        await asyncio.to_thread(database.close)


async def _source(
    database: Database, vault: Vault, connector: type[Connector[Any]], config: dict[str, Any]
) -> sources.SourceRow:
    known = await database.read(sources.get, "source")
    if known is not None:
        return known
    model = await asyncio.to_thread(connector.manifest.config_model.model_validate, config)
    stored = await asyncio.to_thread(vault.put_away, model, config)
    return await database.write(sources.add, name="source", type=connector.manifest.id, config=stored)


async def _stored(
    database: Database, source_id: str, summaries: list[Summary], told: list[list[RunProgress]]
) -> Stored:
    numbers = await database.read(answers.all_numbers, source_id)
    cards = await database.read(answers.cards, numbers)
    failing = await database.read(documents.failures, source_id)
    return Stored(
        answers={card.external_id: card for card in cards.values()},
        failures={item.external_id: item.reason for item in failing},
        summaries=summaries,
        progress=told,
    )
