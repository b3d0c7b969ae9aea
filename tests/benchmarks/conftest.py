"""Measurements read files and compute in the test itself: the watch over the event loop is off here."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def blockbuster() -> None:
    """Replace the fixture that fails a test for blocking the loop."""
