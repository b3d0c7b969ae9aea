"""The figures of the README hold: floors that no change may break, row by row.

Run with `CUECARD_FULL_BENCHMARKS=1` for every ticket; otherwise a fixed sample, with floors for its spread.
Word vectors are then fitted to fewer tickets than the floors are for: they have to find more than words alone
find of the same sample.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.benchmarks.figures import shop
from tests.benchmarks.figures.corpora import PARAPHRASES
from tests.benchmarks.figures.row import Bench, Measured, Row
from tests.benchmarks.figures.rows import QUALITY
from tests.benchmarks.figures.vectors import Unavailable, fitted
from tests.benchmarks.labelled import examples, measure, read_tickets, taught

FULL = os.environ.get("CUECARD_FULL_BENCHMARKS") == "1"
SAMPLE = 600
#: Points by which one of two values may be lower by chance, where the other is higher by more.
_NOISE = 0.5
WITH_VECTORS = [row for row in QUALITY if row.vectors]

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600 if FULL else 400)]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, test_data: Path) -> Bench:
    return Bench(test_data / "labelled", tmp_path_factory.mktemp("figures"), None if FULL else SAMPLE)


@pytest.fixture(scope="module")
def by_words() -> dict[str, Measured]:
    """What words alone came to, by the names of the rows: measured once."""
    return {}


@pytest.mark.parametrize("row", QUALITY, ids=[row.name for row in QUALITY])
async def test_words_alone_find_the_right_answer(
    bench: Bench, row: Row, by_words: dict[str, Measured]
) -> None:
    measured = by_words[row.name] = await row.measure(bench, None)
    _print(row, measured, "words alone")
    assert measured.below(row.floors) == []


@pytest.mark.parametrize("row", WITH_VECTORS, ids=[row.name for row in WITH_VECTORS])
async def test_word_vectors_find_it_better(bench: Bench, row: Row, by_words: dict[str, Measured]) -> None:
    if row.vectors == PARAPHRASES and not FULL:
        pytest.skip("NOT TESTED: building takes minutes: CUECARD_FULL_BENCHMARKS=1")
    try:
        vectors = fitted(row.vectors or "", bench)
    except Unavailable as missing:
        pytest.skip(str(missing))
    measured = await row.measure(bench, vectors.folder)
    _print(row, measured, f"word vectors of {vectors.told}")
    if FULL:
        assert measured.below(row.vector_floors) == []
    elif row.vector_floors:
        words = by_words.get(row.name) or await row.measure(bench, None)
        gains = [more - less for more, less in zip(measured.values, words.values, strict=True)]
        assert min(gains) > -_NOISE
        assert sum(gains) > 0


async def test_it_knows_when_nothing_fits(bench: Bench) -> None:
    """A shop's chat: many questions have no answer, and those must score lower than the others."""
    learned = examples(read_tickets(bench.data / shop.NAME / "learn.jsonl"), None, 1)
    async with taught(bench.place(shop.NAME, None), learned) as house:
        score = await measure(house, read_tickets(bench.data / shop.NAME / "test.jsonl"))
    right = [value for value, fits in score.confidences if fits]
    wrong = [value for value, fits in score.confidences if not fits]
    wins = sum((one > other) + 0.5 * (one == other) for one in right for other in wrong)
    area = wins / (len(right) * len(wrong))
    print(f"\nHINT3 shop: {score}  right above wrong by confidence {100 * area:.1f} %")
    assert area > 0.80


def _print(row: Row, measured: Measured, how: str) -> None:
    values = " / ".join(f"{value:.1f}" for value in measured.values)
    print(f"\n{row.name}: {values} {row.unit}, {how}, {row.how} (n={measured.tickets})")
