"""The nearest by heads and then exactly are the nearest there are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.search.meanings.heads import levels_of, mask_of, pack, packed_rows, places_of
from sidecar.search.meanings.nearest import nearest
from sidecar.search.meanings.rows import RECORD, Rows, basis_of, packed

Vectors = np.ndarray


def rows_of(vectors: Vectors, live: np.ndarray | None = None) -> Rows:
    basis = basis_of(vectors)
    records = np.zeros(len(vectors), RECORD)
    records["answer"] = np.arange(len(vectors)) // 3
    kept = np.ones(len(vectors), np.bool_) if live is None else live
    heads = np.empty((packed_rows(len(vectors)), basis.shape[1]), np.float32)
    pack(vectors @ basis, heads, 0)
    return Rows(packed(vectors), heads, basis, records, kept, np.flatnonzero(kept))


def drawn(count: int, dim: int, seed: int, *, steep: float = 0.0) -> Vectors:
    """Vectors of length 1 whose first directions differ more than the others, as those of texts do."""
    found = np.random.default_rng(seed).standard_normal((count, dim)) * np.arange(1, dim + 1) ** -steep
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@given(st.integers(1, 200), st.integers(2, 80), st.integers(1, 25), st.integers(0, 9))
def test_few_rows_are_all_compared_exactly(count: int, dim: int, limit: int, seed: int) -> None:
    vectors, queries = drawn(count, dim, seed), drawn(3, dim, seed + 1)
    for (places, cosines), exact in zip(
        nearest(rows_of(vectors), queries, None, limit), queries @ vectors.T, strict=True
    ):
        best = np.sort(exact[exact > 1e-3])[::-1][:limit]
        assert cosines[: len(best)] == pytest.approx(best, abs=1e-3)
        assert cosines == pytest.approx(exact[places], abs=1e-3)


@given(st.sampled_from([3000, 9000]), st.integers(0, 3), st.floats(0.001, 1.0))
def test_of_many_rows_hidden_ones_are_never_found_and_the_best_hardly_missed(
    count: int, seed: int, share: float
) -> None:
    vectors, queries = drawn(count, 96, seed, steep=0.7), drawn(4, 96, seed + 1, steep=0.7)
    seen = np.random.default_rng(seed).random(count) < share
    seen[0] = True
    for (places, _), exact in zip(
        nearest(rows_of(vectors), queries, mask_of(seen), 20), queries @ vectors.T, strict=True
    ):
        assert seen[places].all()
        best = np.argsort(-np.where(seen, exact, -1))[: min(20, np.count_nonzero(seen & (exact > 0)))]
        assert len(places) == len(best)
        assert len(np.intersect1d(places, best)) >= 0.9 * len(best)


def test_the_same_text_a_thousand_times_is_found_as_often_as_wanted() -> None:
    vectors = np.repeat(drawn(2, 96, 5), [6000, 50], axis=0)
    ((places, cosines),) = nearest(rows_of(vectors), vectors[:1], None, 40)
    assert len(places) == 40
    assert cosines == pytest.approx(1, abs=1e-3)
    assert cosines.max() <= 1


def test_a_text_without_known_words_finds_nothing() -> None:
    rows = rows_of(drawn(9, 16, 0))
    ((places, _),) = nearest(rows, np.zeros((1, 16), np.float32), None, 5)
    assert len(places) == 0


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    rows = rows_of(np.zeros((0, 16), np.float32))
    assert [len(places) for places, _ in nearest(rows, drawn(2, 16, 0), None, 5)] == [0, 0]
    assert [len(part) for part in rows.of_answers([1, 2])] == [0, 0]


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(0, 9))
def test_rows_of_answers_are_all_their_rows(answers: list[int], seed: int) -> None:
    live = np.random.default_rng(seed).random(60) < 0.7
    rows = rows_of(drawn(60, 8, seed), live)
    places, whose = rows.of_answers(answers)
    for place, answer in enumerate(answers):
        expected = [row for row in range(60) if live[row] and row // 3 == answer]
        assert sorted(places[whose == place].tolist()) == expected


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=8), st.integers(1, 70), st.booleans(), st.integers(0, 9)
)
def test_heads_put_in_bit_by_bit_are_compared_as_nearly_as_bytes_can_tell(
    lots: list[int], dim: int, same: bool, seed: int
) -> None:
    count = sum(lots)
    heads, queries = drawn(count, dim, seed), drawn(3, dim, seed + 1)
    if same:
        queries = heads[:1]
    into = np.full((packed_rows(count), dim), np.nan, np.float32)
    ends = np.cumsum(lots)
    for first, last in zip([0, *ends], ends, strict=False):
        earlier = levels_of(into[: packed_rows(first)], queries) if first else None
        pack(heads[first:last], into, first)
        if earlier is not None:
            again = levels_of(into[: packed_rows(first)], queries)
            assert rows_only(again, first).tolist() == rows_only(earlier, first).tolist()
    levels = rows_only(levels_of(into, queries), count)
    cosines = (levels.astype(np.float64) - 128) / 121
    assert cosines == pytest.approx(queries @ heads.T, abs=0.25)


def rows_only(levels: np.ndarray, count: int) -> np.ndarray:
    """Return the levels of so many rows, without what stands between them."""
    places = places_of(np.arange(levels.shape[1]))
    return levels[:, (np.arange(levels.shape[1]) % 4 < 3) & (places < count)]
