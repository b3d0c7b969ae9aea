"""Compounds: a word taken apart into words of the knowledge, and words put together into one that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType

from sidecar.search.analysis import Term
from sidecar.search.analysis.languages import stem
from sidecar.search.vocabulary import Vocabulary

#: What stands between the parts of a compound, in the languages that make them freely.
LINKS = MappingProxyType(
    {
        "de": ("", "s", "es", "n", "en", "e", "er"),
        "nl": ("", "s", "en", "e", "n"),
        "sv": ("", "s", "e", "o"),
        "da": ("", "s", "e"),
        "no": ("", "s", "e"),
        "fi": ("", "n", "s"),
        "hu": ("",),
    }
)
#: Letters of a part: shorter ones are found in every word.
_PART = 3
#: Letters of the second part of a word put together that its stem has for certain.
_KEPT = 1
#: What a part, and a word put together, weigh beside a word that stands there.
_TAKEN_APART, _PUT_TOGETHER = 0.5, 0.6
#: Letters of an ending that a part may have inside a compound.
_ENDING = 2
#: Shorter last parts of English verbs written as one word.
_PARTICLES = frozenset({"in", "up", "on"})
#: How far apart the parts may stand in a sentence ("Frist für die Rückgabe").
_WITHIN = 4


def parts(surface: str, language: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the stems of the two words that a compound is made of, with their weights; none if it is none.

    Args:
        surface: The folded word.
        language: Base language of the text; others than those of `LINKS` glue words without anything between.
        vocabulary: The parts must be words of the knowledge.
    """
    links = LINKS.get(language, ("",))
    best: tuple[int, tuple[str, ...]] = (0, ())
    for cut in range(_PART, len(surface) - 1):
        tail = surface[cut:]
        shorter = min(cut, len(tail))
        if shorter <= best[0]:
            continue
        if len(tail) >= _PART:
            ends: tuple[str, ...] = (stem(tail, language),)
        elif links == ("",) and tail in _PARTICLES:
            ends = ()
        else:
            continue
        heads = (head for head in _heads(surface[:cut], links, language) if head in vocabulary)
        head = next(heads, None)
        if head is not None and all(end in vocabulary for end in ends):
            best = (shorter, (head, *ends))
    return dict.fromkeys(best[1], _TAKEN_APART)


def joined(spoken: Sequence[Term], language: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the words of the knowledge that neighbouring words make together ("log in", "wi fi")."""
    found: dict[str, float] = {}
    for one, other in pairwise(spoken):
        written = one.surface + other.surface
        # Of a word put together its stem keeps the first part, and the beginning of the second.
        if (one.stop and other.stop) or not vocabulary.begins(written[: len(one.surface) + _KEPT]):
            continue
        both = stem(written, language)
        if len(both) > _PART and both in vocabulary:
            found[both] = _PUT_TOGETHER
    if language in LINKS:
        for made in _made(spoken, LINKS[language], vocabulary):
            found[made] = _PUT_TOGETHER
    return found


def _made(spoken: Sequence[Term], links: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    places = [place for place, term in enumerate(spoken) if not term.stop and len(term.text) >= _PART]
    telling = [(place, spoken[place].text) for place in places]
    for place, text in telling:
        near = [other for elsewhere, other in telling if 0 < abs(elsewhere - place) <= _WITHIN]
        # Inside a compound the first part may keep the ending that its stem has lost (Lieferungs-).
        for head in {text, spoken[place].surface} if near else ():
            if len(head) > _PART:
                for word in vocabulary.starting(head):
                    if any(_continues(word[len(head) :], other, links) for other in near):
                        yield word


def _continues(rest: str, part: str, links: Sequence[str]) -> bool:
    """Tell whether the rest of a compound is a part, after a link and with an ending at most."""
    if len(rest) < _PART:
        return False
    for link in links:
        after = rest.removeprefix(link) if rest.startswith(link) else ""
        if after.startswith(part) and len(after) - len(part) <= _ENDING:
            return True
    return False


def _heads(written: str, links: Sequence[str], language: str) -> Iterator[str]:
    for link in links:
        bare = written.removesuffix(link) if written.endswith(link) else ""
        if len(bare) >= _PART:
            yield stem(bare, language)
