"""Each dump of the case folder is a case: its name begins with the source type, its snapshot is what is read.

They have the forms in which these programs and versions export.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors import registry
from connectors.contract import Connector, ConnectorError, Skipped
from tests.connectors.context import PlainContext, by_id, events_of, shown

CASES = sorted((Path(__file__).parent / "dump_cases").glob("*.sql"))


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, snapshot: SnapshotAssertion) -> None:
    assert asyncio.run(told(registry.load(case.name.partition("-")[0]), case)) == snapshot


async def told(connector: type[Connector[Any]], case: Path) -> dict[str, Any]:
    """What comes in and what is left out, or why the dump cannot be read."""
    config = connector.manifest.config_model(path=case, address="https://desk.example")
    try:
        events = await events_of(connector(config, PlainContext()))
    except ConnectorError as error:
        return {"source error": str(error)}
    return {
        "documents": [shown(event) for event in by_id(events).values()],
        "skipped": {event.external_id: event.reason for event in events if isinstance(event, Skipped)},
    }
