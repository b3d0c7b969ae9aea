"""How sure a suggestion is: whether anything fits at all, so that silence can beat noise.

A small logistic model over what is known of the best answer gives the probability that it is right. Its
coefficients are fitted on labelled tickets by `tests/benchmarks/fit_confidence.py`; none is negative, so that
more evidence never makes less sure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sidecar.search.protocol import Index
from sidecar.suggest.recents import inverse_frequency
from sidecar.suggest.scoring import Candidate
from sidecar.suggest.unit import Unit

#: Over this a suggestion is shown as one, unless the team says otherwise: it is right more often than not.
THRESHOLD = 0.5
#: What a text that has all the words of a question is worth: less than the same question asked before.
_TEXT = 0.9
#: A piece of fewer telling words is no evidence when they are found in a long text.
_FEWEST_WORDS = 2
#: What agents found unhelpful for such a question takes from the probability at most.
_UNHELPFUL = 0.6
#: One word fits many answers by chance: what is left of the probability then, unless it was asked before or
#: is what the title says.
_ONE_WORD = 0.2


class Features(NamedTuple):
    """What is known of the best answer, from 0 to 1, the surer the higher; less where little was said.

    `fit` is the better of two grounds: that the same was asked before and went to this answer, or that its
    text has the words. `root` is its square root, `ahead` how far it is ahead of the next answer, `seen` how
    much of a question it has at all. `leaning` is how far the classifier is for it or (below 0) against it; 0
    without one.
    """

    fit: float
    root: float
    ahead: float
    seen: float
    leaning: float


#: How much each feature speaks for an answer, and what it takes without any (log-odds). What the classifier
#: says is held at 3: fitted freely it is 0.8, for it adds little where everything has an answer, but it tells
#: best of all what has none.
COEFFICIENTS = Features(fit=1.71, root=1.49, ahead=1.43, seen=1.76, leaning=3.0)
INTERCEPT = -2.48


def term_weights(index: Index, terms: Mapping[str, float]) -> dict[str, float]:
    """Return how much each term tells, by how rare it is in the texts."""
    total, frequencies = index.passage_frequencies(terms)
    return {term: inverse_frequency(total, frequencies[term]) for term in terms}


def confidence(
    candidate: Candidate,
    lead: float,
    units: Sequence[Unit],
    found: set[str],
    tells: Mapping[str, float],
    titled: float = 0.0,
) -> float:
    """Return the probability, from 0 to 1, that an answer fits.

    Args:
        candidate: The answer with what the asked questions say about it.
        lead: How far its score is ahead of the next answer's.
        units: The pieces of the ticket.
        found: The terms that the answer's title and text have.
        tells: How much each term tells.
        titled: Where the ticket has one telling word: which share of the title it is, from 0 to 1.
    """
    left = 1 - _UNHELPFUL * candidate.against
    if _words(units) >= _FEWEST_WORDS:
        return left * probability(features(candidate, lead, units, found, tells))
    near = max(titled, candidate.nearness)
    known = features(replace(candidate, nearness=near), lead, units, found, tells)
    return left * max(_ONE_WORD, near) * probability(known)


def features(
    candidate: Candidate, lead: float, units: Sequence[Unit], found: set[str], tells: Mapping[str, float]
) -> Features:
    """Return what the probability is computed from; the arguments are those of `confidence`."""
    lead = min(max(lead, 0.0), 1.0)
    near, share = min(max(candidate.nearness, 0.0), 1.0), min(max(candidate.vote_share, 0.0), 1.0)
    covered = max((_coverage(unit, found, tells) * unit.weight for unit in units), default=0.0)
    told = _words(units) / (_words(units) + 1)
    fit = told * max(near * math.sqrt((share + lead) / 2), _TEXT * covered * (1 + lead) / 2)
    return Features(
        fit=fit,
        root=math.sqrt(fit),
        ahead=told * lead,
        seen=told * max(near, covered),
        leaning=told * candidate.leaning,
    )


def probability(known: Features) -> float:
    """Return the probability that an answer of these features is right, by the fitted model."""
    odds = INTERCEPT + sum(weight * value for weight, value in zip(COEFFICIENTS, known, strict=True))
    return 1 / (1 + math.exp(-odds))


def _words(units: Sequence[Unit]) -> int:
    return len({term for unit in units for term in _own(unit)})


def _coverage(unit: Unit, found: set[str], tells: Mapping[str, float]) -> float:
    own = _own(unit)
    if len(own) < _FEWEST_WORDS:
        return 0.0
    total = sum(tells.get(term, 0.0) for term in own)
    return sum(tells.get(term, 0.0) for term in own & found) / total if total else 0.0


def _own(unit: Unit) -> set[str]:
    return {term for term, weight in unit.words.stems.items() if weight >= 1.0}


def share_of_title(units: Sequence[Unit], title: Sequence[str]) -> float:
    """Return which share of a title's telling words is the one of a ticket; 0 if that has more.

    Args:
        units: The pieces of the ticket.
        title: The telling terms of the title.
    """
    asked = {term for unit in units for term in _own(unit)}
    if len(asked) >= _FEWEST_WORDS or not asked.intersection(title):
        return 0.0
    return 1 / len(asked.union(title))
