"""From texts to what is asked of the index: the same analysis as for indexing, in every language at hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sidecar.search.analysis import analyze, base_language, grams
from sidecar.search.protocol import Words
from sidecar.search.rows import pairs

#: What a stem of another language of the knowledge weighs beside one of the text's own language.
_FOREIGN = 0.7


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


def with_pieces(
    words: Words,
    tells: Mapping[str, float],
    language: str,
    most: int,
    only: Collection[str] | None = None,
) -> Words:
    """Add the pieces of the rarest words: inflection, compounds and typing errors hide those.

    Args:
        words: What is asked for.
        tells: How much each stem tells, by its rarity.
        language: BCP 47 tag of the text.
        most: So many words are taken apart; each costs several terms.
        only: The stems that may be; `None` is all of them.
    """
    stems = (stem for stem in words.surfaces if only is None or stem in only)
    rarest = sorted(stems, key=lambda stem: -tells.get(stem, 0.0))[:most]
    found = dict.fromkeys((piece for stem in rarest for piece in grams(words.surfaces[stem], language)), 1.0)
    return replace(words, grams=found)
