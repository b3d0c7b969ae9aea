"""Synonyms: the common ones of support in each language, and the team's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from sidecar.search.analysis import Term, analyze, base_language

#: What a synonym weighs beside the word itself: from the common table; from the team, which knows its words.
_COMMON, _TEAM = 0.5, 0.8
#: The most that a word weighs which was not said.
_HIGHEST = 0.9

Phrase = tuple[str, ...]
#: The first stem of a phrase -> phrases beginning so, each with what else may be said and its weight.
Synonyms = Mapping[str, Sequence[tuple[Phrase, Mapping[str, float]]]]

NONE: Synonyms = MappingProxyType({})


@lru_cache(maxsize=64)
def synonyms_of(groups: tuple[tuple[str, ...], ...], language: str) -> Synonyms:
    """Return a team's groups of phrases that mean the same, ready to be looked up.

    Args:
        groups: Each has two phrases at least.
        language: Base language of the texts they are looked for in.
    """
    return _ready(groups, language, _TEAM)


@lru_cache(maxsize=64)
def common_synonyms(language: str) -> Synonyms:
    """Return the common synonyms of a base language; none where there is no table for it."""
    name = base_language(language)
    file = resources.files(__package__).joinpath("tables", f"{name}.txt")
    if not name.isalpha() or not file.is_file():
        return NONE
    lines = file.read_text(encoding="utf-8").splitlines()
    return _ready((line.split(",") for line in lines if line.strip()), name, _COMMON)


def said_otherwise(spoken: Sequence[Term], table: Synonyms) -> dict[str, float]:
    """Return what else could have been said, with weights.

    Args:
        spoken: The words of a text in their order, stop words included.
        table: The synonyms of its language.
    """
    said = [term.text for term in spoken]
    found: dict[str, float] = {}
    for place, first in enumerate(said):
        for phrase, other in table.get(first, ()):
            if tuple(said[place : place + len(phrase)]) == phrase:
                for stem, weight in other.items():
                    found[stem] = max(weight, found.get(stem, 0.0))
    return found


def _ready(groups: Iterable[Sequence[str]], language: str, weight: float) -> Synonyms:
    made: defaultdict[str, list[tuple[Phrase, Mapping[str, float]]]] = defaultdict(list)
    for group in groups:
        analyzed = [analyze(text, language) for text in group]
        phrases = [(_spoken(terms), _telling(terms)) for terms in analyzed if terms]
        for place, (phrase, own) in enumerate(phrases):
            others = [telling for number, (_, telling) in enumerate(phrases) if number != place]
            # A phrase of several words says as much in one word as in its own.
            share = weight * max(1, len(own))
            weights = {
                stem: min(share / len(said), _HIGHEST) for said in others for stem in said if stem not in own
            }
            if weights:
                made[phrase[0]].append((phrase, MappingProxyType(weights)))
    return MappingProxyType(dict(made))


def _spoken(terms: Sequence[Term]) -> Phrase:
    """Return the words of a phrase in their order, without an article in front.

    What is behind stays: it may belong to a verb ("log in").
    """
    said = [term for term in terms if not term.extra]
    first = next((place for place, term in enumerate(said) if not term.stop), 0)
    return tuple(term.text for term in said[first:])


def _telling(terms: Sequence[Term]) -> Phrase:
    """Return what a phrase is found by; a code is one word, whatever signs are in it."""
    whole = [(term.start, term.end) for term in terms if term.extra and term.weight == 1.0]
    found = (
        term.text
        for term in terms
        if not term.stop
        and term.weight == 1.0
        and (term.extra or not any(first <= term.start and term.end <= last for first, last in whole))
    )
    return tuple(dict.fromkeys(found))
