"""osTicket's tables in a real MariaDB: its own dumps, and the running server, changed between two syncs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Checkpoint, ConfigInvalid, Event, Outcome, Skipped, SourceUnavailable, Upsert
from connectors.http import RequestFailed
from connectors.model import Audience, Document, Kind
from connectors.osticket.connector import OsTicketConnector, OsTicketLiveConfig, OsTicketLiveConnector
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from tests.connectors.context import PlainContext, by_id
from tests.connectors.hosted.databases import Desk, checked, desk, pulled, server
from tests.helpdesks.mariadb import MariaDb

__all__ = ["server"]


@pytest.fixture
def osticket(server: MariaDb, tmp_path: Path) -> Desk:
    return desk(server, "osticket", tmp_path)


def pull(context: PlainContext | None = None, **config: Any) -> list[Event]:
    return pulled(OsTicketLiveConnector if "host" in config else OsTicketConnector, context, **config)


def documents(events: list[Event]) -> dict[str, Document]:
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def test_everything_the_database_says_comes_over(osticket: Desk) -> None:
    events = pull(**osticket.account(address="https://desk.example/", groups="agents"))
    found = documents(events)
    assert set(found) == {"canned/1", "canned/2", "canned/5", "faq/1", "faq/1/de", "faq/2", "faq/3"}
    refund = found["canned/1"]
    assert (refund.kind, refund.title, refund.groups) == (Kind.REPLY, "Refund sent", ("agents",))
    assert refund.body == '<p>Hi %{ticket.name.first},</p><p>it\'s on its way.\\ "%{ticket.number}"</p>'
    assert (refund.placeholder_syntax, refund.language) == ("osticket", None)
    assert str(refund.created_at) == "2024-01-02 03:04:05+00:00"
    assert str(refund.updated_at) == "2024-02-03 04:05:06+00:00"
    assert refund.extra == {"notes": "<p>Ask the ledger</p>"}
    assert refund.url == "https://desk.example/scp/canned.php?id=1"
    assert [(one.name, one.media_type) for one in refund.attachments] == [
        ("Return form.pdf", "application/pdf")
    ]
    back = found["canned/2"]
    assert (back.title, back.language) == ("Rücksendung 退货", "de-DE")
    assert back.groups == ("Support / Level 2",)
    assert (back.created_at, back.updated_at) == (None, None)
    assert [(one.name, one.url) for one in back.images] == [
        ("where.png", "cid:aaaabbbbccccddddeeeeffffgggghhhh")
    ]
    faq = found["faq/1"]
    assert (faq.kind, faq.folder, faq.audience) == (Kind.ARTICLE, "Money::Refunds", Audience.PUBLIC)
    assert (faq.questions, faq.tags) == (
        ("How long does a refund take?",), ("refund", "money", "Orders / Returns"),
    )  # fmt: skip
    assert faq.url == "https://desk.example/kb/faq.php?id=1"
    assert faq.attachments == ()
    german = found["faq/1/de"]
    assert (german.title, german.body) == ("Wie lange dauert eine Erstattung?", "<p>Fünf Tage.</p>")
    assert (german.language, german.translation_of, german.folder) == ("de", "faq/1", "Money::Refunds")
    assert [one.name for one in german.attachments] == ["formular.pdf"]
    assert {found[key].audience for key in ("faq/2", "faq/3")} == {Audience.INTERNAL}
    assert found["faq/2"].url == "https://desk.example/scp/faq.php?id=2"
    skipped = {event.external_id: event.reason for event in events if isinstance(event, Skipped)}
    assert skipped == {
        "canned/3": "It is disabled in osTicket.",
        "canned/4": "Its department 9 is no more: nobody may see it.",
        "canned/6": "It has no text.",
    }
    assert events[-1] == Checkpoint(complete=True)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--complete-insert", "--skip-extended-insert"],
        ["--hex-blob", "--skip-opt", "--compact"],
        ["--compatible=ansi", "--default-character-set=utf8mb4"],
        ["--databases"],
        ["--replace", "--tz-utc", "--order-by-primary", "--triggers", "--routines"],
    ],
    ids=lambda options: " ".join(options) or "plain",
)
def test_every_form_of_dump_says_what_the_server_says(osticket: Desk, options: list[str]) -> None:
    path = osticket.dump("desk.sql", *options)
    assert documents(pull(path=path)) == documents(pull(**osticket.account()))


def test_dump_in_latin1_is_read_in_latin1(osticket: Desk) -> None:
    osticket.server.sql(
        "UPDATE ost_canned_response SET title = 'Rücksendung' WHERE canned_id = 2;", osticket.name
    )
    path = osticket.dump("latin1.sql", "--default-character-set=latin1")
    assert documents(pull(path=path)) == documents(pull(**osticket.account()))


@pytest.mark.parametrize("read", ["dump", "server"])
def test_answers_written_over_a_wrong_connection_are_mended(osticket: Desk, read: str) -> None:
    """Old helpdesks wrote UTF-8 over a connection that MariaDB took for latin1."""
    osticket.server.sql(
        "UPDATE ost_canned_response SET response = '<p>Öffnen – “ça”</p>' WHERE canned_id = 2;",
        osticket.name,
        charset="latin1",
    )
    settings = osticket.account() if read == "server" else {"path": osticket.dump("doubly.sql")}
    assert documents(pull(**settings))["canned/2"].body == "<p>Öffnen – “ça”</p>"


@pytest.mark.parametrize("read", ["dump", "server"])
def test_edited_renamed_and_deleted_answers_arrive(osticket: Desk, read: str) -> None:
    context = PlainContext()

    def settings(name: str) -> dict[str, Any]:
        return osticket.account() if read == "server" else {"path": osticket.dump(name)}

    before = pull(context, **settings("before.sql"))
    for event in before:
        context.remember(event)
    assert not documents(pull(context, **settings("again.sql")))
    osticket.work("change")
    after = pull(context, **settings("after.sql"))
    changed = documents(after)
    assert set(changed) == {"canned/1", "canned/2", "faq/1", "faq/1/de"}
    assert changed["canned/1"].title == "Refund on its way"
    assert changed["canned/2"].groups == ("Support / Second level",)
    assert changed["faq/1"].body == "<p>Three days.</p>"
    assert set(by_id(after)).isdisjoint({"canned/5", "faq/3"})
    assert after[-1] == Checkpoint(complete=True)


def test_kinds_can_be_left_out(osticket: Desk) -> None:
    account = osticket.account()
    assert {key[0] for key in documents(pull(**account, faqs=False))} == {"c"}
    assert {key[0] for key in documents(pull(**account, canned=False))} == {"f"}


def test_dump_of_several_helpdesks_asks_which(osticket: Desk) -> None:
    osticket.server.sql("DROP DATABASE IF EXISTS other; CREATE DATABASE other;")
    other = Desk(osticket.server, "osticket", osticket.folder)
    text = other.dump("one.sql", "--hex-blob").read_text(encoding="utf-8").replace("ost_", "old_")
    osticket.server.sql(text, "other")
    path = osticket.server.dump(osticket.folder / "all.sql", "", "--databases", "osticket", "other")
    with pytest.raises(ConfigInvalid, match=r"'osticket\.ost_', 'other\.old_'"):
        pull(path=path)
    assert "canned/1" in documents(pull(path=path, database="other"))
    assert "canned/1" in documents(pull(path=path, prefix="ost_"))
    osticket.server.sql("DROP DATABASE other;")


def test_check_counts_and_says_what_to_do(osticket: Desk) -> None:
    assert checked(OsTicketLiveConnector, **osticket.account()).detail == "7 answers; 3 are left out."
    wrong = [
        {"password": "wrong"}, {"user": "nobody"}, {"database": "nothing"}, {"host": "a/b"},
        {"encryption": "verified"}, {"prefix": "x_"},
    ]  # fmt: skip
    for config in wrong:
        found = checked(OsTicketLiveConnector, **osticket.account(**config))
        assert found.outcome is Outcome.FAILED, config
        assert found.remedy
        assert "a-password-of-tests" not in found.detail
    osticket.server.sql(
        "CREATE DATABASE IF NOT EXISTS empty; GRANT SELECT ON empty.* TO cuecard@'127.0.0.1';"
    )
    assert "canned_response" in checked(OsTicketLiveConnector, **osticket.account(database="empty")).detail


def test_server_in_ones_own_network_must_be_allowed(osticket: Desk) -> None:
    """The address guard of the host decides, before anything connects."""

    async def run() -> None:
        context = PlainContext()
        context.http = HttpSession(Pacing(), private_network=False)
        config = OsTicketLiveConfig(**osticket.account())
        try:
            with pytest.raises(RequestFailed, match="private_network"):
                await OsTicketLiveConnector(config, context).pull(None).__anext__()
        finally:
            await context.http.close()

    asyncio.run(run())


def test_server_that_is_off_deletes_nothing(osticket: Desk) -> None:
    with pytest.raises(SourceUnavailable, match="cannot be reached"):
        pull(**osticket.account(port=1))
