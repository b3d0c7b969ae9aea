"""Tickets with two or three questions: the first suggestions have the right answer to each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.labelled import examples, passages, read_queries, read_tickets, taught
from tests.benchmarks.several import cover, several

#: Floors in percent by number of questions, 10 examples an answer: all answered in the first 3, the first 5.
#: (With all past tickets learned, they are rows of the README's table.)
TEN = {2: (56.0, 70.0), 3: (20.0, 43.0)}


@pytest.mark.benchmark
async def test_every_question_of_a_ticket_has_its_answer_among_the_first(
    tmp_path: Path, test_data: Path
) -> None:
    bank = test_data / "labelled" / "banking77"
    learned = examples(read_tickets(bank / "learn.jsonl"), 10, seed=7)
    tickets = read_tickets(bank / "test.jsonl")
    async with taught(tmp_path, learned) as house:
        for asked, (third, fifth) in TEN.items():
            covered = await cover(house, several(tickets, 200, asked, "en"))
            print(f"\nBanking77, 10 examples, {asked} questions: {covered}")
            assert covered.in3 >= third
            assert covered.in5 >= fifth


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("corpus", "language", "two", "three"),
    [
        ("covid-faq-de", "de", 9.0, 0.5),
        ("xquad-de", "de", 79.0, 62.0),
        ("xquad-ar", "ar", 82.0, 60.0),
        ("xquad-zh", "zh", 82.0, 49.0),
    ],
)
async def test_every_question_is_answered_from_texts_in_every_script(
    tmp_path: Path, test_data: Path, corpus: str, language: str, two: float, three: float
) -> None:
    folder = test_data / "labelled" / corpus
    async with passages(tmp_path, folder / "corpus.jsonl", language) as house:
        for asked, third in ((2, two), (3, three)):
            covered = await cover(house, several(read_queries(folder), 150, asked, language))
            print(f"\n{corpus}, {asked} questions: {covered}")
            assert covered.in3 >= third
