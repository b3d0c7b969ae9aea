"""Differences between versions: nothing is lost, and what is shown is what changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidecar.web.admin.answers.differences import MOST_WORDS, differences, shortened

WORDS = st.lists(st.sampled_from(["Refund", " ", "within", "14", "30", "days", ".", "\n", "返金", "فارسی"]))
TEXTS = WORDS.map("".join) | st.text(max_size=200)


@given(TEXTS, TEXTS)
def test_both_versions_can_be_put_together_again(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after


@given(TEXTS, TEXTS)
def test_shortening_leaves_every_change(before: str, after: str) -> None:
    pieces = differences(before, after)
    kept = [piece for piece in shortened(pieces) if piece.change != "same"]
    assert kept == [piece for piece in pieces if piece.change != "same"]


def test_a_changed_number_is_all_that_is_marked() -> None:
    pieces = differences("We refund within 14 days.", "We refund within 30 days.")
    assert [(piece.change, piece.text) for piece in pieces] == [
        ("same", "We refund within "),
        ("removed", "14"),
        ("added", "30"),
        ("same", " days."),
    ]


def test_long_texts_are_compared_by_line_and_cut_around_the_change() -> None:
    lines = [f"Line {number} says something of its own.\n" for number in range(MOST_WORDS)]
    changed = [*lines[:3000], "Another line.\n", *lines[3001:]]
    pieces = differences("".join(lines), "".join(changed))
    assert [piece.change for piece in pieces] == ["same", "removed", "added", "same"]
    shown = shortened(pieces)
    assert sum(len(piece.text) for piece in shown) < 600
    assert [piece.cut for piece in shown] == [True, False, False, False, True]
