"""How well answers fit: the vote of the nearest asked questions, the profiles, the texts themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sidecar.search.protocol import AskedHit, PassageHit, Scope, Words
from sidecar.suggest.asked_once import Finds
from sidecar.suggest.classifier.predicting import Prediction
from sidecar.suggest.meant import Meant
from sidecar.suggest.telling import MANY, telling_places
from sidecar.suggest.unit import Unit
from sidecar.suggest.voting import Voices, Vote, vote_of

#: So many of the nearest questions vote.
NEAREST = 20
#: Passages and profiles looked at.
PASSAGES = 60
PROFILES = 20
#: Profiles looked at for each of many pieces, and passages for them: together they are enough.
_PROFILES_OF_MANY = 10
_PASSAGES_OF_MANY = 40
#: So many answers are compared in the end, the likeliest by words and meaning, and those that only the
#: classifier names.
_COMPARED = 100
#: What the vote of the nearest questions weighs beside the profile.
_VOTE = 0.35
#: What the classifier weighs beside both.
_PREDICTED = 0.5
#: What the classifier gives an answer that may as well be right as wrong.
_EVEN = 0.4
#: From this share on, an answer that only the classifier names is looked at.
_NAMED = 0.05
#: From this nearness on, asked questions are full evidence.
FULL_EVIDENCE = 0.5
#: How slowly evidence begins while little was learned: what is only a little like the ticket, and the one
#: question of its kind, leaves the texts their say.
_SLOWLY = 2.0
#: What the text of an answer still weighs then.
_TEXT_BESIDE_EVIDENCE = 0.2
#: What a title matched sentence by sentence weighs while nothing was asked.
_TITLE_ALONE = 0.3
#: What is left at least of the score of an answer that did not help with the very same question.
_LEFT_AGAINST = 0.4
#: More than this no candidate can reach before it is weighed.
HIGHEST = 1 + _TITLE_ALONE
#: What meaning weighs beside words: in texts while nothing was asked, and in what was asked.
_MEANT_IN_TEXTS = 0.9
_MEANT_IN_ASKED = 0.6
#: A text tells plainly by its words that it is meant: its score is at least the first, in full the second of
#: these shares of what all words asked for weigh, and the next best has less than its score, in full this
#: share of it. Else vectors fitted to another field would bury what anybody finds by its words (XQuAD-de,
#: hit@1 / hit@5 with such vectors: 87.9 / 96.3 with this, 69.4 / 89.6 without; where vectors fit, it costs 0
#: to 1.9).
_PLAIN_FROM, _PLAIN = 0.6, 1.0
_AHEAD = 0.5


@dataclass(slots=True)
class Candidate:
    """An answer that may fit, and why. All parts but `passage_score` are shares from 0 to 1.

    `against` tells how far agents found that it did not help with such a question. `voted` are the asked
    questions that spoke for it in the piece of the ticket that speaks most for it, `close` how close each of
    all asked questions is to that piece. `factors` are what besides the texts speaks for it, `found_as` is
    the answer whose parts these are, if another that says the same, `lifted` why the score is that of a
    better one.
    """

    answer: int
    vote: float = 0.0
    vote_share: float = 0.0
    nearness: float = 0.0
    fresh: float = 0.0
    profile: float = 0.0
    predicted: float = 0.0
    chance: float = 0.0
    leaning: float = 0.0
    meant: float = 0.0
    alike: float = 0.0
    cosine: float = 0.0
    text: float = 0.0
    passage_score: float = 0.0
    ordinal: int | None = None
    unit: int | None = None
    used: int = 0
    asked: float = 0.0
    from_text: float = 0.0
    from_title: float = 0.0
    from_meaning: float = 0.0
    against: float = 0.0
    weight: float = 1.0
    score: float = 0.0
    voted: Sequence[AskedHit] = ()
    close: Mapping[int, float] | None = None
    factors: Mapping[str, float] | None = None
    found_as: int | None = None
    lifted: str | None = None


Merge = Callable[[list[AskedHit], Words], list[AskedHit]]
#: Given the places of units, the answers found, the likeliest first, and what the word vectors say: what the
#: classifier says of those units, if there is one.
Predict = Callable[[Sequence[int], Sequence[int], Meant | None], Prediction | None]
#: Given how near the nearest question asked before is by its words, from 0 to 1: what the word vectors say,
#: if there are any.
AskMeanings = Callable[[float], Meant | None]


#: What the asked questions say about units, by the identity of each.
Votes = dict[int, tuple[Unit, Vote]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the index.

    Attributes:
        merge: Adds the questions that the index does not have yet.
        predict: Asks the classifier.
        outdated: Answers whose profile is no longer true.
        voices: Whose each question is that speaks against an answer; one agent has one voice.
        ask_meanings: Asks the word vectors.
        tells: How much each stem of the ticket tells.
        votes: What was said about units before: a ticket is looked at whole and in its parts.
    """

    merge: Merge
    predict: Predict = lambda _places, _found, _meant: None
    outdated: Collection[int] = ()
    voices: Voices = lambda _: {}
    ask_meanings: AskMeanings = lambda _: None
    tells: Mapping[str, float] = field(default_factory=dict)
    votes: Votes = field(default_factory=dict)


