"""Fixtures: a running sidecar, empty or with a little knowledge."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.harness import Office, opened


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A running sidecar without any source."""
    async with opened(tmp_path) as running_office:
        yield running_office


@pytest.fixture
async def stocked(office: Office) -> Office:
    """A running sidecar that has read three documents and two replies."""
    await office.stock()
    return office
