"""FreeScout's tables in a real MariaDB: its own dumps, and the running server, changed between two syncs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Checkpoint, Event, Outcome, Skipped, Upsert
from connectors.freescout.connector import FreeScoutConnector, FreeScoutLiveConnector
from connectors.model import Document, Kind
from tests.connectors.context import PlainContext, by_id
from tests.connectors.hosted.databases import Desk, checked, desk, pulled, server
from tests.helpdesks.mariadb import MariaDb

__all__ = ["server"]


@pytest.fixture
def freescout(server: MariaDb, tmp_path: Path) -> Desk:
    return desk(server, "freescout", tmp_path)


def pull(context: PlainContext | None = None, **config: Any) -> list[Event]:
    return pulled(FreeScoutLiveConnector if "host" in config else FreeScoutConnector, context, **config)


def documents(events: list[Event]) -> dict[str, Document]:
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def test_everything_the_database_says_comes_over(freescout: Desk) -> None:
    events = pull(**freescout.account(address="https://desk.example", audience="public"))
    found = documents(events)
    assert set(found) == {"3", "4", "5"}
    refund = found["3"]
    assert (refund.kind, refund.title, refund.folder) == (Kind.REPLY, "Refund sent", "Money::Refunds")
    assert "{%customer.firstName,fallback=there%}" in refund.body
    assert (refund.placeholder_syntax, refund.groups, refund.owner) == (
        "freescout", ("Shop",), "Mara Lindqvist",
    )  # fmt: skip
    assert str(refund.updated_at) == "2024-02-03 04:05:06+00:00"
    assert refund.audience.value == "public"
    assert refund.url == "https://desk.example/mailbox/1/saved-replies"
    assert [(one.name, one.media_type) for one in refund.attachments] == [("form.pdf", "application/pdf")]
    assert [one.url for one in refund.images] == [
        "https://desk.example/storage/attachment/1/w.png?id=4&token=x"
    ]
    welcome = found["4"]
    assert (welcome.title, welcome.groups) == ("Bienvenue 🙂", ())
    assert [one.name for one in welcome.attachments] == ["form.pdf"]
    assert (found["5"].groups, found["5"].attachments, found["5"].owner) == (("Boutique",), (), None)
    assert {event.external_id: event.reason for event in events if isinstance(event, Skipped)} == {
        "1": "It only holds others.",
        "2": "It only holds others.",
        "6": "Its mailbox 8 is no more: nobody may see it.",
        "7": "It has no text.",
    }
    assert events[-1] == Checkpoint(complete=True)


@pytest.mark.parametrize("options", [[], ["--hex-blob", "--compact"]])
def test_dump_says_what_the_server_says(freescout: Desk, options: list[str]) -> None:
    path = freescout.dump("desk.sql", *options)
    assert documents(pull(path=path)) == documents(pull(**freescout.account()))


def test_older_module_without_shared_replies_is_read(freescout: Desk) -> None:
    freescout.server.sql(
        "ALTER TABLE saved_replies DROP COLUMN global, DROP COLUMN auto_load;", freescout.name
    )
    assert documents(pull(path=freescout.dump("old.sql")))["4"].groups == ("Boutique",)


@pytest.mark.parametrize("read", ["dump", "server"])
def test_edited_renamed_and_deleted_answers_arrive(freescout: Desk, read: str) -> None:
    context = PlainContext()

    def settings(name: str) -> dict[str, Any]:
        return freescout.account() if read == "server" else {"path": freescout.dump(name)}

    for event in pull(context, **settings("before.sql")):
        context.remember(event)
    assert not documents(pull(context, **settings("again.sql")))
    freescout.work("change")
    after = pull(context, **settings("after.sql"))
    changed = documents(after)
    assert set(changed) == {"3", "4"}
    assert changed["3"].title == "Refund on its way"
    assert changed["4"].body == "<div>Salut</div>"
    assert "5" not in by_id(after)
    assert after[-1] == Checkpoint(complete=True)


def test_check_counts_and_says_what_to_do(freescout: Desk) -> None:
    found = checked(FreeScoutLiveConnector, **freescout.account())
    assert found.detail == "3 answers; 4 are left out."
    missing = checked(FreeScoutConnector, path=freescout.folder / "absent.sql")
    assert (missing.outcome, bool(missing.remedy)) == (Outcome.FAILED, True)
