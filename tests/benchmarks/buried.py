"""A question hidden in a long ticket: a fixed list of unrelated sentences, the question at a random place."""

from __future__ import annotations

import random

from tests.benchmarks.labelled import Ticket

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
_SENTENCES = 5


def buried(ticket: Ticket) -> Ticket:
    """Hide a question among five unrelated sentences, a greeting and a signature."""
    draw = random.Random(ticket.text)  # noqa: S311 - a sample, not a secret
    around = draw.sample(_ASIDE, _SENTENCES)
    around.insert(draw.randrange(_SENTENCES + 1), ticket.text)
    text = f"Hello team,\n\n{' '.join(around)}\n\nBest regards,\nPeter Miller\nExample Ltd"
    return Ticket(text, ticket.label)
