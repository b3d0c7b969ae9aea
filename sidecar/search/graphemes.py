"""Where a text may be cut without taking a character apart: accents, joined emoji, syllables, conjuncts.

After the rules of Unicode Standard Annex 29 for extended grapheme clusters, with the conjuncts of the Indic
scripts; told from the character properties that the standard library has.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
#: Extending characters that are no marks: non-joiner, half-width voicing, Thai and Lao AM, skin tones, tags.
_EXTENDING = frozenset("\u200c\u200d\uff9e\uff9f\u0e33\u0eb3") | {
    chr(code) for code in range(0x1F3FB, 0x1F400)
}
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_VIRAMA = 9
_JAMO_MEDIAL = range(0x1160, 0x1200)
_HANGUL = (range(0x1100, 0x1200), range(0xAC00, 0xD7A4))


def boundary_before(text: str, place: int) -> int:
    """Return the nearest place at or before one where the text may be cut."""
    while 0 < place < len(text) and not is_boundary(text, place):
        place -= 1
    return place


def boundary_after(text: str, place: int) -> int:
    """Return the nearest place at or after one where the text may be cut."""
    while 0 < place < len(text) and not is_boundary(text, place):
        place += 1
    return place


def is_boundary(text: str, place: int) -> bool:
    """Tell whether no character of a reader goes across a place in a text."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    if after.isascii():
        return not (before == "\r" and after == "\n")
    code = ord(after)
    if after in _EXTENDING or code in _TAGS or unicodedata.category(after)[0] == "M" or before == _JOINER:
        return False
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return False
    if code in _JAMO_MEDIAL and any(ord(before) in syllables for syllables in _HANGUL):
        return False
    return code not in _FLAGS or _flags_before(text, place) % 2 == 0


def _flags_before(text: str, place: int) -> int:
    first = place
    while first and ord(text[first - 1]) in _FLAGS:
        first -= 1
    return place - first