def gather(
    units: Sequence[Unit],
    whole: Words,
    index: Finds,
    scope: Scope,
    beside: Beside,
) -> list[Candidate]:
    """Return every answer that may fit with its parts and score, best first.

    Args:
        units: What is asked for piece by piece.
        whole: The ticket as one text, for the passages.
        index: The search index.
        scope: What the viewer may see.
        beside: What is known beside the index.
    """
    found: defaultdict[int, Candidate] = defaultdict(lambda: Candidate(-1))
    nearest, against = _add_votes(found, units, index, scope, beside)
    places = telling_places(nearest)
    _add_profiles(found, units, places, index, scope, beside.outdated)
    passages = index.find_passages(whole, scope, PASSAGES if len(units) < MANY else _PASSAGES_OF_MANY)
    _add_passages(found, passages)
    meant = beside.ask_meanings(max((each.nearness for each in found.values()), default=0.0))
    if meant is not None:
        _add_meaning(found, meant)
    likeliest = _likeliest(found)
    for number in likeliest[_COMPARED:]:
        del found[number]
    prediction = beside.predict(places, likeliest[:_COMPARED], meant)
    if prediction is not None:
        points = meant.points if meant is not None and meant.points else [1.0] * len(units)
        weighed = [units[place].weight * points[place] for place in places]
        _add_prediction(found, places, weighed, prediction)
    trust = prediction.trust if prediction is not None else 0.0
    voice = _PREDICTED * trust
    told = max((max(each.nearness, trust * each.chance) for each in found.values()), default=0.0)
    evidence = min(1.0, told / FULL_EVIDENCE) ** (_SLOWLY - (_SLOWLY - 1) * trust)
    weights = _Weights(evidence, voice)
    if meant is not None:
        in_texts = _MEANT_IN_TEXTS * (1 - evidence) * (1 - _plainly(found, whole, beside.tells))
        weights = _Weights(evidence, voice, meant.known * _MEANT_IN_ASKED, meant.known * in_texts, meant.told)
    for number, candidate in found.items():
        candidate.answer = number
        candidate.against = against.get(number, 0.0)
        _combine(candidate, weights)
    return sorted(found.values(), key=lambda each: (-each.score, each.answer))


def _likeliest(found: Mapping[int, Candidate]) -> list[int]:
    """Return the answers found by words and by meaning, the likeliest first."""
    told = [
        (-(_VOTE * each.vote + (1 - _VOTE) * each.profile + each.text + each.meant + each.alike), number)
        for number, each in found.items()
    ]
    return [number for _, number in sorted(told)]


