"""Rules of the team and favourites of viewers: kept over edits, silent while their answer is gone."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

import sidecar.knowledge.migrations
from sidecar.knowledge import answers, migrate, personal, rules, usage
from sidecar.knowledge.database import open_database
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.model import EventType
from sidecar.knowledge.personal import Personal
from sidecar.knowledge.rules import Action, Condition
from sidecar.knowledge.schema import answers as answer_table
from sidecar.knowledge.schema import events, sources
from tests.knowledge.conftest import NOW, Store, reply

SCRIPTS = Path(sidecar.knowledge.migrations.__file__).parent
REFUND = Condition(contains=("money back", "refund"), languages=("en",))


def number_of(conn: Connection, source_id: str, external_id: str = "refund") -> int:
    found = answers.find(conn, source_id, external_id)
    assert found is not None
    return found.number


def test_a_rule_is_kept_as_it_was_made(conn: Connection, store: Store, source_id: str) -> None:
    store(reply())
    made = rules.add(conn, Action.PIN, number_of(conn, source_id), REFUND, "Ada", "asked daily", NOW)
    assert rules.list_all(conn) == [made]
    assert (made.by, made.note, made.at, made.condition) == ("Ada", "asked daily", NOW, REFUND)
    assert not made.condition.always
    assert Condition().always


def test_the_same_decision_is_one_rule(conn: Connection, store: Store, source_id: str) -> None:
    store(reply())
    number = number_of(conn, source_id)
    first = rules.add(conn, Action.PIN, number, REFUND, "Ada", now=NOW)
    assert rules.add(conn, Action.PIN, number, REFUND, "Ben") == first
    assert rules.add(conn, Action.MUTE, number, REFUND, "Ben") != first
    assert len(rules.list_all(conn)) == 2


def test_rules_and_favourites_outlive_edits_and_wait_for_what_is_gone(
    conn: Connection, store: Store, source_id: str
) -> None:
    store(reply())
    number = number_of(conn, source_id)
    rule = rules.add(conn, Action.MUTE, number, Condition(), "Ada", now=NOW)
    personal.pin(conn, "Ben", number, NOW)
    store(reply(body="<p>Now within 30 days.</p>"), now=NOW + timedelta(days=1))
    assert rules.list_all(conn) == [rule]
    assert personal.pinned(conn, "Ben") == [number]
    answers.mark_gone(conn, source_id, ["refund"])
    assert rules.list_all(conn) == []
    assert personal.pinned(conn, "Ben") == []
    store(reply(), now=NOW + timedelta(days=2))
    assert rules.list_all(conn) == [rule]
    assert personal.pinned(conn, "Ben") == [number]


def test_a_rule_can_be_taken_back_once(conn: Connection, store: Store, source_id: str) -> None:
    store(reply())
    rule = rules.add(conn, Action.PIN, number_of(conn, source_id), REFUND, "Ada")
    rules.remove(conn, rule.id)
    assert rules.list_all(conn) == []
    with pytest.raises(NotFound):
        rules.remove(conn, rule.id)


def test_there_is_no_rule_about_nothing(conn: Connection) -> None:
    with pytest.raises(NotFound):
        rules.add(conn, Action.PIN, 17, Condition(), "Ada")


def test_favourites_are_one_viewers_own(conn: Connection, store: Store, source_id: str) -> None:
    store(reply(), reply("second"))
    first, second = number_of(conn, source_id), number_of(conn, source_id, "second")
    for number, minutes in ((first, 0), (second, 1), (first, 2)):
        personal.pin(conn, "Ben", number, NOW + timedelta(minutes=minutes))
    assert personal.pinned(conn, "Ben") == [second, first]  # pinning again moves nothing
    assert personal.pinned(conn, "Ada") == []
    personal.unpin(conn, "Ben", second)
    personal.unpin(conn, "Ada", second)
    assert personal.pinned(conn, "Ben") == [first]


def test_what_a_viewer_inserts_is_counted_and_undone(conn: Connection, store: Store, source_id: str) -> None:
    store(reply())
    number = number_of(conn, source_id)
    for query in ("q1", "q2", "q2"):
        usage.record_event(conn, query, number, EventType.INSERTED, "Ben", NOW)
    usage.record_event(conn, "q3", number, EventType.COPIED, "Ben", NOW)
    assert personal.of_viewer(conn, "Ben", [number]) == {number: Personal(inserted=2)}
    usage.record_event(conn, "q1", number, EventType.UNDONE, "Ben", NOW)
    personal.pin(conn, "Ben", number)
    assert personal.of_viewer(conn, "Ben", [number]) == {number: Personal(1, pinned=True)}
    assert personal.of_viewer(conn, "Ada", [number]) == {}


def test_insertions_made_before_are_counted_by_the_migration(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_only = tmp_path / "migrations"
    ignored = shutil.ignore_patterns("__pycache__", "000[2-9]*")
    shutil.copytree(SCRIPTS, first_only, ignore=ignored)
    plain = migrate.migrate
    with monkeypatch.context() as old:
        old.setattr("sidecar.knowledge.migrate.REVISION", "0001")
        old.setattr("sidecar.knowledge.database.REVISION", "0001")
        old.setattr("sidecar.knowledge.migrate.migrate", lambda conn: plain(conn, first_only))
        before = open_database(url)
        with before.writing() as conn:
            _note_insertions(conn)
        before.close()
    after = open_database(url)
    with after.reading() as conn:
        assert personal.of_viewer(conn, "Ben", [1]) == {1: Personal(inserted=2)}
        assert personal.of_viewer(conn, "Ada", [1]) == {1: Personal(inserted=1)}
        assert rules.list_all(conn) == []
    after.close()


def _note_insertions(conn: Connection) -> None:
    conn.execute(insert(sources).values(id="s", name="s", type="replies", config="{}", created_at=NOW))
    texts = ("external_id", "kind", "title", "html", "text", "audience", "language", "body_hash", "text_hash")
    lists = ("placeholders", "questions", "groups", "tags", "attachments", "images", "extra")
    row = {**dict.fromkeys(texts, "x"), **dict.fromkeys(lists, "[]")}
    conn.execute(insert(answer_table).values(number=1, id="a_1", source_id="s", seq=1, stored_at=NOW, **row))
    rows = [
        ("q1", "inserted", "Ben"),
        ("q2", "inserted", "Ben"),
        ("q3", "inserted", "Ada"),
        ("q4", "copied", "Ben"),
    ]
    for query, kind, viewer in rows:
        conn.execute(insert(events).values(query_id=query, answer_number=1, type=kind, viewer=viewer, at=NOW))
