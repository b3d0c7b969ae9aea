"""Sources, runs, documents, questions, use, tokens, the team's own answers; alike on both databases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from sidecar.knowledge import (
    answers,
    asked,
    changes,
    documents,
    history,
    runs,
    settings,
    sources,
    team,
    tokens,
    usage,
)
from sidecar.knowledge.errors import NameTaken, NotFound, NotTeamAnswer
from sidecar.knowledge.ingest import Verdict, content_hash, prepare, store_batch
from sidecar.knowledge.model import EventType, Origin, Role, Viewer
from sidecar.knowledge.schema import tokens as token_table
from sidecar.knowledge.sources import Counts
from tests.knowledge.conftest import NOW, Store, article, reply

DAY = timedelta(days=1)


# --- sources and runs


def test_a_source_is_found_by_id_and_by_name(conn: Connection) -> None:
    added = sources.add(conn, name="Wiki", type="folder", config={"path": "/srv/ü"}, now=NOW)
    assert re.fullmatch(r"s_[0-9a-f]{12}", added.id)
    assert sources.get(conn, added.id) == sources.get(conn, "Wiki") == added
    assert (added.config, added.cursor, added.last_run, added.counts) == (
        {"path": "/srv/ü"},
        None,
        None,
        Counts(),
    )
    assert sources.get(conn, "nothing") is None


def test_names_of_sources_are_unique_until_one_is_removed(conn: Connection) -> None:
    first = sources.add(conn, name="Wiki", type="folder", config={}, now=NOW)
    other = sources.add(conn, name="Other", type="folder", config={}, now=NOW)
    with pytest.raises(NameTaken, match="Wiki"):
        sources.add(conn, name="Wiki", type="replies", config={}, now=NOW)
    with pytest.raises(NameTaken, match="Wiki"):
        sources.update(conn, other.id, name="Wiki")
    sources.remove(conn, first.id, NOW)
    assert sources.update(conn, other.id, name="Wiki").name == "Wiki"
    assert [source.id for source in sources.list_all(conn)] == [other.id]
    with pytest.raises(NotFound):
        sources.remove(conn, first.id, NOW)


def test_a_new_configuration_starts_over_and_a_new_name_does_not(conn: Connection, source_id: str) -> None:
    sources.save_cursor(conn, source_id, {"page": [3]})
    assert sources.update(conn, source_id, name="Macros").cursor == {"page": [3]}
    assert sources.update(conn, source_id, config={"path": "x"}).cursor is None


def test_a_removed_source_takes_its_answers_along(conn: Connection, source_id: str, store: Store) -> None:
    store(reply(), article())
    seq = changes.latest_seq(conn)
    assert sources.remove(conn, source_id, NOW) == 2
    assert answers.all_numbers(conn) == []
    assert [a.gone for a in changes.answers_since(conn, seq)] == [True, True]
    assert documents.count(conn, source_id) == 0


def test_the_last_run_is_kept_with_its_summary(conn: Connection, source_id: str) -> None:
    runs.start(conn, source_id, NOW)
    second = runs.start(conn, source_id, NOW + DAY)
    runs.finish(conn, second, {"added": 3}, NOW + DAY, complete=True, held=7, error="it broke")
    last = runs.last(conn, source_id)
    assert last is not None
    assert (last.id, last.summary, last.complete, last.held, last.error) == (
        second,
        {"added": 3},
        True,
        7,
        "it broke",
    )
    assert (last.started_at, last.finished_at) == (NOW + DAY, NOW + DAY)
    assert [run.finished_at for run in runs.history(conn, source_id)] == [NOW + DAY, None]
    found = sources.get(conn, source_id)
    assert found is not None
    assert found.last_run == last


# --- documents


def test_unchanged_documents_are_recognised_without_preparing_them(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(), article())
    known = documents.content_hashes(conn, source_id)
    assert known == {"refund": content_hash(reply()), "guide": content_hash(article())}
    assert content_hash(reply(tags=("x",))) != known["refund"]
    assert content_hash(reply(), default_language="de") != known["refund"]


def test_fingerprints_come_back_and_failures_keep_the_old_version(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(), article())
    run_id = runs.start(conn, source_id, NOW)
    broken = [("guide", "The file is empty.", True, "f2"), ("new", "It has a password.", False, None)]
    documents.record_failures(conn, source_id, broken, run_id, NOW)
    documents.record_failures(conn, source_id, broken[:1], run_id, NOW + DAY)
    assert documents.fingerprints(conn, source_id) == {
        "refund": ("f1", None),
        "guide": ("f2", "The file is empty."),
        "new": (None, "It has a password."),
    }
    assert [
        (f.external_id, f.reason, f.retryable, f.since, f.has_old_version)
        for f in documents.failures(conn, source_id)
    ] == [
        ("guide", "The file is empty.", True, NOW, True),
        ("new", "It has a password.", False, NOW, False),
    ]
    assert answers.find(conn, source_id, "guide") is not None
    assert "guide" not in documents.content_hashes(conn, source_id)
    found = sources.get(conn, source_id)
    assert found is not None
    assert found.counts == Counts(answers=2, failed=2, not_seen=0)
    assert store(article(), article("new")) == [Verdict.CHANGED, Verdict.ADDED]
    assert documents.failures(conn, source_id) == []


def test_what_a_complete_pass_did_not_see_can_be_swept_or_held(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply("a"), reply("b"), reply("c"))
    run_id = runs.start(conn, source_id, NOW + DAY)
    documents.mark_seen(conn, source_id, ["a"], run_id, NOW + DAY)
    documents.mark_seen(conn, source_id, {"b": "f9"}, run_id, NOW + DAY)
    assert documents.unseen(conn, source_id, run_id) == ["c"]
    assert documents.fingerprints(conn, source_id)["b"] == ("f9", None)
    documents.mark_not_seen(conn, source_id, ["c"], NOW + DAY)
    documents.mark_not_seen(conn, source_id, ["c"], NOW + 2 * DAY)
    held = answers.find(conn, source_id, "c")
    assert held is not None
    assert (held.not_seen_since, held.seen_at) == (NOW + DAY, NOW)
    documents.mark_seen(conn, source_id, ["c"], run_id, NOW + 3 * DAY)
    back = answers.find(conn, source_id, "c")
    assert back is not None
    assert (back.not_seen_since, back.seen_at) == (None, NOW + 3 * DAY)


def test_of_one_document_twice_in_a_batch_the_last_counts(conn: Connection, source_id: str) -> None:
    run_id = runs.start(conn, source_id, NOW)
    batch = [(prepare(reply(title="One")), None), (prepare(reply(title="Two")), None)]
    assert store_batch(conn, source_id, batch, run_id, NOW) == [Verdict.ADDED, Verdict.ADDED]
    assert [a.title for a in answers.cards(conn, answers.all_numbers(conn)).values()] == ["Two"]


# --- the outbox


def test_the_index_can_catch_up_in_any_number_of_steps(conn: Connection, store: Store) -> None:
    store(*(reply(f"r{n}", questions=(f"What is {n}?",)) for n in range(7)))
    store(reply("r2", tags=("x",), questions=("What is 2?",)))
    whole = changes.answers_since(conn, 0)
    assert [a.seq for a in whole] == sorted({a.seq for a in whole})
    assert len(whole) == 7
    steps, seq = [], 0
    while step := changes.answers_since(conn, seq, 2):
        steps += step
        seq = step[-1].seq
    assert steps == whole
    assert whole[-1].tags == ("x",)
    assert [q.text for q in changes.asked_since(conn, 0)] == [f"What is {n}?" for n in range(7)]
    assert max(whole[-1].seq, changes.asked_since(conn, 0)[-1].seq) == changes.latest_seq(conn)
    assert changes.answers_since(conn, changes.latest_seq(conn)) == []


# --- questions and use


def test_seed_questions_follow_the_source_and_learned_ones_stay(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(questions=("One?", "Two?", "One?", "  ")))
    answer = answers.find(conn, source_id, "refund")
    assert answer is not None
    asked.add(conn, answer.number, "learned", "en", Origin.LEARNED, 0.5, "q1", NOW)
    seq = changes.latest_seq(conn)
    store(reply(body="<p>New.</p>", questions=("Two?", "Three?"), groups=("g",)))
    texts = {(q.text, q.origin) for q in asked.of_answer(conn, answer.number)}
    assert texts == {("Two?", Origin.SEED), ("Three?", Origin.SEED), ("learned", Origin.LEARNED)}
    changed = {q.text: (q.gone, q.groups) for q in changes.asked_since(conn, seq)}
    assert changed["One?"][0]
    assert changed["learned"] == (False, frozenset({"g"}))
    assert (asked.count(conn), asked.count(conn, Origin.LEARNED)) == (3, 1)


def test_a_learned_question_is_noted_once_per_query_and_can_be_withdrawn(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    (number,) = answers.all_numbers(conn)
    first = asked.add(conn, number, "where is my money", "en", Origin.LEARNED, 1.0, "q1", NOW)
    assert asked.add(conn, number, "where is my money", "en", Origin.LEARNED, 1.0, "q1", NOW) == first
    other = asked.add(conn, number, "where is my money", "en", Origin.LEARNED, 1.0, "q2", NOW)
    assert other.number != first.number
    assert asked.remove_for_query(conn, "q1", number, NOW) == 1
    assert asked.remove_for_query(conn, "q1", number, NOW) == 0
    assert [q.number for q in asked.of_answer(conn, number)] == [other.number]
    with pytest.raises(NotFound):
        asked.add(conn, 99, "x", "en", Origin.LEARNED, 1.0, "q1", NOW)


def test_a_query_is_remembered_for_a_day(conn: Connection) -> None:
    usage.remember_query(conn, "q1", ["where is", "my money"], "en", "Ada", NOW)
    assert usage.recall_query(conn, "q1", NOW + DAY - timedelta(seconds=1)) == (
        ["where is", "my money"],
        "en",
    )
    assert usage.recall_query(conn, "q1", NOW + DAY) is None
    assert usage.recall_query(conn, "unknown", NOW) is None
    assert usage.purge_queries(conn, NOW) == 0
    assert usage.purge_queries(conn, NOW + DAY) == 1


def test_an_insertion_counts_once_and_can_be_taken_back(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    (number,) = answers.all_numbers(conn)

    def record(type_: EventType, query_id: str = "q1") -> bool:
        return usage.record_event(conn, query_id, number, type_, "Ada", NOW)

    assert not record(EventType.UNDONE)
    assert [record(EventType.INSERTED), record(EventType.INSERTED), record(EventType.INSERTED, "q2")] == [
        True,
        False,
        True,
    ]
    assert asked.usage(conn, [number, 99]) == {number: 2}
    assert [record(EventType.UNDONE), record(EventType.UNDONE)] == [True, False]
    assert asked.usage(conn, [number]) == {number: 1}
    assert record(EventType.INSERTED)
    assert answers.cards(conn, [number])[number].inserted == 2
    assert [record(EventType.COPIED), record(EventType.COPIED)] == [True, False]
    assert answers.cards(conn, [number])[number].inserted == 2


# --- tokens and settings


def test_a_token_opens_until_it_is_revoked_and_is_kept_as_a_hash(conn: Connection) -> None:
    row, plain = tokens.create(conn, "Ada's browser", Role.AGENT, ["billing", "billing"], NOW)
    assert re.fullmatch(r"cue_[A-Za-z0-9_-]{43}", plain)
    assert tokens.find(conn, plain) == Viewer("Ada's browser", Role.AGENT, frozenset({"billing"}))
    assert tokens.list_all(conn) == [row]
    stored = conn.execute(select(token_table)).one()
    assert plain not in str(stored)
    assert plain.removeprefix("cue_") not in str(stored)
    for wrong in ("", "cue_", plain[:-1], plain + "x", plain.lower(), "\ud800"):
        assert tokens.find(conn, wrong) is None
    with pytest.raises(NameTaken):
        tokens.create(conn, "Ada's browser", Role.ADMIN)
    assert tokens.revoke(conn, row.id)
    assert not tokens.revoke(conn, "Ada's browser")
    assert tokens.find(conn, plain) is None


def test_an_admin_sees_every_group(conn: Connection) -> None:
    _, plain = tokens.create(conn, "root", Role.ADMIN, now=NOW)
    viewer = tokens.find(conn, plain)
    assert viewer is not None
    assert viewer.sees_everything
    assert tokens.revoke(conn, "root")


def test_settings_have_defaults_until_they_are_set(conn: Connection) -> None:
    assert settings.read(conn, settings.REVIEW_DAYS) == 90
    settings.write(conn, settings.REVIEW_DAYS, 30)
    settings.write(conn, settings.REVIEW_DAYS, 31)
    settings.write(conn, "own", {"a": [1, None]})
    assert settings.read(conn, settings.REVIEW_DAYS) == 31
    assert settings.read_all(conn) == {**settings.DEFAULTS, settings.REVIEW_DAYS: 31, "own": {"a": [1, None]}}
    settings.write(conn, settings.REVIEW_DAYS, None)
    assert settings.read(conn, settings.REVIEW_DAYS) == 90
    assert settings.read(conn, "unknown", 7) == 7


# --- the team's own answers


def test_the_team_writes_changes_and_deletes_its_own_answers(conn: Connection) -> None:
    written = team.write(conn, prepare(reply(team.new_external_id())), NOW)
    assert (written.source.name, written.source.type, written.text) == (
        "team",
        "team",
        "We refund within 14 days.",
    )
    changed = team.document_for_update(conn, written.number, reply("ignored", body="New."))
    again = team.write(conn, prepare(changed), NOW + DAY)
    assert (again.number, again.text) == (written.number, "New.")
    assert len(history.versions(conn, again.number)) == 2
    team.delete(conn, again.number, NOW)
    assert answers.get(conn, again.id) is None
    with pytest.raises(NotFound):
        team.delete(conn, again.number, NOW)
    assert [source.name for source in sources.list_all(conn)] == ["team"]


def test_answers_of_other_sources_are_not_changed_here(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    (number,) = answers.all_numbers(conn)
    with pytest.raises(NotTeamAnswer, match="Change it there"):
        team.document_for_update(conn, number, reply())
    with pytest.raises(NotTeamAnswer):
        team.delete(conn, number, NOW)
