"""Splitting a person's name as a page shows it into first and last name."""

from __future__ import annotations

import re

#: Titles before a name, with or without a full stop.
_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "madam",
        "herr",
        "frau",
        "hr",
        "fr",
        "dipl-ing",
        "ing",
        "mag",
        "m",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "mademoiselle",
        "sr",
        "sra",
        "srta",
        "señor",
        "señora",
        "don",
        "doña",
        "sig",
        "sigra",
        "signor",
        "signora",
        "dott",
        "dottoressa",
        "dhr",
        "mevr",
        "mw",
        "pan",
        "pani",
        "г-н",
        "г-жа",
        "bay",
        "bayan",
    ]
)
_SUFFIXES = frozenset(
    ["jr", "sr", "ii", "iii", "iv", "phd", "md", "msc", "bsc", "mba", "ma", "ba", "esq", "cpa"]
)
#: Small words that belong to the last name.
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "ter",
        "ten",
        "zu",
        "zum",
        "zur",
        "af",
        "av",
        "y",
    ]
)
#: Scripts in which the family name comes first and is one character (sometimes two) without a space.
_EAST_ASIAN = re.compile(r"^[\u3400-\u9fff\uac00-\ud7af]{2,4}$")
_EMAIL = re.compile(r"^[^\s@]+@[^\s@]+$")


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """Return first and last name; `None` for a part that cannot be told.

    "Nguyen, Anna" is Anna Nguyen, "Dr. Anna van der Berg" is Anna / van der Berg, a single word is a first
    name, an e-mail address or a number is no name.
    """
    cleaned = " ".join(re.sub(r"[(\[].*?[)\]]", " ", name or "").split()).strip(" ,;")
    if not cleaned or _EMAIL.match(cleaned) or not any(char.isalpha() for char in cleaned):
        return None, None
    if _EAST_ASIAN.match(cleaned):
        return cleaned[1:], cleaned[:1]
    if "," in cleaned:
        return _from_reversed(cleaned)
    return _from_words(cleaned.split())


def _from_reversed(name: str) -> tuple[str | None, str | None]:
    last, _, first = name.partition(",")
    if _bare(first) in _SUFFIXES:
        return _from_words(last.split())
    firsts = [word for word in first.split() if _bare(word) not in _HONORIFICS]
    lasts = [word for word in last.split() if _bare(word) not in _HONORIFICS]
    return (firsts[0] if firsts else None), " ".join(lasts) or None


def _from_words(words: list[str]) -> tuple[str | None, str | None]:
    titled = len(words) > 1 and _bare(words[0]) in _HONORIFICS
    while len(words) > 1 and _bare(words[0]) in _HONORIFICS:
        words = words[1:]
    while len(words) > 1 and _bare(words[-1]) in _SUFFIXES:
        words = words[:-1]
    if len(words) == 1:
        # "Frau Müller" names the family, "Anna" the person.
        return (None, words[0]) if titled else (words[0], None)
    start = next(
        (place for place in range(1, len(words) - 1) if words[place].lower() in _PARTICLES), len(words) - 1
    )
    return words[0], " ".join(words[start:])


def _bare(word: str) -> str:
    return word.strip(" .").lower()
