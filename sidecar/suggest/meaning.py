"""What word vectors say of a ticket: which questions, titles and passages mean about the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from sidecar.search.meanings.rows import Vectors
from sidecar.search.protocol import Scope
from sidecar.search.semantic.words import Word
from sidecar.suggest.meant import Meant, to_the_point
from sidecar.suggest.near_once import NearOnce
from sidecar.suggest.scoring import FULL_EVIDENCE
from sidecar.suggest.telling import telling_places
from sidecar.suggest.unit import Unit

#: So many of the nearest questions and titles vote, by this power of the cosine.
_NEAREST = 20
_SHARP = 16
#: So many passages are looked at, for so many pieces of the ticket beside the whole.
_PASSAGES = 30
_PIECES = 1
#: From this nearness on nearly the same was asked before, and titles say nothing beside it.
_NEARLY_THE_SAME = 0.85
#: How fast what a text means less alike counts less, as a power of the cosine.
_FALL = 4


def meant(
    view: NearOnce,
    units: Sequence[Unit],
    language: str,
    tells: Mapping[str, float],
    scope: Scope,
    asked: float = 0.0,
    parts: Sequence[Sequence[int]] = (),
) -> Meant:
    """Ask one state of the meanings about a ticket.

    Args:
        view: The vectors with what they are of, for this ticket.
        units: The pieces of the ticket.
        language: BCP 47 tag of the ticket.
        tells: How much each stem tells.
        scope: What the viewer may see.
        asked: How near the nearest question asked before is by its words, from 0 to 1. What it makes idle is
            spared: going through all passages, or all titles, takes as long as all else.
        parts: Places of units that will be asked about by themselves, too: their passages are looked for at
            once.
    """
    vectors = view.encode([_in_context(unit) for unit in units], language)
    found = Meant(vectors, _known(view, units, tells))
    if vectors.any():
        _vote(found, view, units, scope, titled=asked < _NEARLY_THE_SAME)
        voted = max(found.cosines.values(), default=0.0)
        if asked < FULL_EVIDENCE:
            _compare(found, view, units, scope, parts)
        # Titles that say nothing (names of files, numbers) would vote as loudly as any: one is the nearest.
        found.told = (voted / max(found.cosines.values())) ** _FALL if voted > 0 else 0.0
        found.alike = _shares(found.alike, _FALL)
    return found


def _in_context(unit: Unit) -> str:
    # A turn that leans on what was said before has its words heavier than theirs.
    leans = max(unit.words.stems.values(), default=0.0) > 1.0
    return " ".join(unit.words.surfaces.values()) if leans else unit.text


def _known(view: NearOnce, units: Sequence[Unit], tells: Mapping[str, float]) -> float:
    told = {stem: surface for unit in units for stem, surface in unit.words.surfaces.items()}
    total = sum(tells.get(stem, 0.0) for stem in told)
    grasp = view.vectors.grasp
    known = sum(tells.get(stem, 0.0) * grasp(Word(surface, stem)) for stem, surface in told.items())
    return known / total if total else 0.0


def _vote(found: Meant, view: NearOnce, units: Sequence[Unit], scope: Scope, *, titled: bool) -> None:
    questions = view.near_questions(found.vectors, scope, _NEAREST)
    nearest = [
        max((unit.weight * each.cosine for each in near), default=0.0)
        for unit, near in zip(units, questions, strict=True)
    ]
    found.points = [to_the_point(each, max(nearest)) for each in nearest]
    places = telling_places(nearest) if titled else []
    compared = dict(zip(places, view.near_titles(found.vectors[places], scope, _NEAREST), strict=True))
    titles = [compared.get(place, []) for place in range(len(units))]
    best: dict[int, float] = {}
    for place, unit in enumerate(units):
        asked = [(each.answer, each.cosine, each.weight) for each in questions[place] if each.weight > 0]
        asked += [(each.answer, each.cosine, 1.0) for each in titles[place]]
        asked.sort(key=lambda each: -each[1])
        votes: defaultdict[int, float] = defaultdict(float)
        for answer, cosine, weight in asked[:_NEAREST]:
            votes[answer] += weight * cosine**_SHARP
            found.cosines[answer] = max(found.cosines.get(answer, 0.0), unit.weight * cosine)
        for answer, vote in votes.items():
            if unit.weight**2 * vote > best.get(answer, 0.0):
                best[answer] = unit.weight**2 * vote
                found.places[answer] = place
        for title in titles[place]:
            _note(found.alike, title.answer, unit.weight * title.cosine)
    found.votes = _shares(best, 1)


def _compare(
    found: Meant, view: NearOnce, units: Sequence[Unit], scope: Scope, parts: Sequence[Sequence[int]]
) -> None:
    own = _compared(units, found.vectors)
    ahead = [_compared([units[place] for place in part], found.vectors[list(part)]) for part in parts]
    rows = np.concatenate([own, *ahead])
    for nears in view.near_passages(rows, scope, _PASSAGES)[: len(own)]:
        for near in nears:
            if near.cosine > found.alike.get(near.answer, 0.0) and near.ordinal >= 0:
                found.ordinals[near.answer] = near.ordinal
            _note(found.alike, near.answer, near.cosine)
            _note(found.cosines, near.answer, near.cosine)


def _compared(units: Sequence[Unit], vectors: Vectors) -> Vectors:
    """Return what of some units is compared with passages: all of them as one, and the longest."""
    weights = np.array([unit.weight for unit in units], np.float32)
    longest = sorted(
        range(len(units)), key=lambda place: -units[place].weight * len(units[place].words.stems)
    )
    whole = weights @ vectors
    rows = [whole / max(float(np.linalg.norm(whole)), 1e-6)] if len(units) > 1 else []
    return np.stack([*rows, *(vectors[place] for place in longest[:_PIECES])])


def _note(highest: dict[int, float], answer: int, value: float) -> None:
    if value > highest.get(answer, 0.0):
        highest[answer] = value


def _shares(values: Mapping[int, float], power: int) -> dict[int, float]:
    highest = max(values.values(), default=0.0)
    return {answer: (value / highest) ** power for answer, value in values.items()} if highest > 0 else {}
