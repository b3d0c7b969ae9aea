"""What of a long ticket is asked of the index: what tells least costs most to look up.

A short question needs each of its words. A ticket of many sentences says the same more than once, and the
words that stand everywhere decide nothing beside the others; they still count where answers are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sidecar.search.analysis import base_language, has_stemmer
from sidecar.search.analysis.scripts import is_unsegmented
from sidecar.search.protocol import Index, Words
from sidecar.suggest.recents import inverse_frequency

#: What a word tells that stands in every tenth passage.
COMMON = inverse_frequency(1000, 100)
#: A piece of many is asked by so many of its words at least, however common they are.
_FEWEST = 4
#: Of a long ticket, so many words are looked for in texts, and so many in titles, too: the most telling ones.
_SOUGHT = 24
_TITLED = 16
#: A ticket of more different words is long: one word misspelt loses little then.
_LONG = 30
#: A word of a script without spaces is about so many terms: its signs, and the pairs that they make.
_TERMS_OF_A_WORD = 3


def is_long(words: Words) -> bool:
    """Tell whether a ticket says so much that not every word has to be looked for."""
    return len(words.stems) > _LONG * _terms_of_a_word(words)


def unknown_words(words: Words, language: str, index: Index) -> frozenset[str] | None:
    """Return the stems of a long ticket that the knowledge does not have, which alone are taken apart.

    Words that it has are found as they are. `None` where every word may be taken apart, for no stemmer joins
    the forms of one.
    """
    if not has_stemmer(base_language(language)):
        return None
    # Nearly all stand in the text of some passage: that is told for all of them at once.
    _, passages = index.passage_frequencies(words.surfaces)
    return frozenset(
        stem
        for stem, surface in words.surfaces.items()
        if not passages[stem] and not index.has_word(stem, surface)
    )


def narrowed_unit(words: Words, tells: Mapping[str, float]) -> Words:
    """Return what is asked of one piece of many, but for the pieces of its words.

    Args:
        words: What the piece says.
        tells: How much each stem tells, by its rarity in the passages.
    """
    kept = {stem: weight for stem, weight in words.stems.items() if tells[stem] > COMMON}
    return replace(words, stems=kept) if len(kept) >= _FEWEST else words


def narrowed_whole(words: Words, tells: Mapping[str, float], unknown: Collection[str]) -> Words:
    """Return what is asked of a long ticket for the passages.

    Args:
        words: What the ticket says.
        tells: How much each stem tells, by its rarity in the passages.
        unknown: Stems that nothing has.
    """
    stems = words.stems
    room = _terms_of_a_word(words)
    known = [stem for stem in stems if stem not in unknown and tells[stem] > COMMON] or list(stems)
    telling = sorted(known, key=lambda stem: (-stems[stem] * tells[stem], stem))
    telling = telling[: _SOUGHT * room]
    titled = frozenset(telling[: _TITLED * room])
    return replace(words, stems={stem: stems[stem] for stem in telling}, titled=titled)


def _terms_of_a_word(words: Words) -> int:
    unspaced = sum(not stem.isascii() and is_unsegmented(stem[0]) for stem in words.stems)
    return _TERMS_OF_A_WORD if 2 * unspaced > len(words.stems) else 1
