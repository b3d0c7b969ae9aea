"""The confidence of a suggestion is a probability that more evidence never lowers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.search.protocol import Words
from sidecar.suggest.confidence import THRESHOLD, confidence, share_of_title
from sidecar.suggest.scoring import Candidate
from sidecar.suggest.unit import Unit

SHARES = st.floats(0, 1)
WORDS = ["refund", "bicycle", "parcel", "lost", "voucher", "invoice"]


def sure(nearness: float, share: float, lead: float, said: int, found: int) -> float:
    words = WORDS[:said]
    units = [Unit(" ".join(words), Words(dict.fromkeys(words, 1.0)))]
    candidate = Candidate(1, vote_share=share, nearness=nearness)
    return confidence(candidate, lead, units, set(words[:found]), dict.fromkeys(words, 1.0))


@given(SHARES, SHARES, SHARES, st.integers(2, 6), st.data())
def test_more_evidence_never_makes_less_sure(
    near: float, share: float, lead: float, said: int, data: st.DataObject
) -> None:
    found = data.draw(st.integers(0, said))
    here = sure(near, share, lead, said, found)
    assert 0 < here < 1
    nearer, larger, ahead = (value + data.draw(SHARES) * (1 - value) for value in (near, share, lead))
    assert sure(nearer, larger, ahead, said, found) >= here - 1e-12
    assert sure(near, share, lead, said, said) >= here - 1e-12


def test_the_same_question_asked_before_is_sure_and_so_is_a_text_that_has_all_words() -> None:
    assert sure(0.9, 0.9, 0.5, 5, 0) > THRESHOLD
    assert sure(0.0, 0.0, 0.5, 5, 5) > THRESHOLD
    assert sure(0.2, 0.2, 0.1, 5, 1) < THRESHOLD


@pytest.mark.parametrize("found", [0, 1])
def test_one_word_is_enough_only_where_it_was_asked_before(found: int) -> None:
    assert sure(0.0, 0.0, 1.0, 1, found) < THRESHOLD / 4
    assert sure(0.5, 1.0, 1.0, 1, found) < THRESHOLD
    assert sure(1.0, 1.0, 1.0, 1, found) > THRESHOLD


def test_one_word_that_the_title_says_is_more_than_one_that_only_a_text_has() -> None:
    units = [Unit("invoice", Words({"invoic": 1.0}))]
    assert share_of_title(units, ["find", "invoic"]) == 0.5
    assert share_of_title(units, ["refund"]) == 0
    assert share_of_title([Unit("", Words({"invoic": 1.0, "lost": 1.0}))], ["invoic"]) == 0
    candidate, tells = Candidate(1), {"invoic": 3.0}
    bare = confidence(candidate, 0.5, units, {"invoic"}, tells)
    titled = confidence(candidate, 0.5, units, {"invoic"}, tells, titled=0.5)
    assert bare < titled / 4
    assert confidence(candidate, 0.5, units, {"invoic"}, tells, titled=1.0) > titled


def test_what_agents_found_unhelpful_makes_less_sure() -> None:
    units, tells = [Unit("lost parcel", Words({"lost": 1.0, "parcel": 1.0}))], {"lost": 2.0, "parcel": 2.0}
    liked = Candidate(1, vote_share=1.0, nearness=1.0)
    disliked = Candidate(1, vote_share=1.0, nearness=1.0, against=0.8)
    assert confidence(disliked, 0.5, units, set(), tells) < 0.6 * confidence(liked, 0.5, units, set(), tells)