@dataclass(frozen=True, slots=True)
class _Weights:
    """What the parts of a score weigh, from 0 to 1.

    `evidence` is what was asked before beside the texts, `voice` the classifier beside the nearest questions,
    `in_asked` and `in_texts` meaning beside words, `voted` the votes beside the texts by meaning.
    """

    evidence: float
    voice: float
    in_asked: float = 0.0
    in_texts: float = 0.0
    voted: float = 0.0


def _plainly(found: Mapping[int, Candidate], whole: Words, tells: Mapping[str, float]) -> float:
    """Return how plainly the words of one text tell that it is meant, from 0 to 1."""
    scores = sorted((each.passage_score for each in found.values()), reverse=True)[:2]
    # Of the words that were said: not of their synonyms.
    said = {stem: weight for stem, weight in whole.stems.items() if stem in whole.surfaces}
    attainable = sum(weight * tells.get(stem, 0.0) for stem, weight in said.items())
    if not attainable or not scores or not scores[0]:
        return 0.0
    second = scores[1] / scores[0] if len(scores) > 1 else 0.0
    complete = (scores[0] / attainable - _PLAIN_FROM) / (_PLAIN - _PLAIN_FROM)
    ahead = (1 - second) / (1 - _AHEAD)
    return min(max(complete, 0.0), 1.0) * min(ahead, 1.0)


def _combine(candidate: Candidate, weights: _Weights) -> None:
    evidence, in_asked = weights.evidence, weights.in_asked
    by_words = _VOTE * candidate.vote + (1 - _VOTE) * candidate.profile
    near = in_asked * candidate.meant + (1 - in_asked) * by_words
    candidate.asked = evidence * (weights.voice * candidate.predicted + (1 - weights.voice) * near)
    words = 1 - weights.in_texts
    candidate.from_text = words * (1 - (1 - _TEXT_BESIDE_EVIDENCE) * evidence) * candidate.text
    candidate.from_title = words * (1 - evidence) * _TITLE_ALONE * candidate.profile
    meant = (weights.voted * candidate.meant + candidate.alike) / (weights.voted + 1)
    candidate.from_meaning = weights.in_texts * (1 + _TITLE_ALONE) * meant
    told = candidate.asked + candidate.from_text + candidate.from_title + candidate.from_meaning
    candidate.score = told * left(candidate)


def parts(candidate: Candidate) -> dict[str, float]:
    """Return what the texts say for an answer, each part by its name; their sum is how well it fits."""
    return {
        "asked": candidate.asked,
        "text": candidate.from_text,
        "title": candidate.from_title,
        "meaning": candidate.from_meaning,
    }


def left(candidate: Candidate) -> float:
    """Return the factor that is left of a fit after what agents found unhelpful."""
    return 1 - (1 - _LEFT_AGAINST) * candidate.against


def evidence(candidate: Candidate) -> dict[str, float]:
    """Return what the parts were made from, each by its name."""
    return {
        "vote": candidate.vote,
        "share": candidate.vote_share,
        "nearness": candidate.nearness,
        "profile": candidate.profile,
        "predicted": candidate.predicted,
        "meant": candidate.meant,
        "alike": candidate.alike,
        "passage": candidate.passage_score,
        "against": candidate.against,
    }


