"""Shares that go away leave an empty folder behind: real file systems, mounted and taken away."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Checkpoint, Connector, Event, Failure, SourceUnavailable
from connectors.folder import FolderConfig, FolderConnector
from connectors.google.connector import GoogleConnector
from connectors.notion.connector import NotionConnector
from tests.connectors.context import PlainContext, by_id

Mount = Callable[[Path], None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Mounts a file system of its own in a folder, and takes it away after the test."""
    places: list[Path] = []

    def make(place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "none", str(place)], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("Only root may mount a file system.")
        places.append(place)

    yield make
    for place in places:
        subprocess.run(["umount", str(place)], capture_output=True, check=False)


def unmount(place: Path) -> None:
    subprocess.run(["umount", str(place)], check=True)
    assert not list(place.iterdir())


def pull(root: Path, cursor: Any = None) -> list[Event]:
    async def run() -> list[Event]:
        connector = FolderConnector(FolderConfig(path=root), PlainContext())
        return [event async for event in connector.pull(cursor)]

    return asyncio.run(run())


def last(events: list[Event]) -> Checkpoint:
    assert isinstance(events[-1], Checkpoint)
    return events[-1]


def test_folder_that_was_a_share_and_is_empty_now_deletes_nothing(tmp_path: Path, mount: Mount) -> None:
    share = tmp_path / "share"
    mount(share)
    (share / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    cursor = last(pull(share)).cursor
    unmount(share)
    with pytest.raises(SourceUnavailable, match="connect the share"):
        pull(share, cursor)
    mount(share)
    (share / "b.md").write_text("# B\n\nText.", encoding="utf-8")
    again = pull(share, cursor)
    assert "b.md" in by_id(again)
    assert last(again).complete


def test_share_within_a_folder_that_is_gone_makes_the_pass_incomplete(tmp_path: Path, mount: Mount) -> None:
    (tmp_path / "own.md").write_text("# Own\n\nText.", encoding="utf-8")
    mount(tmp_path / "share")
    (tmp_path / "share" / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    cursor = last(pull(tmp_path)).cursor
    unmount(tmp_path / "share")
    for _ in range(2):
        events = pull(tmp_path, cursor)
        failure = by_id(events)["share/"]
        assert isinstance(failure, Failure)
        assert "not connected" in failure.reason
        assert not last(events).complete
        cursor = last(events).cursor


def test_folder_that_somebody_emptied_is_empty(tmp_path: Path, mount: Mount) -> None:
    share = tmp_path / "share"
    mount(share)
    (share / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    cursor = last(pull(share)).cursor
    (share / "a.md").unlink()
    assert last(pull(share, cursor)).complete


def test_share_that_goes_away_while_it_is_read_ends_the_run(tmp_path: Path, mount: Mount) -> None:
    share = tmp_path / "share"
    mount(share)
    (share / "a.md").write_text("# A\n\nText.", encoding="utf-8")

    async def read() -> None:
        async for event in FolderConnector(FolderConfig(path=share), PlainContext()).pull(None):
            if isinstance(event, Checkpoint) and not event.complete:
                await asyncio.to_thread(unmount, share)

    with pytest.raises(SourceUnavailable, match="came or went"):
        asyncio.run(read())


@pytest.mark.parametrize("kind", [NotionConnector, GoogleConnector])
def test_unpacked_export_on_a_share_that_is_gone_deletes_nothing(
    kind: type[Connector[Any]], tmp_path: Path, mount: Mount
) -> None:
    share = tmp_path / "share"
    mount(share)
    (share / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    connector = kind(kind.manifest.config_model(path=share), PlainContext())

    async def pulled(cursor: Any) -> list[Event]:
        return [event async for event in connector.pull(cursor)]

    cursor = last(asyncio.run(pulled(None))).cursor
    unmount(share)
    with pytest.raises(SourceUnavailable, match="connect the share"):
        asyncio.run(pulled(cursor))
