"""The worlds of all hosted helpdesks: each that is entered here is tested by the kit and in `test_all`."""

from __future__ import annotations

from collections.abc import Callable

from tests.conformance.hosted import HostedWorld
from tests.conformance.hosted.chatwoot import ChatwootWorld
from tests.conformance.hosted.freshdesk import FreshdeskWorld
from tests.conformance.hosted.gorgias import GorgiasWorld
from tests.conformance.hosted.guru import GuruWorld
from tests.conformance.hosted.zammad import ZammadWorld
from tests.conformance.hosted.zendesk import ZendeskWorld

HOSTED: dict[str, Callable[[], HostedWorld]] = {
    "chatwoot": ChatwootWorld,
    "freshdesk": FreshdeskWorld,
    "gorgias": GorgiasWorld,
    "guru": GuruWorld,
    "zammad": ZammadWorld,
    "zendesk": ZendeskWorld,
}
