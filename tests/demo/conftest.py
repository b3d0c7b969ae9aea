"""What the tests of the demonstration share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Playwright, async_playwright

from tests.demo.reading import Sample, read_samples


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def samples() -> list[Sample]:
    """All sample documents, read once."""
    return await read_samples()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """What looks into browsers; starting it blocks the event loop, so that happens outside the tests."""
    async with async_playwright() as started:
        yield started
