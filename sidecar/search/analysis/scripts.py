"""Which characters make a word, and which scripts write words without spaces between them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Scripts cut into bigrams: no spaces between words, or (Hangul) endings glued on without a stemmer for them.
UNSEGMENTED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # Hangul letters
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # ideographic iteration mark, closing mark, zero
    (0x3041, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),  # Katakana, small
    (0x3400, 0x4DBF),  # Han, extension A
    (0x4E00, 0x9FFF),  # Han
    (0xAC00, 0xD7AF),  # Hangul syllables
    (0xF900, 0xFAFF),  # Han, compatibility
    (0xFF66, 0xFF9D),  # Katakana, half width
    (0x20000, 0x3FFFF),  # Han, extensions B and on
)

#: Invisible characters found inside words: soft hyphen, zero-width ones, direction marks, Mongolian
#: separator.
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"

#: Letters, digits and marks above this code point are rare enough to go without (tags, private use).
_LAST_SCANNED = 0x1FFFF


@lru_cache(maxsize=1)
def word_class() -> str:
    r"""Return the inside of a regular-expression class: all letters, digits and marks of segmented scripts.

    `\w` of the standard library would not do: it leaves out the vowel signs of Hindi and its neighbours.
    """
    ranges: list[tuple[int, int]] = []
    apart = {code for first, last in UNSEGMENTED for code in range(first, min(last, _LAST_SCANNED) + 1)}
    for code in range(0x30, _LAST_SCANNED + 1):
        if unicodedata.category(chr(code))[0] not in "LMN" or code in apart:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges) + INVISIBLE


@lru_cache(maxsize=1)
def unsegmented_class() -> str:
    """Return the inside of a regular-expression class: the characters of the scripts without spaces."""
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSEGMENTED)


def is_unsegmented(char: str) -> bool:
    """Tell whether a character belongs to a script without spaces."""
    code = ord(char)
    return code >= UNSEGMENTED[0][0] and any(first <= code <= last for first, last in UNSEGMENTED)


def clusters(run: str) -> list[tuple[int, int]]:
    """Cut a run of an unsegmented script into characters with the marks that follow them, as offsets."""
    starts = [i for i, char in enumerate(run) if i == 0 or not _follows(char)]
    return list(zip(starts, [*starts[1:], len(run)], strict=True))


def _follows(char: str) -> bool:
    # Half-width Katakana has its voicing marks as characters of their own.
    return unicodedata.category(char)[0] == "M" or char in "\uff9e\uff9f"
