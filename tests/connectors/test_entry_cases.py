"""What comes in from files of many answers: a folder per source type, each file or folder in it a case.

Settings of a case stand beside it in `NAME.settings` (JSON); the snapshot says what the check tells the
admin, and what comes in.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors import registry
from connectors.contract import Connector, ConnectorError, Skipped
from tests.connectors.context import PlainContext, by_id, events_of, shown

CASES = Path(__file__).parent / "entry_cases"
FILES = sorted(case for case in CASES.glob("*/*") if case.suffix != ".settings")


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("case", FILES, ids=lambda case: f"{case.parent.name} {case.name}")
def test_case(case: Path, snapshot: SnapshotAssertion) -> None:
    beside = case.with_name(f"{case.name}.settings")
    settings = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    kind = registry.load(case.parent.name)
    assert asyncio.run(told(kind, {"path": str(case), **settings})) == snapshot


async def told(kind: type[Connector[Any]], settings: dict[str, Any]) -> dict[str, Any]:
    """What the check says, and what comes in; or why the source as a whole cannot be read."""
    connector = kind(kind.manifest.config_model.model_validate(settings), PlainContext())
    report = await connector.check()
    checks = [f"{each.name}: {each.outcome.value}: {each.detail}" for each in report.checks]
    try:
        events = await events_of(connector)
    except ConnectorError as error:
        return {"checks": checks, "source error": str(error)}
    return {
        "checks": checks,
        "events": [shown(event) for event in by_id(events).values()],
        "left out": {event.external_id: event.reason for event in events if isinstance(event, Skipped)},
        "complete": bool(getattr(events[-1], "complete", False)),
    }
