"""What the asked questions nearest to a piece of a ticket say about it: for answers, and against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sidecar.search.protocol import AskedHit
from sidecar.suggest.asked_once import Finds
from sidecar.suggest.recents import inverse_frequency
from sidecar.suggest.unit import Unit

#: What the words of the ticket weigh beside those of the question, when the two are compared.
_ASKED = 0.6
#: A collection of questions is taken to have at least this many, when the rarity of words is judged.
_SMALL = 200
#: A question learned from an insertion weighs this much.
INSERTED = 1.0

#: Tells by its number who said that an answer did not help with a question.
Voices = Callable[[Collection[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Vote:
    """What the asked questions say about one unit, by answer: votes, nearness, how often inserted.

    `fresh` is the nearness of questions that no profile tells of yet, `against` how far the answer did not
    help with such questions, `voted` the questions that spoke for it, `close` how close each question is.
    """

    votes: dict[int, float]
    near: dict[int, float]
    used: dict[int, int]
    fresh: dict[int, float]
    against: dict[int, float]
    voted: dict[int, list[AskedHit]]
    close: dict[int, float]


def vote_of(hits: Sequence[AskedHit], unit: Unit, index: Finds, voices: Voices) -> Vote:
    """Let the asked questions vote on a piece of a ticket, each by the square of its score.

    Args:
        hits: The nearest questions.
        unit: The piece.
        index: Tells how rare words are among the questions.
        voices: Whose the questions are that speak against an answer.
    """
    votes: defaultdict[int, float] = defaultdict(float)
    near: defaultdict[int, float] = defaultdict(float)
    used: defaultdict[int, int] = defaultdict(int)
    fresh: defaultdict[int, float] = defaultdict(float)
    voted: defaultdict[int, list[AskedHit]] = defaultdict(list)
    close = _closeness(hits, unit, index)
    for hit in hits:
        if hit.weight <= 0:
            continue
        votes[hit.answer] += hit.weight * hit.score**2
        voted[hit.answer].append(hit)
        nearness = close.get(hit.question, 0.0)
        near[hit.answer] = max(near[hit.answer], nearness)
        if hit.fresh:
            fresh[hit.answer] = max(fresh[hit.answer], nearness)
        used[hit.answer] += hit.learned and hit.weight >= INSERTED
    return Vote(votes, near, used, fresh, _against(hits, votes, close, voices), voted, close)


def _against(
    hits: Sequence[AskedHit], votes: Mapping[int, float], close: Mapping[int, float], voices: Voices
) -> dict[int, float]:
    """Return how far each answer did not help with such questions, from 0 to 1.

    Several agents come nearer and nearer to 1 together, each with the one question that says most; what
    speaks for the answer counts against them.
    """
    negative = [hit for hit in hits if hit.weight < 0]
    if not negative:
        return {}
    whose = voices([hit.question for hit in negative])
    said: dict[tuple[int, str], tuple[float, float]] = {}
    for hit in negative:
        voice = (hit.answer, whose.get(hit.question, f"question {hit.question}"))
        told = (-hit.weight * close.get(hit.question, 0.0), -hit.weight * hit.score**2)
        said[voice] = max(said.get(voice, told), told)
    spared: defaultdict[int, float] = defaultdict(lambda: 1.0)
    opposed: defaultdict[int, float] = defaultdict(float)
    for (number, _), (against, votes_against) in said.items():
        spared[number] *= 1 - against
        opposed[number] += votes_against
    return {
        number: (1 - left) * opposed[number] / (opposed[number] + votes.get(number, 0.0))
        for number, left in spared.items()
    }


def _closeness(hits: Sequence[AskedHit], unit: Unit, index: Finds) -> dict[int, float]:
    """Return how close the nearest questions are: the share of what both say in what either says."""
    known = {hit.question: hit.stems for hit in hits if hit.stems}
    own = {stem for stem, weight in unit.words.stems.items() if weight >= 1.0}
    total, frequencies = index.asked_frequencies(own.union(*known.values()))
    # In a small collection everything looks common; it is weighed as if it were larger.
    tells = {term: inverse_frequency(max(total, _SMALL), count) for term, count in frequencies.items()}
    asked = sum(tells[term] for term in own)
    close: dict[int, float] = {}
    for question, stems in known.items():
        said = sum(tells[term] for term in stems)
        shared = sum(tells[term] for term in stems if term in unit.words.stems)
        close[question] = min(1.0, shared / (_ASKED * asked + (1 - _ASKED) * said)) if shared else 0.0
    return close
