"""The pytest plugin: what the tests of the kit need. pytest finds it by its entry point."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def conformance_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database that is only to be copied: making one takes longer than most tests."""
    from sidecar.knowledge.database import open_database

    path = tmp_path_factory.mktemp("conformance") / "empty.sqlite3"
    open_database(path).close()
    return path
