"""Debian's Request Tracker 5, running: articles made, edited, renamed and deleted between two syncs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Checkpoint, ConfigInvalid, Event, Outcome, Skipped, Unchanged, Upsert
from connectors.http import RequestFailed
from connectors.model import BodyFormat, Document, Kind
from connectors.request_tracker.connector import RequestTrackerConfig, RequestTrackerConnector
from tests.connectors.context import PlainContext, by_id, events_of
from tests.connectors.live.servers import need
from tests.helpdesks import request_tracker

PROGRAM = Path("/usr/share/request-tracker5/libexec/rt-server")
ARTICLES = Path(request_tracker.__path__[0]) / "articles.pl"


@dataclass(frozen=True)
class Tracker:
    """A running Request Tracker. `token` is its administrator's, `reader` that of one who sees one class."""

    address: str
    folder: Path
    token: str = ""
    reader: str = ""

    def work(self, what: str) -> list[str]:
        """Do something with the articles; gives what it printed."""
        environment = {
            **os.environ,
            "RT_SITE_CONFIG": str(self.folder / "RT_SiteConfig.pm"),
            "RT_SITE_CONFIG_DIR": str(self.folder / "config.d"),
        }
        done = subprocess.run(
            ["perl", str(ARTICLES), what], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.split()


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracker]:
    need("perl", str(PROGRAM))
    folder = tmp_path_factory.mktemp("request-tracker")
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.helpdesks.request_tracker"],
        env={**os.environ, "RT_FOLDER": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().removeprefix("ready ").strip()
        assert address, "Request Tracker did not start; what it said stands above."
        token, reader = Tracker(address, folder).work("fill")
        yield Tracker(address, folder, token, reader)
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)


def connector(
    tracker: Tracker, context: PlainContext | None = None, **config: Any
) -> RequestTrackerConnector:
    account = {"address": tracker.address, "token": tracker.token, "private_network": True}
    return RequestTrackerConnector(RequestTrackerConfig(**{**account, **config}), context or PlainContext())


def pull(tracker: Tracker, context: PlainContext | None = None, **config: Any) -> list[Event]:
    async def run() -> list[Event]:
        made = context or PlainContext()
        try:
            return await events_of(connector(tracker, made, **config))
        finally:
            await made.http.close()
            made.renew()

    return asyncio.run(run())


def titled(events: list[Event]) -> dict[str, Document]:
    return {event.document.title: event.document for event in events if isinstance(event, Upsert)}


def test_everything_request_tracker_says_comes_over(tracker: Tracker) -> None:
    events = pull(tracker, fields="Answer, General: Content")
    found = titled(events)
    assert len(found) == 103
    refund = found["Refund sent"]
    assert (refund.kind, refund.body_format, refund.folder) == (
        Kind.REPLY, BodyFormat.HTML, "Billing::Everywhere",
    )  # fmt: skip
    assert refund.body == "<p>Your refund is <b>on its way</b>.</p>"
    assert refund.tags == ("Everywhere", "Refunds", "Shoes", "Coats")
    assert refund.extra == {"summary": "A refund is on its way", "fields": {"Version": ["3"]}}
    assert refund.url == f"{tracker.address}/Articles/Article/Display.html?id={refund.external_id}"
    assert refund.created_at is not None
    assert refund.updated_at is not None
    reset = found["Passwort zurücksetzen"]
    assert (reset.body, reset.body_format) == ("Öffnen Sie „Konto“.\n\nDann „Passwort“.", BodyFormat.TEXT)
    assert reset.folder == "General"
    assert found["Only a summary"].body == "We are open from nine to five."
    assert [event.reason for event in events if isinstance(event, Skipped)] == [
        "It is disabled in Request Tracker."
    ]
    assert events[-1] == Checkpoint(complete=True)


def test_all_text_fields_together_stand_under_their_names(tracker: Tracker) -> None:
    plain = titled(pull(tracker, classes="billing", topics=False, groups=("agents",)))["Refund sent"]
    assert (plain.folder, plain.tags, plain.groups) == ("Billing", ("Shoes", "Coats"), ("agents",))
    assert plain.body == (
        "<p><strong>Answer</strong></p><p>Your refund is <b>on its way</b>.</p>\n"
        "<p><strong>For agents</strong></p><p>Check the<br>ledger first.</p>"
    )


def test_account_that_sees_one_class_brings_that_one(tracker: Tracker) -> None:
    assert set(titled(pull(tracker, token=tracker.reader, topics=False))) == {"Refund sent"}


async def test_check_says_what_there_is_and_what_to_do(tracker: Tracker) -> None:
    context = PlainContext()
    report = await connector(tracker, context).check()
    assert report.ok
    assert report.checks[0].detail == "104 articles in Billing, General."
    fields = next(check for check in report.checks if check.name == "fields")
    assert fields.detail.endswith("Answer, Content, For agents.")
    billing = {"classes": "Billing", "topics": False}
    named = await connector(tracker, context, fields="Answer", **billing).check()
    assert [check.name for check in named.checks] == ["articles"]
    cases = {"token": "wrong", "address": f"{tracker.address}/nowhere", "classes": ("Nothing",)}
    for key, value in cases.items():
        report = await connector(tracker, context, **{key: value}).check()
        assert report.checks[0].outcome is Outcome.FAILED
        assert report.checks[0].remedy
    await context.http.close()


def test_wrong_token_and_unknown_class_end_the_run(tracker: Tracker) -> None:
    with pytest.raises(RequestFailed, match="enter a valid"):
        pull(tracker, token="1-2-3")
    with pytest.raises(ConfigInvalid, match=r"There are: Billing, General\."):
        pull(tracker, classes="Sales")


def test_edited_renamed_disabled_and_deleted_articles_arrive(tracker: Tracker) -> None:
    context = PlainContext()
    before = pull(tracker, context)
    for event in before:
        context.remember(event)
    ids = {title: document.external_id for title, document in titled(before).items()}
    assert not titled(pull(tracker, context))
    tracker.work("change")
    after = pull(tracker, context)
    changed = titled(after)
    assert set(changed) == {"Refund on its way", "Passwort zurücksetzen"}
    assert changed["Refund on its way"].external_id == ids["Refund sent"]
    assert "Money back" in changed["Refund on its way"].tags
    assert changed["Passwort zurücksetzen"].body == "Schreiben Sie uns."
    assert set(by_id(after)).isdisjoint({ids["To be deleted"], ids["Tip 1"]})
    assert isinstance(by_id(after)[ids["Tip 2"]], Unchanged)
    assert after[-1] == Checkpoint(complete=True)
