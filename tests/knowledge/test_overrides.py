"""What the team says of an answer outlives every sync, and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from connectors.model import Audience
from sidecar.knowledge import answers, asked, changes, overrides
from sidecar.knowledge.errors import NotFound
from sidecar.knowledge.ingest import Verdict
from tests.knowledge.conftest import NOW, Store, reply

LATER = NOW + timedelta(days=1)


def number_of(conn: Connection, source_id: str, external_id: str = "refund") -> int:
    return answers.numbers_of(conn, [answers.answer_id(source_id, external_id)])[
        answers.answer_id(source_id, external_id)
    ]


def test_the_teams_audience_and_tags_outlive_a_sync(conn: Connection, source_id: str, store: Store) -> None:
    store(reply(audience=Audience.PUBLIC, tags=("billing",)))
    number = number_of(conn, source_id)
    overrides.set_audience(conn, number, Audience.INTERNAL, "Ada", NOW)
    overrides.set_tags(conn, number, ["money", "refunds", "money"], "Ada", NOW)
    store(reply(audience=Audience.PUBLIC, tags=("billing", "new"), body="Other words."), now=LATER)
    card = answers.cards(conn, [number])[number]
    assert (card.audience, card.tags, card.text) == (
        Audience.INTERNAL,
        ("money", "refunds"),
        "Other words.",
    )
    said = overrides.of_answer(conn, number)
    assert said is not None
    assert (said.source_audience, said.source_tags) == (Audience.PUBLIC, ("billing", "new"))
    assert (said.by, said.at) == ("Ada", NOW)


def test_what_the_source_says_counts_again_when_the_team_takes_its_word_back(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(audience=Audience.PUBLIC, tags=("billing",)))
    number = number_of(conn, source_id)
    overrides.set_audience(conn, number, Audience.INTERNAL, "Ada")
    overrides.set_tags(conn, number, [], "Ada")
    assert answers.cards(conn, [number])[number].tags == ()
    store(reply(audience=Audience.UNKNOWN, tags=("other",)))
    overrides.set_audience(conn, number, None, "Ada")
    overrides.set_tags(conn, number, None, "Ada")
    card = answers.cards(conn, [number])[number]
    assert (card.audience, card.tags) == (Audience.UNKNOWN, ("other",))


def test_every_word_of_the_team_reaches_the_index(conn: Connection, source_id: str, store: Store) -> None:
    store(reply(questions=("Money back?",)))
    number = number_of(conn, source_id)
    before = changes.latest_seq(conn)
    overrides.set_audience(conn, number, Audience.INTERNAL, "Ada")
    (moved,) = changes.answers_since(conn, before)
    assert (moved.number, moved.audience, moved.gone) == (number, Audience.INTERNAL, False)
    before = changes.latest_seq(conn)
    overrides.archive(conn, number, "Ada")
    assert [item.gone for item in changes.answers_since(conn, before)] == [True]
    assert [item.gone for item in changes.asked_since(conn, before)] == [True]
    before = changes.latest_seq(conn)
    overrides.bring_back(conn, number, "Ada")
    (back,) = changes.answers_since(conn, before)
    assert not back.gone
    assert [passage.text for passage in back.passages] == ["We refund within 14 days."]
    assert [item.gone for item in changes.asked_since(conn, before)] == [False]


def test_an_archived_answer_stays_archived_and_up_to_date(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply(), reply("other"))
    number = number_of(conn, source_id)
    overrides.archive(conn, number, "Ada", NOW)
    assert answers.cards(conn, [number]) == {}
    assert store(reply(), reply("other")) == [Verdict.UNCHANGED, Verdict.UNCHANGED]
    assert store(reply(body="Newer."), now=LATER) == [Verdict.CHANGED]
    assert answers.cards(conn, [number]) == {}
    kept = answers.get_archived(conn, answers.answer_id(source_id, "refund"))
    assert kept is not None
    assert (kept.text, kept.archived_at) == ("Newer.", NOW)
    assert overrides.archived_after(conn, 0, 10) == [number]
    overrides.bring_back(conn, number, "Ada")
    assert answers.cards(conn, [number])[number].text == "Newer."
    assert asked.of_answer(conn, number) == []


def test_what_is_deleted_at_the_source_leaves_the_archive_and_returns_to_it(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    number = number_of(conn, source_id)
    overrides.archive(conn, number, "Ada")
    answers.mark_gone(conn, source_id, ["refund"])
    assert overrides.archived_after(conn, 0, 10) == []
    assert answers.get_archived(conn, answers.answer_id(source_id, "refund")) is None
    with pytest.raises(NotFound):
        overrides.bring_back(conn, number, "Ada")
    store(reply())
    assert answers.cards(conn, [number]) == {}
    assert overrides.archived_after(conn, 0, 10) == [number]


def test_only_what_is_there_can_be_archived_or_brought_back(
    conn: Connection, source_id: str, store: Store
) -> None:
    store(reply())
    number = number_of(conn, source_id)
    with pytest.raises(NotFound):
        overrides.bring_back(conn, number, "Ada")
    overrides.archive(conn, number, "Ada")
    with pytest.raises(NotFound):
        overrides.archive(conn, number + 1, "Ada")
    with pytest.raises(NotFound):
        overrides.set_audience(conn, number + 1, None, "Ada")
    with pytest.raises(NotFound):
        overrides.set_tags(conn, number + 1, None, "Ada")
    with pytest.raises(NotFound):
        overrides.archive(conn, number, "Ada")
