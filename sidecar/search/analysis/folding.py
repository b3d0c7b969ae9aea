"""Letter folding: what people write differently and mean the same becomes the same."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

from sidecar.search.analysis.scripts import INVISIBLE

#: Arabic and Persian letters that keyboards and habits exchange; hamza carriers lose their hamza.
_ARABIC = {
    "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ء": "", "ـ": "",
}  # fmt: skip

#: Cyrillic and Hebrew habits; Hebrew final letters are kept, they end words only. Hindi: the nukta is left
#: out as often as not, and either sign of a nasal stands for the other.
_OTHERS = {"ё": "е", "ґ": "г", "׳": "", "״": "", "\u093c": "", "\u0901": "\u0902"}

_LETTERS = str.maketrans({**_ARABIC, **_OTHERS})
#: A nasal written as a half letter before a consonant of its own row is also written as a dot (हिन्दी, हिंदी).
_HALF_NASAL = re.compile(
    "ङ\u094d(?=[क-घ])|ञ\u094d(?=[च-झ])|ण\u094d(?=[ट-ढ])|न\u094d(?=[त-ध])|म\u094d(?=[प-भ])"
)
#: What stands for the letters that a keyboard lacks, in the languages where people write so.
_SPELLED_OUT = MappingProxyType(
    {
        "da": (("aa", "å"), ("ae", "æ"), ("oe", "ø")),
        "no": (("aa", "å"), ("ae", "æ"), ("oe", "ø")),
        # The comma below is the letter; the cedilla is what older keyboards have.
        "ro": (("ş", "ș"), ("ţ", "ț")),
    }
)
_DROPPED = re.compile(f"[{INVISIBLE}\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")

#: Latin letters that do not come apart into a letter and an accent.
_LATIN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_DIACRITIC = re.compile("[\u0300-\u036f]")
_VIRAMA = "\u094d"
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
        return _spelled_in_letters(word.lower(), language)
    word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    word = _spelled_in_letters(_DROPPED.sub("", word).translate(_LETTERS), language)
    if _VIRAMA in word:
        word = _HALF_NASAL.sub("\u0902", word)
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


def _spelled_in_letters(word: str, language: str) -> str:
    for spelled, letter in _SPELLED_OUT.get(language, ()):
        word = word.replace(spelled, letter)
    return word
