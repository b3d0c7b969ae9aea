"""An index in a folder of its own, behind the protocol; another engine would be added to `params`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sidecar.search.index import SearchIndex
from sidecar.search.protocol import Index


@pytest.fixture(params=["tantivy"])
def index(tmp_path: Path) -> Iterator[Index]:
    found = SearchIndex(tmp_path / "index")
    yield found
    found.close()
