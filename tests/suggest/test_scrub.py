"""What is learned holds nothing by which somebody could be found, and still says what was asked."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.suggest.scrub import scrub

CASES = sorted((Path(__file__).parent / "scrubbing").glob("*.yaml"))
PARTS = st.sampled_from(
    [
        "Anna",
        "Annas",
        "4111 1111 1111 1111",
        "a@b.example",
        "+49 170 1234567",
        "Lange Straße 5",
        "DE89370400440532013000",
    ]
)
SMALL_TALK = ("the printer shows E-1042 for", "refund to", "it still fails with", "version 2.3.1 and")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_personal_data_is_gone_and_what_is_asked_stays(case: Path) -> None:
    """Each file in `scrubbing/` is a text, the names on the page, what has to be gone and what stays."""
    data = yaml.safe_load(case.read_text("utf-8"))
    clean = scrub(data["text"], data.get("names", ()))
    assert [each for each in data["gone"] if each in clean] == []
    assert [each for each in data["stays"] if each not in clean] == []


@given(st.lists(st.tuples(PARTS, st.sampled_from(SMALL_TALK)), min_size=1, max_size=8))
def test_nothing_private_survives_among_other_words(parts: list[tuple[str, str]]) -> None:
    clean = scrub(" ".join(f"{said} {private}," for private, said in parts), ["Anna Müller"])
    assert [private for private, _ in parts if private in clean] == []
    assert all(word in clean for _, said in parts for word in said.split())


@given(st.text(max_size=300), st.lists(st.text(max_size=15), max_size=3))
def test_any_text_and_any_name_can_be_scrubbed(text: str, names: list[str]) -> None:
    assert len(scrub(text, names)) <= len(text)


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet="aA1 .-/@:+(#", min_size=1, max_size=12))
def test_no_text_takes_long(piece: str) -> None:
    """50,000 characters of any pattern are scrubbed in less than a second."""
    started = time.thread_time()
    scrub(piece * (50_000 // len(piece)), ["Anna"])
    assert time.thread_time() - started < 1