def _add_votes(
    found: dict[int, Candidate],
    units: Sequence[Unit],
    index: Finds,
    scope: Scope,
    beside: Beside,
) -> tuple[list[float], dict[int, float]]:
    """Add what the asked questions say.

    Returns:
        How near the nearest question is to each unit, and how far questions speak against answers, found or
        not.
    """
    raw: dict[int, float] = {}
    nearest: list[float] = []
    against: dict[int, float] = {}
    for place, unit in enumerate(units):
        vote = _vote(unit, index, scope, beside)
        for number, value in vote.against.items():
            against[number] = max(against.get(number, 0.0), unit.weight * value)
        nearest.append(unit.weight * max(vote.near.values(), default=0.0))
        total = sum(vote.votes.values())
        for number, value in vote.votes.items():
            candidate = found[number]
            candidate.used = max(candidate.used, vote.used.get(number, 0))
            nearness = unit.weight * vote.near[number]
            candidate.nearness = max(candidate.nearness, nearness)
            candidate.fresh = max(candidate.fresh, unit.weight * vote.fresh.get(number, 0.0))
            if value * unit.weight**2 > raw.get(number, 0.0):
                raw[number] = value * unit.weight**2
                candidate.unit = place
                candidate.vote_share = value / total
                candidate.voted, candidate.close = vote.voted[number], vote.close
    highest = max(raw.values(), default=1.0)
    for number, value in raw.items():
        found[number].vote = value / highest
    return nearest, against


def _vote(unit: Unit, index: Finds, scope: Scope, beside: Beside) -> Vote:
    known = beside.votes.get(id(unit))
    if known is None:
        hits = beside.merge(index.find_asked(unit.sought, scope, NEAREST), unit.sought)
        # The unit is kept beside it, so that no other object gets its identity meanwhile.
        known = beside.votes[id(unit)] = (unit, vote_of(hits, unit, index, beside.voices))
    return known[1]


def _add_profiles(
    found: dict[int, Candidate],
    units: Sequence[Unit],
    places: Sequence[int],
    index: Finds,
    scope: Scope,
    outdated: Collection[int],
) -> None:
    raw: dict[int, float] = {}
    most = PROFILES if len(units) < MANY else _PROFILES_OF_MANY
    for place in places:
        unit = units[place]
        for number, _, score in index.find_profiles(unit.sought, scope, most):
            value = score * unit.weight
            if value > raw.get(number, 0.0) and number not in outdated:
                raw[number] = value
                candidate = found[number]
                if candidate.vote == 0.0:
                    candidate.unit = place
    highest = max(raw.values(), default=1.0)
    for number, value in raw.items():
        found[number].profile = value / highest
    # The profile in the index does not tell yet of what was learned a moment ago: its nearness stands in.
    for candidate in found.values():
        candidate.profile = max(candidate.profile, candidate.fresh)


def _add_meaning(found: dict[int, Candidate], meant: Meant) -> None:
    for number in {*meant.votes, *meant.alike}:
        candidate = found[number]
        candidate.meant = meant.votes.get(number, 0.0)
        candidate.alike = meant.alike.get(number, 0.0)
        candidate.cosine = meant.cosines.get(number, 0.0)
        if candidate.unit is None:
            candidate.unit = meant.places.get(number)
        if candidate.ordinal is None:
            candidate.ordinal = meant.ordinals.get(number)


def _add_prediction(
    found: dict[int, Candidate], places: Sequence[int], weighed: Sequence[float], prediction: Prediction
) -> None:
    if not prediction.shares.size:
        return
    weights = np.array(weighed, np.float32)[:, None]
    shares = prediction.shares * weights
    best, where = shares.max(axis=0), np.array(places)[shares.argmax(axis=0)]
    chances = (prediction.chances * weights).max(axis=0)
    columns = (each.tolist() for each in (prediction.answers, best, where, chances))
    highest = float(best.max())
    for number, share, place, chance in zip(*columns, strict=True):
        if number in found or share >= _NAMED:
            candidate = found[number]
            candidate.predicted = max(share / highest, candidate.fresh)
            candidate.chance = chance
            candidate.leaning = prediction.trust * (chance - _EVEN)
            if candidate.unit is None:
                candidate.unit = place


def _add_passages(found: dict[int, Candidate], hits: Sequence[PassageHit]) -> None:
    highest = hits[0].score if hits else 1.0
    for hit in hits:
        candidate = found[hit.answer]
        if candidate.ordinal is None:
            candidate.ordinal = hit.ordinal
            candidate.passage_score = hit.score
            candidate.text = hit.score / highest
