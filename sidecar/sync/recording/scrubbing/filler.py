"""Words that say nothing in place of words that do: of the same length, letters and capitals."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
#: Letters by script: first and last code point, and what stands in for them.
_SCRIPTS = (
    (0x0370, 0x03FF, "αβγδεικλμνοπρστ"),
    (0x0400, 0x052F, "абвгдеиклмнопрст"),
    (0x0590, 0x05FF, "אבגדהוזטילמנקרש"),
    (0x0600, 0x077F, "ابتدرسعفقكلمنهي"),
    (0x0900, 0x097F, "कखगचजटडतदनपबमयरलव"),
    (0x0E00, 0x0E7F, "กขคงจชดตทนบปมยรล"),
    (0x3040, 0x309F, "あいうえおかきくけこさしすせそ"),
    (0x30A0, 0x30FF, "アイウエオカキクケコサシスセソ"),
    (0x3400, 0x9FFF, "天地人日月山川田木水火土金石"),
    (0xAC00, 0xD7AF, "가나다라마바사아자차카타파하"),
)


class Filler:
    """Fills texts. A word is always filled with the same one, so that names still match; no other run's.

    Args:
        salt: random bytes of this recording: without them no list of words tells what stood there.
    """

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def text(self, text: str) -> str:
        """Return a text with other words in it; what stands between them stays."""
        return _WORD.sub(lambda match: self.word(match[0]), text)

    def word(self, word: str) -> str:
        """Return what stands in for one word, whether in capitals or not."""
        seed = hashlib.shake_128(self._salt + word.casefold().encode("utf-8", "surrogatepass"))
        return "".join(
            _like(char, place, dice)
            for place, (char, dice) in enumerate(zip(word, seed.digest(len(word)), strict=True))
        )


def _like(char: str, place: int, dice: int) -> str:
    """Return another letter or digit of the same kind."""
    number = unicodedata.decimal(char, None)
    if number is not None:
        return chr(ord(char) - number + dice % 10)
    if not char.isalpha():
        return char  # marks upon letters, as in Thai
    for first, last, letters in _SCRIPTS:
        if first <= ord(char) <= last:
            found = letters[dice % len(letters)]
            return found.upper() if char.isupper() else found
    letters = _VOWELS if place % 2 else _CONSONANTS
    found = letters[dice % len(letters)]
    return found.upper() if char.isupper() else found
