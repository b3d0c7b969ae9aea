"""What the connectors make of files: each file in the case folders is a case, its snapshot what comes in."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors.contract import ConnectorError
from connectors.folder import FolderConfig, FolderConnector
from connectors.replies import RepliesConfig, RepliesConnector
from tests.connectors.context import PlainContext, by_id, events_of, shown

HERE = Path(__file__).parent
FILES = sorted((HERE / "folder_cases").iterdir())
TABLES = sorted((HERE / "replies_cases").iterdir())
A_DAY_IN_2026 = 1_770_000_000


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file(file: Path, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    shutil.copyfile(file, tmp_path / file.name)
    os.utime(tmp_path / file.name, (A_DAY_IN_2026, A_DAY_IN_2026))
    connector = FolderConnector(FolderConfig(path=tmp_path), PlainContext())
    events = by_id(asyncio.run(events_of(connector)))
    assert list(events) == [file.name]
    assert shown(events[file.name]) == snapshot


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.name)
def test_table(file: Path, snapshot: SnapshotAssertion) -> None:
    connector = RepliesConnector(RepliesConfig(path=file), PlainContext())
    assert asyncio.run(told(connector)) == snapshot


async def told(connector: RepliesConnector) -> list[dict[str, Any]] | dict[str, str]:
    """What comes in, or why the file as a whole cannot be read."""
    try:
        events = by_id(await events_of(connector))
    except ConnectorError as error:
        return {"source error": str(error)}
    return [shown(event) for event in events.values()]
