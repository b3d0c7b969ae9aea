"""Recordings, sent in or made of a test's server: each file is a case, its snapshot what comes of it.

`cuecard source record` makes such a file; put it into `recordings/`, and the failure is reproduced here.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from connectors import registry
from connectors.contract import Delete, Failure, Unchanged, Upsert
from sidecar.sync.recording.model import Recording
from sidecar.sync.recording.running import replay
from tests.connectors.context import shown

FILES = sorted((Path(__file__).parent / "recordings").glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_recording(file: Path, snapshot: SnapshotAssertion) -> None:
    recording = Recording.model_validate_json(file.read_bytes())
    done = asyncio.run(replay(recording, registry.load(recording.source_type)))
    about = [event for event in done.events if isinstance(event, (Upsert, Failure, Delete, Unchanged))]
    assert {
        "result": done.result.model_dump(mode="json", exclude_defaults=True, exclude={"trace"}),
        "events": [shown(event) for event in about],
    } == snapshot.use_extension(JSONSnapshotExtension)
