"""Letter folding: what people write differently and mean the same becomes the same."""

from __future__ import annotations

import re
import unicodedata

from sidecar.search.analysis.scripts import INVISIBLE

#: Arabic and Persian letters that keyboards and habits exchange; hamza carriers lose their hamza.
_ARABIC = {
    "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ء": "", "ـ": "",
}  # fmt: skip

#: Cyrillic and Hebrew habits; Hebrew final letters are kept, they end words only.
_OTHERS = {"ё": "е", "ґ": "г", "׳": "", "״": ""}

_LETTERS = str.maketrans({**_ARABIC, **_OTHERS})
_DROPPED = re.compile(f"[{INVISIBLE}\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")

#: Latin letters that do not come apart into a letter and an accent.
_LATIN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_DIACRITIC = re.compile("[\u0300-\u036f]")
_FOLDABLE_BASE = re.compile("[a-zͰ-Ͽ]")


def fold(word: str, language: str) -> str:
    """Fold a word as it stands in a text: width, case, letter variants, digits, invisible and vowel marks.

    Accents stay, for the stemmers need them; see `strip_accents`.

    Args:
        word: One word of the original text.
        language: Base language; Turkish and Azeri tell dotted and dotless i apart.
    """
    if language in {"tr", "az"}:
        word = word.replace("İ", "i").replace("I", "ı")
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    word = _DROPPED.sub("", word).translate(_LETTERS)
    return "".join(_digit(char) for char in word) if not word.isalpha() else word


def strip_accents(word: str) -> str:
    """Drop the accents of Latin and Greek letters; marks that make another letter elsewhere (й) stay."""
    if word.isascii():
        return word
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", word):
        if _DIACRITIC.match(char) and _FOLDABLE_BASE.match(base):
            continue
        kept.append(char)
        if not _DIACRITIC.match(char):
            base = char
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LATIN)


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)
