"""Signals break ties and never bury: each within its stated bound, all together within a stated ratio."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.model import Audience
from sidecar.knowledge.model import Answer, Trust, TrustState
from sidecar.knowledge.personal import Personal
from sidecar.suggest.bounds import BOUNDS, Signal
from sidecar.suggest.model import Ticket
from sidecar.suggest.signals import Case, SimilarUse, factors
from sidecar.suggest.topics import Topics, shared_topics, topics_of
from sidecar.suggest.weights import HIGHEST, LOWEST, MOST_OVERTAKEN
from tests.suggest.test_weighing import NOW, PLAIN

DATES = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive
COUNTS = st.integers(0, 10**9)


@st.composite
def answers(draw: st.DrawFn, number: int) -> Answer:
    return replace(
        PLAIN,
        number=number,
        trust=Trust(draw(st.sampled_from(TrustState)), at=draw(DATES)),
        audience=draw(st.sampled_from(Audience)),
        language=draw(st.sampled_from(["en", "de", "pt-BR"])),
        tags=tuple(draw(st.lists(st.sampled_from(["billing", "Rook", "EU::Refund"])))),
        folder=draw(st.none() | st.sampled_from(["Billing::Rook", "help/returns"])),
        not_seen_since=draw(DATES),
        updated_at=draw(DATES),
        created_at=draw(DATES),
        inserted=draw(COUNTS),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    numbers = st.sampled_from([1, 2])
    return Case(
        language=draw(st.sampled_from(["", "en", "de", "pt"])),
        now=NOW,
        reply_public=draw(st.none() | st.booleans()),
        topics=Topics(
            tags=frozenset(draw(st.sets(st.sampled_from(["billing", "rook", "refund"])))),
            terms=frozenset(draw(st.sets(st.sampled_from(["rook", "billing", "return"])))),
            telling=draw(st.dictionaries(st.sampled_from(["t", "x"]), st.floats(0.1, 9))),
        ),
        personal=draw(st.dictionaries(numbers, st.builds(Personal, COUNTS, st.booleans()))),
        similar_use=draw(st.dictionaries(numbers, st.builds(SimilarUse, COUNTS, DATES))),
    )


@given(answers(1), cases())
def test_every_signal_keeps_to_its_bound(answer: Answer, case: Case) -> None:
    found = factors(answer, case)
    assert set(found) == set(Signal) == set(BOUNDS)
    for signal, factor in found.items():
        bound = BOUNDS[Signal(signal)]
        assert bound.least <= factor <= bound.most, signal


@given(answers(1), answers(2), cases(), st.floats(0.001, 1.0), st.floats(1.0, 100.0))
def test_no_combination_overtakes_a_clearly_better_match(
    worse: Answer, better: Answer, case: Case, score: float, times: float
) -> None:
    ahead = score * MOST_OVERTAKEN * times * 1.000001  # what floating point takes
    weighed = [math.prod(factors(each, case).values()) for each in (better, worse)]
    assert ahead * weighed[0] > score * weighed[1]


def test_clearly_better_means_less_than_twice_as_good() -> None:
    assert pytest.approx(HIGHEST / LOWEST) == MOST_OVERTAKEN
    assert 1.8 < MOST_OVERTAKEN < 1.9


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"similar_use": {1: SimilarUse(3, NOW)}}, {}),
        ({"similar_use": {1: SimilarUse(9, NOW)}}, {"similar_use": {1: SimilarUse(2, NOW)}}),
        (
            {"similar_use": {1: SimilarUse(9, NOW - timedelta(days=3))}},
            {"similar_use": {1: SimilarUse(9, NOW - timedelta(days=900))}},
        ),
        ({"personal": {1: Personal(inserted=1)}}, {}),
        ({"personal": {1: Personal(pinned=True)}}, {"personal": {1: Personal(inserted=10**9)}}),
        ({"topics": Topics(tags=frozenset({"billing"}))}, {"topics": Topics(tags=frozenset({"sales"}))}),
    ],
)
def test_what_speaks_for_an_answer_in_a_case_counts(
    better: dict[str, object], worse: dict[str, object]
) -> None:
    answer = replace(PLAIN, tags=("Billing",))
    weights = [
        math.prod(factors(answer, replace(Case("en", NOW), **fields)).values())  # type: ignore[arg-type]  # fields by name
        for fields in (better, worse)
    ]
    assert weights[0] > weights[1]


@pytest.mark.parametrize(
    ("ticket", "answer", "label"),
    [
        (Ticket(tags=("vip", "billing")), {"tags": ("Billing",)}, "Billing"),
        (Ticket(tags=("refund",)), {"tags": ("EU::Refund",)}, "EU::Refund"),
        (Ticket(tags=("late_delivery",)), {"tags": ("late delivery",)}, "late delivery"),
        (Ticket(subject="My Rook lights flicker"), {"folder": "Products::Rook lights"}, "Rook lights"),
        (Ticket(subject="Zwei Rechnungen erhalten"), {"tags": ("Rechnung",), "language": "de"}, "Rechnung"),
        (Ticket(url="https://support.fenn-saddles.com/t/1"), {"tags": ("fenn",)}, "fenn"),
        (Ticket(subject="My Rook lights flicker"), {"folder": "Products::Ember"}, None),
        (Ticket(url="https://support.example.com/tickets/9"), {"tags": ("support", "tickets")}, None),
        (Ticket(url="http://[broken"), {"tags": ("broken",)}, None),
        (Ticket(tags=("",)), {"tags": ("---",)}, None),
    ],
)
def test_a_topic_is_shared_by_tag_folder_or_name(
    ticket: Ticket, answer: dict[str, object], label: str | None
) -> None:
    language = str(answer.get("language", "en"))
    topics = topics_of(ticket, ticket.subject or "", language, {})
    shared = shared_topics(replace(PLAIN, **answer), topics)  # type: ignore[arg-type]  # fields by name
    assert shared.label == label
    assert (shared.share > 0) == (label is not None)


def test_a_title_with_the_telling_word_of_the_subject_shares_its_topic() -> None:
    tells = {"rook": 4.0, "light": 2.0, "problem": 0.2}
    topics = topics_of(Ticket(), "Problem: Rook light", "en", tells)
    named, half, other = (
        shared_topics(replace(PLAIN, title=title), topics).share
        for title in ("Rook light: care", "Rook saddle", "Problem solving")
    )
    assert named > half > other == 0
