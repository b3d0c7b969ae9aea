"""Every built-in connector passes the conformance kit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from connectors import registry
from sidecar.conformance import ConformanceTests, World
from tests.conformance.worlds import (
    DokuWikiWorld,
    FolderWorld,
    MediaWikiWorld,
    NotionWorld,
    RepliesWorld,
)

WORLDS: dict[str, Callable[[Path], World]] = {
    "dokuwiki": DokuWikiWorld,
    "folder": FolderWorld,
    "mediawiki": MediaWikiWorld,
    "notion": NotionWorld,
    "replies": RepliesWorld,
}


def test_every_connector_that_is_registered_is_tested() -> None:
    own = {id_ for id_, entry in registry.available().items() if entry.distribution == "cuecard"}
    assert own == set(WORLDS)


class TestBuiltIn(ConformanceTests):
    """The kit over each of them."""

    @pytest.fixture(params=sorted(WORLDS))
    def world(self, request: pytest.FixtureRequest, tmp_path: Path) -> World:
        return WORLDS[request.param](tmp_path)
