"""Word vectors as answering uses them: read from a folder, told apart, exchanged, never in the way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.search.semantic import storage, vectors
from sidecar.search.semantic.current import CurrentVectors
from sidecar.search.semantic.storage import Fitted
from sidecar.search.semantic.vectors import WordVectors
from sidecar.search.semantic.words import STEM, piece_ids, words_of

ABOUT = {
    "model": "hand-made",
    "model_fingerprint": "0",
    "built_at": datetime(2026, 1, 1, tzinfo=UTC),
    "published": 1,
    "tickets": 0,
    "agreement": 1.0,
}


def hand_made(folder: Path, scale: float = 1.0) -> None:
    """Four dimensions: cards, parcels, Persian, and what pieces say."""
    words = ["card", "parcel", "کارت", STEM + "refund"]
    pieces = sorted(set(piece_ids("zebra")))
    rows = np.vstack([np.eye(4)[[0, 1, 2, 1]], np.tile(np.eye(4)[3], (len(pieces), 1))]) * scale
    storage.write(
        folder,
        Fitted(
            words,
            pieces,
            rows.astype(np.float32),
            np.ones(len(rows), np.float32),
            np.eye(4, dtype=np.float32),
        ),
        ABOUT,
    )


def encode(folder: Path, *texts: str, language: str = "en") -> np.ndarray:
    loaded = vectors.load(folder)
    assert loaded is not None
    return loaded.encode(texts, [language] * len(texts))


def test_a_text_is_the_sum_of_its_words_at_length_one(tmp_path: Path) -> None:
    hand_made(tmp_path, scale=3)
    found = encode(tmp_path, "Card!", "card, parcel", "nothing 4711 known", "")
    assert np.allclose(found[0], [1, 0, 0, 0])
    assert np.allclose(found[1], [0.5**0.5, 0.5**0.5, 0, 0], atol=1e-3)
    assert not found[2:].any()


def test_an_unseen_word_falls_back_to_its_stem_then_to_its_pieces(tmp_path: Path) -> None:
    hand_made(tmp_path)
    by_stem, by_pieces = encode(tmp_path, "refunded", "zebras")
    assert np.allclose(by_stem, [0, 1, 0, 0])
    assert np.allclose(by_pieces, [0, 0, 0, 1])


def test_an_unseen_word_is_known_as_far_as_its_pieces_are(tmp_path: Path) -> None:
    hand_made(tmp_path)
    loaded = vectors.load(tmp_path)
    assert loaded is not None
    card, refunded, zebras, strange, code = (
        loaded.grasp(words_of(word, "en")[0]) for word in ("card", "refunded", "zebras", "Xyquillo", "E1042")
    )
    assert card == refunded == 1
    assert 0.3 < zebras < 1
    assert strange == code == 0


def test_words_are_found_in_either_writing_habit(tmp_path: Path) -> None:
    hand_made(tmp_path)
    storage.write(
        tmp_path,
        Fitted(
            [words_of("کارت", "fa")[0].surface],
            [],
            np.ones((1, 2), np.float32),
            np.ones(1, np.float32),
            np.eye(2, dtype=np.float32),
        ),
        ABOUT,
    )
    assert encode(tmp_path, "كارت", language="fa").any()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> WordVectors:
    folder = tmp_path_factory.mktemp("vectors")
    hand_made(folder)
    loaded = vectors.load(folder)
    assert loaded is not None
    return loaded


@settings(deadline=None)
@given(st.lists(st.text(), max_size=70))
def test_any_text_gets_a_row_of_length_one_or_zero(made: WordVectors, texts: list[str]) -> None:
    found = made.encode([*texts, "a card"], ["en"] * (len(texts) + 1))
    lengths = np.linalg.norm(found, axis=1)
    assert found.shape == (len(texts) + 1, 4)
    assert np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0))


def test_nothing_built_and_damaged_count_as_none(tmp_path: Path) -> None:
    assert vectors.load(tmp_path / "missing") is None
    assert storage.inspect(tmp_path / "missing").fault is None
    hand_made(tmp_path)
    rows = next(tmp_path.glob("generation-*/rows.npy"))
    rows.write_bytes(rows.read_bytes()[:-1])
    assert vectors.load(tmp_path) is None
    assert "damaged" in (storage.inspect(tmp_path).fault or "")


def test_a_new_generation_is_noticed_and_the_old_one_swept(tmp_path: Path) -> None:
    using = CurrentVectors(tmp_path)
    assert not using.reload_if_changed()
    hand_made(tmp_path)
    assert using.reload_if_changed()
    first = using.vectors
    assert not using.reload_if_changed()
    hand_made(tmp_path, scale=2)
    assert using.reload_if_changed()
    assert first is not None
    assert using.vectors is not None
    assert using.vectors.name != first.name
    assert len(list(tmp_path.glob("generation-*"))) == 1
    assert np.allclose(first.encode(["card"], ["en"]), [[1, 0, 0, 0]]), "the old one serves whom it served"
    assert storage.remove(tmp_path) > 0
    assert using.reload_if_changed()
    assert using.vectors is None
