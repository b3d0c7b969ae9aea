"""Fixtures: an admin's browser, let in to a stocked office."""

from __future__ import annotations

import pytest

from tests.web.admin.visitor import Visitor, let_in
from tests.web.conftest import office, stocked
from tests.web.harness import Office

__all__ = ["office", "stocked"]


@pytest.fixture
async def visitor(stocked: Office) -> Visitor:
    """A browser that was let in."""
    return await let_in(stocked)
