"""Words typed as one that texts have as two: `login` for `log in`, `Rückgabefrist` for `Rückgabe Frist`."""

from __future__ import annotations

from dataclasses import replace

from sidecar.search.box.lexicon import Lexicon
from sidecar.search.box.needle import Needle, Reading, Word

_SHORTEST_PART, _SHORTEST_WORD = 2, 5
#: So many ways to cut a word are asked for, and what they count beside the word as typed.
_MOST, _WEIGHT = 2, 0.9


def with_splits(needle: Needle, lexicon: Lexicon) -> Needle:
    """Let each word be found as two next to each other, cut where both are words of the index."""
    return replace(needle, words=tuple(_split(word, lexicon) for word in needle.words))


def _split(word: Word, lexicon: Lexicon) -> Word:
    surface = word.surface
    if word.exact or len(surface) < _SHORTEST_WORD:
        return word
    cuts = range(_SHORTEST_PART, len(surface) - _SHORTEST_PART + 1)
    pairs = [(surface[:cut], surface[cut:]) for cut in cuts]
    counts = lexicon.word_counts({part for pair in pairs for part in pair})
    known = [pair for pair in pairs if min(counts[part] for part in pair)]
    best = sorted(known, key=lambda pair: -min(counts[part] for part in pair))[:_MOST]
    readings = [Reading((Word(first), Word(second)), _WEIGHT, adjacent=True) for first, second in best]
    return replace(word, readings=(*word.readings, *readings))
