"""What vectors are fitted to: what texts mean and not their form, and words spelt alike together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.search.semantic import fitting
from sidecar.search.semantic.bags import Bags, Entries
from sidecar.search.semantic.form import directions_of_form
from sidecar.search.semantic.spelling import Spelling, SpeltBags
from sidecar.search.semantic.vocabulary import Sample, choose
from sidecar.search.semantic.words import words_of

SUBJECTS, FORM, DIM = 8, 9, 16
WORDS = ("refund", "refunds", "refunding", "refundable", "parcel", "parcels", "parcelling")


def page(count: int, *, ticket: bool = False) -> tuple[list[Sample], np.ndarray]:
    """Questions and statements about some subjects; asking lies in a direction of its own."""
    draw = np.random.default_rng(0)
    samples, said = [], []
    for number in range(count):
        asks = bool(number // SUBJECTS % 2)
        samples.append(Sample(f"text {number}{'?' if asks else '.'}", "en", number if ticket else None))
        meaning = np.zeros(DIM, np.float32)
        meaning[number % SUBJECTS] = 1
        meaning[FORM] = 2 if asks else -2
        said.append(meaning + draw.normal(0, 0.05, DIM).astype(np.float32))
    return samples, np.stack(said)


def test_whether_a_text_asks_is_left_out_of_what_it_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "MOST_DIM", SUBJECTS)
    samples, said = page(320)
    frame = fitting.frame_of(samples, said, said)
    found = frame.of_texts(said)
    cosines = found[0] @ found[SUBJECTS : 2 * SUBJECTS].T
    assert cosines.argmax() == 0
    assert cosines[0] > 0.8


@pytest.mark.parametrize(("count", "ticket"), [(320, True), (40, False)])
def test_form_is_told_by_enough_published_texts_only(count: int, *, ticket: bool) -> None:
    samples, said = page(count, ticket=ticket)
    assert directions_of_form(samples, fitting.unit(said)).shape == (0, DIM)


def test_what_is_taught_of_a_word_is_taught_of_words_spelt_alike() -> None:
    texts = [*(f"{word} please" for word in WORDS[1:4]), *(f"{word} please" for word in WORDS[4:])]
    samples = [Sample(text, "en") for text in [*texts, "refund", "parcel"]]
    vocabulary = choose(samples, [])
    wanted = np.zeros((len(samples), 4), np.float32)
    wanted[:3, 0] = 1
    wanted[3:6, 1] = 1
    start = np.zeros((len(vocabulary.words), 4), np.float32)
    # Of "refund" and "parcel" themselves nothing is taught.
    bags = [words_of(sample.text, "en") for sample in samples[:6]]
    found = fitting.fit(bags, wanted[:6], vocabulary, start)
    refund, parcel = (found.rows[vocabulary.words.index(word)] for word in ("refund", "parcel"))
    assert refund[0] > 3 * abs(refund[1])
    assert parcel[1] > 3 * abs(parcel[0])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, len(WORDS) + 1), max_size=6), min_size=1, max_size=5), st.integers(0, 99)
)
def test_the_matrix_of_pieces_and_its_transpose_are_one(texts: list[list[int]], seed: int) -> None:
    bags = Bags([Entries(row, [1.0 + column for column in row]) for row in texts], len(WORDS) + 2)
    spelt = SpeltBags(bags, Spelling(WORDS))
    draw = np.random.default_rng(seed)
    table = draw.normal(size=(spelt.shape[1], 3)).astype(np.float32)
    rows = draw.normal(size=(spelt.shape[0], 3)).astype(np.float32)
    there = float((spelt.times(table) * rows).sum())
    back = float((table * spelt.transposed_times(rows)).sum())
    assert there == pytest.approx(back, rel=1e-3, abs=1e-2)
    assert spelt.squares().shape == (spelt.shape[1], 1)
