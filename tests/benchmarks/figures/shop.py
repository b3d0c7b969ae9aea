"""HINT3's mattress shop: a chat in which most questions have no answer."""

from __future__ import annotations

from pathlib import Path

from sidecar.suggest.confidence import THRESHOLD
from sidecar.suggest.evaluation.outcomes import Outcome
from sidecar.suggest.evaluation.silence import best_threshold, curve
from tests.benchmarks.figures.row import Bench, Measured
from tests.benchmarks.labelled import Ticket, examples, read_tickets, taught
from tests.suggest.running import Team

NAME = "hint3-sofmattress"


async def shop(bench: Bench, vectors: Path | None) -> Measured:
    """Measure the right answer first where there is one, and Matthews correlations, times 100.

    These are over all answers and "none" (Gorodkin's R_K), at the best threshold and at the shipped one.
    """
    learned = examples(read_tickets(bench.data / NAME / "learn.jsonl"), None, 1)
    tickets = read_tickets(bench.data / NAME / "test.jsonl")
    async with taught(bench.place(NAME, vectors), learned) as house:
        outcomes = [await _outcome(house, line, ticket) for line, ticket in enumerate(tickets)]
    answerable = [each for each in outcomes if each.answerable]
    first = sum(each.right for each in answerable) / len(answerable)
    best = best_threshold(outcomes)
    assert best is not None
    shipped = curve(outcomes, [THRESHOLD])[0].matthews
    return Measured((100 * first, 100 * best[1], 100 * shipped), len(tickets), whole=True)


async def _outcome(house: Team, line: int, ticket: Ticket) -> Outcome:
    result = await house.ask(ticket.text, limit=10)
    ranked = [each.answer.external_id for each in result.suggestions]
    return Outcome(
        line=line,
        place=ranked.index(ticket.label) + 1 if ticket.label in ranked else None,
        confidence=result.confidence,
        took=result.took_ms,
        wanted=ticket.label,
        first=ranked[0] if ranked else None,
    )
