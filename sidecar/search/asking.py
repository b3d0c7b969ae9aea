"""From texts to what is asked of the index: the same analysis as for indexing, in every language at hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sidecar.search.analysis import Term, analyze, base_language, grams
from sidecar.search.protocol import Needle, Word, Words
from sidecar.search.rows import pairs

#: What a stem of another language of the knowledge weighs beside one of the text's own language.
_FOREIGN = 0.7

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")


def words_of(
    text: str, language: str, others: Collection[str] = (), without: Collection[str] = frozenset()
) -> Words:
    """Return what a text asks for.

    A word is asked for by its stem in the language of the text and by its stems in the other languages of the
    knowledge: texts of each language were stemmed by their own rules.

    Args:
        text: A sentence, or a ticket whole.
        language: BCP 47 tag of the text.
        others: Base languages that the knowledge is written in.
        without: Folded words to leave out (names of the people writing).
    """
    own = base_language(language)
    terms = [term for term in analyze(text, own) if term.surface not in without]
    stems = {term.text: 1.0 for term in terms if not term.stop and term.weight == 1.0}
    for term in terms:
        if not term.stop:
            stems.setdefault(term.text, term.weight)
    silent = {term.surface for term in terms if term.stop}
    for other in (*others, "") if own not in others or len(others) > 1 else ():
        if other == own:
            continue
        for term in analyze(text, other):
            if not (term.stop or term.weight < 1.0 or term.surface in silent or term.surface in without):
                stems.setdefault(term.text, _FOREIGN)
    surfaces = {term.text: term.surface for term in terms if not (term.stop or term.extra)}
    spoken = tuple(term for term in terms if not term.extra)
    return Words(stems, dict.fromkeys(pairs(terms), 1.0), surfaces=surfaces, spoken=spoken)


def with_pieces(words: Words, tells: Mapping[str, float], language: str, most: int) -> Words:
    """Add the pieces of the rarest words: inflection, compounds and typing errors hide those.

    Args:
        words: What is asked for.
        tells: How much each stem tells, by its rarity.
        language: BCP 47 tag of the text.
        most: So many words are taken apart; each costs several terms.
    """
    rarest = sorted(words.surfaces, key=lambda stem: -tells.get(stem, 0.0))[:most]
    found = dict.fromkeys((piece for stem in rarest for piece in grams(words.surfaces[stem], language)), 1.0)
    return replace(words, grams=found)


def needle_of(query: str, language: str, others: Collection[str] = ()) -> Needle:
    """Return what a search box asks for: quoted parts exactly, all other words in any form.

    Nothing else is an operator. The last word may be unfinished unless a space or sign follows it. Stop words
    count only if there is nothing else.
    """
    phrases = tuple(tuple(_surfaces(analyze(part))) for part in _QUOTED.findall(query))
    rest = _QUOTED.sub(" ", query)
    own = base_language(language)
    languages = list(dict.fromkeys((own, *others, "")))
    by_place = [{(t.start, t.end): t for t in analyze(rest, each) if not t.extra} for each in languages]
    places = sorted(set().union(*by_place))
    words = [_word(place, by_place) for place in places]
    telling = [word for word, place in zip(words, places, strict=True) if not _is_stop(place, by_place)]
    return Needle(
        tuple(telling or words), tuple(filter(None, phrases)), open_end=_is_open(rest, places, by_place)
    )


def _word(place: tuple[int, int], by_place: list[dict[tuple[int, int], Term]]) -> Word:
    terms = [found[place] for found in by_place if place in found]
    return Word(tuple(dict.fromkeys(term.text for term in terms)), terms[-1].surface)


def _is_stop(place: tuple[int, int], by_place: list[dict[tuple[int, int], Term]]) -> bool:
    own = by_place[0].get(place)
    return own is not None and own.stop


def _is_open(rest: str, places: list[tuple[int, int]], by_place: list[dict[tuple[int, int], Term]]) -> bool:
    # Only the word at the very end is still being typed, and a stop word there is none to complete.
    return bool(places) and places[-1][1] == len(rest) and not _is_stop(places[-1], by_place)


def _surfaces(terms: Iterable[Term]) -> list[str]:
    return [term.surface for term in terms if not term.extra]
