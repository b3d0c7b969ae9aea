"""A database that is only to be copied, and a store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sidecar.knowledge.database import open_database
from tests.search.meanings.world import World, world


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "knowledge.db"
    open_database(path).close()
    return path


@pytest.fixture
def shop(tmp_path: Path, empty: Path) -> Iterator[World]:
    with world(tmp_path, empty) as opened:
        yield opened
