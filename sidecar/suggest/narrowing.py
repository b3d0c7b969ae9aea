"""What of a long ticket is asked of the index: what tells least costs most to look up.

A short question needs each of its words. A ticket of many sentences says the same more than once, and the
words that stand everywhere decide nothing beside the others; they still count where answers are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sidecar.search.analysis import base_language, has_stemmer
from sidecar.search.protocol import Index, Words
from sidecar.suggest.recents import inverse_frequency

#: What a word tells that stands in every fifth passage.
COMMON = inverse_frequency(1000, 200)
#: A piece of many is asked by so many of its words at least, however common they are.
_FEWEST = 4
#: Of a long ticket, so many words are looked for in titles, too: the most telling ones.
_TITLED = 24


def unknown_words(words: Words, language: str, index: Index) -> frozenset[str] | None:
    """Return the stems of a long ticket that the knowledge does not have, which alone are taken apart.

    Words that it has are found as they are. `None` where every word may be taken apart, for no stemmer joins
    the forms of one.
    """
    if not has_stemmer(base_language(language)):
        return None
    return frozenset(stem for stem, surface in words.surfaces.items() if not index.has_word(stem, surface))


def narrowed_unit(words: Words, tells: Mapping[str, float]) -> Words:
    """Return what is asked of one piece of many, but for the pieces of its words.

    Args:
        words: What the piece says.
        tells: How much each stem tells, by its rarity in the passages.
    """
    return replace(words, stems=_uncommon(words.stems, tells, _FEWEST))


def narrowed_whole(words: Words, tells: Mapping[str, float]) -> Words:
    """Return what is asked of a long ticket for the passages; the arguments are those of `narrowed_unit`."""
    stems = _uncommon(words.stems, tells, 1)
    telling = sorted(stems, key=lambda stem: (-stems[stem] * tells[stem], stem))
    return replace(words, stems=stems, titled=frozenset(telling[:_TITLED]))


def _uncommon(stems: Mapping[str, float], tells: Mapping[str, float], fewest: int) -> dict[str, float]:
    """Leave out what stands in every fifth passage, unless too little would be left."""
    kept = {stem: weight for stem, weight in stems.items() if tells[stem] > COMMON}
    return kept if len(kept) >= fewest else dict(stems)
