"""How sure a suggestion is: whether anything fits at all, so that silence can beat noise."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sidecar.search.protocol import Index
from sidecar.suggest.recents import inverse_frequency
from sidecar.suggest.scoring import Candidate, Unit

#: Over this a suggestion is shown as one. Calibrated on past tickets of a bank, without a quarter of its
#: answers, and of a shop.
THRESHOLD = 0.23
#: What a text that has all the words of a question is worth: less than the same question asked before.
_TEXT = 0.9
#: A sentence of fewer telling words is no evidence when they are found in a long text.
_FEWEST_WORDS = 2


def term_weights(index: Index, terms: Mapping[str, float]) -> dict[str, float]:
    """Return how much each term tells, by how rare it is in the texts."""
    total, frequencies = index.passage_frequencies(terms)
    return {term: inverse_frequency(total, frequencies[term]) for term in terms}


def confidence(
    candidate: Candidate, lead: float, units: Sequence[Unit], found: set[str], tells: Mapping[str, float]
) -> float:
    """Return from 0 to 1 how likely an answer fits.

    Args:
        candidate: The answer with what the asked questions say about it.
        lead: How far its score is ahead of the next answer's.
        units: The pieces of the ticket.
        found: The terms that the answer's title and text have.
        tells: How much each term tells.
    """
    lead = min(max(lead, 0.0), 1.0)
    asked = candidate.nearness * math.sqrt((candidate.vote_share + lead) / 2)
    covered = max((_coverage(unit, found, tells) * unit.weight for unit in units), default=0.0)
    return min(1.0, max(asked, _TEXT * covered * (1 + lead) / 2)) * _told(units)


def _told(units: Sequence[Unit]) -> float:
    """Return how far a ticket says enough to be sure of anything: one word fits many answers by chance."""
    words = len({term for unit in units for term in _own(unit)})
    return words / (words + 1)


def _coverage(unit: Unit, found: set[str], tells: Mapping[str, float]) -> float:
    own = _own(unit)
    if len(own) < _FEWEST_WORDS:
        return 0.0
    total = sum(tells.get(term, 0.0) for term in own)
    return sum(tells.get(term, 0.0) for term in own & found) / total if total else 0.0


def _own(unit: Unit) -> set[str]:
    return {term for term, weight in unit.words.stems.items() if weight == 1.0}
