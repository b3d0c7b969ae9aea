"""Every built-in connector passes the conformance kit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from connectors import registry
from sidecar.conformance import ConformanceTests, HttpConformanceTests, HttpWorld, World
from tests.conformance.entry_worlds import (
    CsvWorld,
    EspansoWorld,
    GuruCsvWorld,
    HubSpotWorld,
    SalesforceWorld,
    TextBlazeWorld,
    TextExpanderWorld,
)
from tests.conformance.export_worlds import ConfluenceWorld, GoogleWorld
from tests.conformance.hosted.databases import DATABASES
from tests.conformance.hosted.exports import DjangoHelpdeskWorld, FreeScoutWorld, OsTicketWorld
from tests.conformance.hosted.worlds import HOSTED
from tests.conformance.server_worlds import (
    BookStackWorld,
    ConfluenceLiveWorld,
    DokuWikiLiveWorld,
    MediaWikiLiveWorld,
    NotionLiveWorld,
)
from tests.conformance.web_worlds import LinkedWorld, SitemapWorld
from tests.conformance.worlds import (
    DokuWikiWorld,
    FolderWorld,
    GitWorld,
    MediaWikiWorld,
    NotionWorld,
    RepliesWorld,
    ZammadCsvWorld,
)

WORLDS: dict[str, Callable[[Path], World]] = {
    "confluence": ConfluenceWorld,
    "csv": CsvWorld,
    "django-helpdesk": DjangoHelpdeskWorld,
    "dokuwiki": DokuWikiWorld,
    "espanso": EspansoWorld,
    "folder": FolderWorld,
    "freescout": FreeScoutWorld,
    "git": GitWorld,
    "google": GoogleWorld,
    "guru-csv": GuruCsvWorld,
    "hubspot": HubSpotWorld,
    "mediawiki": MediaWikiWorld,
    "notion": NotionWorld,
    "osticket": OsTicketWorld,
    "replies": RepliesWorld,
    "salesforce": SalesforceWorld,
    "text-blaze": TextBlazeWorld,
    "textexpander": TextExpanderWorld,
    "zammad-csv": ZammadCsvWorld,
}

SERVERS: dict[str, Callable[[], HttpWorld]] = {
    "bookstack": BookStackWorld,
    "confluence-live": ConfluenceLiveWorld,
    "dokuwiki-live": DokuWikiLiveWorld,
    "mediawiki-live": MediaWikiLiveWorld,
    "notion-live": NotionLiveWorld,
    "website by links": LinkedWorld,
    "website by sitemap": SitemapWorld,
    **HOSTED,
}


def test_every_connector_that_is_registered_is_tested() -> None:
    own = {id_ for id_, entry in registry.available().items() if entry.distribution == "cuecard"}
    assert own == {key.partition(" ")[0] for key in [*WORLDS, *SERVERS, *DATABASES]}


class TestFiles(ConformanceTests):
    """The kit over each that reads files."""

    @pytest.fixture(params=sorted(WORLDS))
    def world(self, request: pytest.FixtureRequest, tmp_path: Path) -> World:
        return WORLDS[request.param](tmp_path)


class TestServers(HttpConformanceTests):
    """The kit over each that reads a server."""

    @pytest.fixture(params=sorted(SERVERS))
    def world(self, request: pytest.FixtureRequest) -> HttpWorld:
        return SERVERS[request.param]()
