"""The conformance kit: tests that every connector passes, over the host that runs it for teams.

Describe the source to the kit as a `World`, and let pytest run the tests over it:

    from sidecar.conformance import ConformanceTests, World

    class TestMyConnector(ConformanceTests):
        @pytest.fixture
        def world(self, tmp_path):
            return MyWorld(tmp_path)

A source that is read over HTTP has its world from `HttpWorld`, which serves it and can fail in every way a
server can; its tests are `HttpConformanceTests`. `connectors/README.md` says more.
"""

from __future__ import annotations

from sidecar.conformance.http_world import Asked, HttpWorld, Reply
from sidecar.conformance.suite import ConformanceTests, HttpConformanceTests
from sidecar.conformance.worlds import BROKEN, World

__all__ = ["BROKEN", "Asked", "ConformanceTests", "HttpConformanceTests", "HttpWorld", "Reply", "World"]
