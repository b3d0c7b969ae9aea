"""The worlds of all hosted helpdesks: each that is entered here is tested by the kit and in `test_all`."""

from __future__ import annotations

from collections.abc import Callable

from tests.conformance.hosted import HostedWorld
from tests.conformance.hosted.chatwoot import ChatwootWorld
from tests.conformance.hosted.freshdesk import FreshdeskWorld
from tests.conformance.hosted.front import FrontWorld
from tests.conformance.hosted.gorgias import GorgiasWorld
from tests.conformance.hosted.guru import GuruWorld
from tests.conformance.hosted.helpscout import HelpScoutWorld
from tests.conformance.hosted.intercom import IntercomWorld
from tests.conformance.hosted.request_tracker import RequestTrackerWorld
from tests.conformance.hosted.zammad import ZammadWorld
from tests.conformance.hosted.zendesk import ZendeskWorld

HOSTED: dict[str, Callable[[], HostedWorld]] = {
    "chatwoot": ChatwootWorld,
    "freshdesk": FreshdeskWorld,
    "front": FrontWorld,
    "gorgias": GorgiasWorld,
    "guru": GuruWorld,
    "helpscout": HelpScoutWorld,
    "intercom": IntercomWorld,
    "request-tracker": RequestTrackerWorld,
    "zammad": ZammadWorld,
    "zendesk": ZendeskWorld,
}
