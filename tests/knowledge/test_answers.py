"""What the store says about an answer over its life, alike on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event

from connectors.model import Audience, Kind
from sidecar.knowledge import answers, asked, changes, history, judging, settings
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.ingest import Verdict
from sidecar.knowledge.model import Answer, Origin, TrustState
from tests.knowledge.conftest import NOW, Store, article, reply


def the(conn: Connection, source_id: str, external_id: str = "refund", *, days: int = 0) -> Answer:
    found = answers.find(conn, source_id, external_id, NOW + timedelta(days=days))
    assert found is not None
    return found


def test_an_answer_comes_back_as_it_was_stored(conn: Connection, source_id: str, store: Store) -> None:
    document = reply(
        body="<p>Hi {{ticket.requester.first_name}}!</p>",
        questions=("When do I get my money?",),
        url="https://example.org/refund",
        audience=Audience.PUBLIC,
        groups=("billing", "sales"),
        language="de-AT",
        tags=("money", "Öl"),
        folder="Billing::Refund",
        shortcut="rf",
        owner="Ada",
        created_at=NOW - timedelta(days=10),
        updated_at=NOW - timedelta(days=5, microseconds=1),
    )
    assert store(document) == [Verdict.ADDED]
    answer = the(conn, source_id)
    assert answer.id == answers.answer_id(source_id, "refund")
    assert (answer.source.id, answer.source.name, answer.source.type) == (source_id, "macros", "replies")
    assert (answer.kind, answer.title, answer.language) == (Kind.REPLY, "Refund", "de-AT")
    assert answer.text == "Hi {{customer.first_name}}!"
    assert [p.name for p in answer.placeholders] == ["customer.first_name"]
    assert answer.groups == {"billing", "sales"}
    assert answer.tags == ("money", "Öl")
    assert (answer.url, answer.folder, answer.shortcut) == (document.url, document.folder, document.shortcut)
    assert (answer.created_at, answer.updated_at) == (document.created_at, document.updated_at)
    assert (answer.audience, answer.owner, answer.seen_at) == (Audience.PUBLIC, "Ada", NOW)
    assert answer.questions == ("When do I get my money?",)
    assert answers.get(conn, answer.id, NOW) == answer


def test_the_same_document_is_unchanged_and_a_new_text_is_a_new_version(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    later = NOW + timedelta(days=1)
    assert store(reply(), now=later) == [Verdict.UNCHANGED]
    number = the(conn, source_id).number
    assert the(conn, source_id).seen_at == later
    assert len(history.versions(conn, number)) == 1
    for day, text in ((2, "Within 30 days."), (3, "Within 7 days.")):
        assert store(reply(body=f"<p>{text}</p>"), now=NOW + timedelta(days=day)) == [Verdict.CHANGED]
    versions = history.versions(conn, number)
    assert [(v.number, v.text) for v in versions] == [
        (3, "Within 7 days."),
        (2, "Within 30 days."),
        (1, "We refund within 14 days."),
    ]
    assert [v.stored_at for v in versions] == [NOW + timedelta(days=3), NOW + timedelta(days=2), NOW]


def test_new_tags_reach_the_index_but_are_no_new_version(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    number = the(conn, source_id).number
    judging.verify(conn, number, "Ada", NOW)
    seq = changes.latest_seq(conn)
    assert store(reply(tags=("new",), audience=Audience.INTERNAL)) == [Verdict.CHANGED]
    (changed,) = changes.answers_since(conn, seq)
    assert (changed.tags, changed.audience) == (("new",), Audience.INTERNAL)
    assert len(history.versions(conn, number)) == 1
    assert the(conn, source_id).trust.state is TrustState.VERIFIED


def test_bold_print_alone_does_not_unsettle_a_verified_answer(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    judging.verify(conn, the(conn, source_id).number, "Ada", NOW)
    assert store(reply(body="<p>We refund within <b>14 days</b>.</p>")) == [Verdict.CHANGED]
    assert "<b>14 days</b>" in the(conn, source_id).html
    assert the(conn, source_id).trust.state is TrustState.VERIFIED


def test_trust_goes_from_unverified_to_verified_to_due(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    number = the(conn, source_id).number
    assert the(conn, source_id).trust.state is TrustState.UNVERIFIED
    judging.verify(conn, number, "Ada", NOW)
    trust = the(conn, source_id, days=89).trust
    assert (trust.state, trust.by, trust.at, trust.due) == (
        TrustState.VERIFIED,
        "Ada",
        NOW,
        NOW + timedelta(days=90),
    )
    assert the(conn, source_id, days=90).trust.state is TrustState.DUE
    settings.write(conn, settings.REVIEW_DAYS, 365)
    assert the(conn, source_id, days=90).trust.state is TrustState.VERIFIED


def test_changed_outranks_due_and_flagged_outranks_all(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    number = the(conn, source_id).number
    judging.verify(conn, number, "Ada", NOW)
    store(reply(body="<p>Something else.</p>"))
    assert the(conn, source_id, days=100).trust.state is TrustState.CHANGED
    judging.flag(conn, number, "Bob", "wrong number of days", NOW)
    trust = the(conn, source_id, days=100).trust
    assert (trust.state, trust.by, trust.reason) == (TrustState.FLAGGED, "Bob", "wrong number of days")
    judging.unflag(conn, number)
    assert the(conn, source_id, days=100).trust.state is TrustState.CHANGED
    judging.flag(conn, number, "Bob", "still wrong", NOW)
    judging.verify(conn, number, "Ada", NOW + timedelta(days=100))
    assert the(conn, source_id, days=100).trust.state is TrustState.VERIFIED


def test_a_change_taken_back_is_as_verified_as_before(conn: Connection, source_id: str, store: Store) -> None:
    store(reply())
    judging.verify(conn, the(conn, source_id).number, "Ada", NOW)
    store(reply(body="<p>Something else.</p>"))
    store(reply())
    assert the(conn, source_id).trust.state is TrustState.VERIFIED


def test_verification_at_the_source_is_carried_over_and_withdrawn(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(verified_at=NOW, verified_by="Grace"))
    assert the(conn, source_id).trust.by == "Grace"
    store(reply(body="<p>New.</p>", verified_at=NOW, verified_by="Grace"))
    assert the(conn, source_id).trust.state is TrustState.CHANGED
    store(reply(body="<p>New.</p>", verified_at=NOW + timedelta(days=1), verified_by="Linus"))
    assert (the(conn, source_id).trust.state, the(conn, source_id).trust.by) == (TrustState.VERIFIED, "Linus")
    store(reply(body="<p>New.</p>"))
    assert the(conn, source_id).trust.state is TrustState.UNVERIFIED


def test_a_source_that_knows_no_verification_leaves_ours_alone(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(verified_at=NOW, verified_by="Grace"))
    judging.verify(conn, the(conn, source_id).number, "Ada", NOW + timedelta(days=3))
    store(reply(tags=("x",)))
    assert the(conn, source_id).trust.by == "Ada"


def test_what_is_gone_is_gone_and_comes_back_with_its_history(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(questions=("When?",)), article())
    before = the(conn, source_id)
    judging.verify(conn, before.number, "Ada", NOW)
    store(reply(body="<p>Second.</p>", questions=("When?",)))
    learned = asked.add(conn, before.number, "money back", "en", Origin.LEARNED, 1.0, "q1", NOW)
    seq = changes.latest_seq(conn)

    assert answers.mark_gone(conn, source_id, ["refund", "never there"], NOW) == 1
    assert answers.get(conn, before.id) is None
    assert answers.cards(conn, [before.number]) == {}
    assert answers.passages(conn, [(before.number, 0)]) == {}
    assert answers.numbers_of(conn, [before.id]) == {}
    assert [(a.number, a.gone) for a in changes.answers_since(conn, seq)] == [(before.number, True)]
    assert {(q.text, q.gone) for q in changes.asked_since(conn, seq)} == {
        ("When?", True),
        ("money back", True),
    }
    assert asked.count(conn) == 0
    assert answers.mark_gone(conn, source_id, ["refund"], NOW) == 0
    with pytest.raises(NotFound):
        judging.verify(conn, before.number, "Ada", NOW)

    seq = changes.latest_seq(conn)
    assert store(reply(body="<p>Second.</p>", questions=("When?",))) == [Verdict.ADDED]
    after = the(conn, source_id)
    assert (after.id, after.number) == (before.id, before.number)
    assert [v.text for v in history.versions(conn, after.number)] == ["Second.", "We refund within 14 days."]
    assert after.trust.state is TrustState.CHANGED
    assert [a.gone for a in changes.answers_since(conn, seq)] == [False]
    assert {q.number for q in changes.asked_since(conn, seq) if not q.gone} >= {learned.number}
    assert asked.count(conn) == 2


def test_fifty_cards_take_one_statement(conn: Connection, source_id: str, store: Store) -> None:
    store(*(reply(f"r{index}") for index in range(50)))
    numbers = answers.all_numbers(conn, source_id)
    statements: list[str] = []
    event.listen(conn.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    assert len(answers.cards(conn, numbers, NOW)) == 50
    assert len(statements) == 1


def test_passages_are_given_by_their_keys(conn: Connection, source_id: str, store: Store) -> None:
    store(article(body="# A\n\nOne.\n\n# B\n\nTwo.\n"), article("other", body="Three."))
    first, second = answers.all_numbers(conn)
    found = answers.passages(conn, [(first, 1), (second, 0), (second, 1), (99, 0)])
    assert {key: (p.heading, p.text) for key, p in found.items()} == {
        (first, 1): ("B", "Two."),
        (second, 0): ("", "Three."),
    }
    assert [p.text for p in answers.passages_of(conn, first)] == ["One.", "Two."]


def test_translations_find_each_other(conn: Connection, source_id: str, store: Store) -> None:
    store(
        article("en", language="en"),
        article("de", language="de", translation_of="en", groups=("x",)),
        article("fr", language="fr", translation_of="en"),
        article("alone", language="en"),
    )
    numbers = {key: the(conn, source_id, key).number for key in ("en", "de", "fr", "alone")}
    found = answers.translations(conn, numbers.values())
    assert {key: [t.language for t in found.get(number, ())] for key, number in numbers.items()} == {
        "en": ["de", "fr"],
        "de": ["en", "fr"],
        "fr": ["de", "en"],
        "alone": [],
    }
    assert found[numbers["en"]][0].groups == {"x"}


def test_characters_that_no_database_takes_are_replaced(conn: Connection, store: Store) -> None:
    title = "'; DROP TABLE answers; -- 日本語 \U0001f600 \ud800"
    document = reply(title=title, body="a\0b \ud800 c", tags=("\udfff",), extra={"k\0": ["\ud801"]})
    assert store(document) == [Verdict.ADDED]
    assert store(document) == [Verdict.UNCHANGED]
    (answer,) = answers.cards(conn, answers.all_numbers(conn)).values()
    assert answer.title == title.replace("\ud800", "\ufffd")
    assert (answer.text, answer.tags) == ("a\ufffdb \ufffd c", ("\ufffd",))
