"""The table of figures reads the same in a terminal and in the README, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.figures.row import Bench, Measured, Row
from tests.benchmarks.figures.table import Results, cells, into, markdown, plain


async def _nothing(bench: Bench, vectors: Path | None) -> Measured:
    raise AssertionError("printing measures nothing")


ROWS = (
    Row("Found: first / first three", "100 asked", _nothing, vectors="bank"),
    Row("Speed", "one core", _nothing, unit="ms"),
)
MEASURED = Results(
    words={"Found: first / first three": (88.44, 96.6), "Speed": (3.25,)},
    vectors={"Found: first / first three": (90.9, 97.7)},
    told={"bank": "MiniLM, fitted to 10,003 tickets"},
)


def test_the_readme_gets_the_figures_between_its_marks_and_nothing_else() -> None:
    before, after = "# Product\n\n", "\n\nMore."
    page = before + markdown(ROWS, Results()) + after
    written = into(page, markdown(ROWS, MEASURED))
    assert written.startswith(before)
    assert written.endswith(after)
    assert cells(written) == [
        ["Found: first / first three", "88.4 / 96.6 %", "90.9 / 97.7 %", "100 asked"],
        ["Speed", "3.2 ms", "–", "one core"],
    ]
    assert "bank: MiniLM, fitted to 10,003 tickets" in written


def test_a_page_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly once"):
        into("# Product", markdown(ROWS, MEASURED))


def test_the_terminal_shows_figures_and_protocol() -> None:
    shown = plain(ROWS, MEASURED)
    assert "88.4 / 96.6 %; with word vectors 90.9 / 97.7 %" in shown
    assert "100 asked" in shown
    assert "with word vectors –" in plain(ROWS, Results(words=MEASURED.words))


def test_a_value_under_its_floor_is_told_and_a_sample_may_be_off_by_its_spread() -> None:
    assert Measured((80.0, 95.0), 100, whole=True).below((81.0, 95.0)) == ["80.0 instead of 81.0"]
    assert Measured((80.0,), 100).below((81.0,)) == []
    assert Measured((70.0,), 100).below((81.0,)) == ["70.0 instead of 81.0"]
