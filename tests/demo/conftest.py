"""What the tests of the demonstration share."""

from __future__ import annotations

import pytest_asyncio

from tests.demo.reading import Sample, read_samples


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def samples() -> list[Sample]:
    """All sample documents, read once."""
    return await read_samples()
