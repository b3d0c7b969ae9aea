"""Every connector that reads a running database passes the conformance kit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sidecar.conformance import ConformanceTests, World
from tests.conformance.hosted.databases import DATABASES
from tests.connectors.live.servers import need
from tests.helpdesks import mariadb
from tests.helpdesks.mariadb import MariaDb


@pytest.fixture(scope="module")
def server() -> Iterator[MariaDb]:
    """A MariaDB of Debian's."""
    need(*mariadb.PROGRAMS)
    with mariadb.server() as running:
        yield running


class TestDatabases(ConformanceTests):
    """The kit over each of them."""

    @pytest.fixture(params=sorted(DATABASES))
    def world(self, request: pytest.FixtureRequest, server: MariaDb) -> World:
        return DATABASES[request.param](server)
