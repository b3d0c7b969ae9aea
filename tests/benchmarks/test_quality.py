"""How often the right answer is among the first, on labelled tickets: floors that no change may break.

Run with `CUECARD_FULL_BENCHMARKS=1` for every ticket; otherwise a fixed sample, with floors for its spread.
"""

from __future__ import annotations

import math
import os
import random
from pathlib import Path

import pytest

from tests.benchmarks.labelled import (
    Score,
    Ticket,
    examples,
    measure,
    passages,
    read_queries,
    read_tickets,
    taught,
)

FULL = os.environ.get("CUECARD_FULL_BENCHMARKS") == "1"
SAMPLE = 600
#: Standard deviations of a sample of this size, in points, allowed below a floor for all tickets.
SPREAD = 0.0 if FULL else 1.0
_ASIDE = (
    "My internet connection has been slow since Monday.",
    "We are planning a trip to the mountains next month.",
    "Our office moved to another floor recently.",
    "I usually write to you in the evening.",
    "My colleague recommended your company.",
    "The new website looks nice.",
    "I have two dogs and a cat.",
    "Last week we had a public holiday.",
    "The meeting was postponed until Friday.",
    "I bought a bicycle in spring.",
)


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("each", "first", "third"),
    [(0, 43.0, 56.0), (10, 73.0, 89.0), (None, 88.4, 96.6)],
    ids=["cold", "ten", "all"],
)
async def test_the_right_answer_of_77_is_among_the_first(
    tmp_path: Path, test_data: Path, each: int | None, first: float, third: float
) -> None:
    bank = test_data / "labelled" / "banking77"
    learned = examples(read_tickets(bank / "learn.jsonl"), each, seed=7)
    async with taught(tmp_path, learned) as house:
        score = await measure(house, _sample(read_tickets(bank / "test.jsonl")))
        print(f"\nBanking77, {'all' if each is None else each} examples an answer: {score}")
        _at_least(score, first, third)
        if each is None:
            buried = await measure(
                house, [_buried(ticket) for ticket in _sample(read_tickets(bank / "test.jsonl"), 300)]
            )
            print(f"Banking77, the question inside a long ticket: {buried}")
            _at_least(buried, 80.0, 91.0)


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("language", "floor"), [("de", 85.0), ("ar", 82.0), ("zh", 90.0), ("hi", 82.0), ("tr", 84.0)]
)
async def test_the_passage_is_found_in_every_script(
    tmp_path: Path, test_data: Path, language: str, floor: float
) -> None:
    folder = test_data / "labelled" / f"xquad-{language}"
    async with passages(tmp_path, folder / "corpus.jsonl", language) as house:
        score = await measure(house, _sample(read_queries(folder), 250))
    print(f"\nXQuAD {language}: {score}")
    _at_least(score, floor, floor)


@pytest.mark.benchmark
async def test_german_paraphrases_are_found_better_than_by_stems(tmp_path: Path, test_data: Path) -> None:
    folder = test_data / "labelled" / "covid-faq-de"
    async with passages(tmp_path, folder / "corpus.jsonl", "de") as house:
        score = await measure(house, read_queries(folder), limit=5)
    print(f"\nCOVID FAQ de: {score}")
    _at_least(score, 27.0, 41.0)


@pytest.mark.benchmark
async def test_it_knows_when_nothing_fits(tmp_path: Path, test_data: Path) -> None:
    """A shop's chat: many questions have no answer, and those must score lower than the others."""
    shop = test_data / "labelled" / "hint3-sofmattress"
    async with taught(tmp_path, examples(read_tickets(shop / "learn.jsonl"), None, seed=1)) as house:
        score = await measure(house, read_tickets(shop / "test.jsonl"))
    right = [value for value, fits in score.confidences if fits]
    wrong = [value for value, fits in score.confidences if not fits]
    wins = sum((one > other) + 0.5 * (one == other) for one in right for other in wrong)
    area = wins / (len(right) * len(wrong))
    print(f"\nHINT3 shop: {score}  right above wrong by confidence {100 * area:.1f} %")
    assert area > 0.80


def _sample(tickets: list[Ticket], size: int = SAMPLE) -> list[Ticket]:
    if FULL or len(tickets) <= size:
        return tickets
    return random.Random(11).sample(tickets, size)  # noqa: S311 - a sample, not a secret


def _buried(ticket: Ticket) -> Ticket:
    """Hide a question among five unrelated sentences, a greeting and a signature."""
    draw = random.Random(ticket.text)  # noqa: S311 - a sample, not a secret
    around = draw.sample(_ASIDE, 5)
    around.insert(draw.randrange(6), ticket.text)
    text = f"Hello team,\n\n{' '.join(around)}\n\nBest regards,\nPeter Miller\nExample Ltd"
    return Ticket(text, ticket.label)


def _at_least(score: Score, first: float, third: float) -> None:
    def slack(floor: float) -> float:
        return SPREAD * math.sqrt(floor * (100 - floor) / max(score.tickets, 1))

    assert score.hit1 >= first - slack(first)
    assert score.hit3 >= third - slack(third)
