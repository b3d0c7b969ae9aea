"""The worlds of all hosted helpdesks: each that is entered here is tested by the kit and in `test_all`."""

from __future__ import annotations

from collections.abc import Callable

from tests.conformance.hosted import HostedWorld
from tests.conformance.hosted.freshdesk import FreshdeskWorld
from tests.conformance.hosted.request_tracker import RequestTrackerWorld
from tests.conformance.hosted.zendesk import ZendeskWorld

HOSTED: dict[str, Callable[[], HostedWorld]] = {
    "freshdesk": FreshdeskWorld,
    "request-tracker": RequestTrackerWorld,
    "zendesk": ZendeskWorld,
}
