"""`analyze`: a text's terms with their places in the original text, the same for indexing and for asking."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sidecar.search.analysis.folding import fold, strip_accents
from sidecar.search.analysis.languages import base_language, raw_stop_words, stem
from sidecar.search.analysis.light import readings
from sidecar.search.analysis.runs import signs
from sidecar.search.analysis.tokens import (
    ADDRESS_NOISE,
    APOSTROPHES,
    KINDS,
    token_pattern,
    whole_forms,
    word_pattern,
)

#: Part of every index's manifest: raise it whenever the same text would give other terms than before.
VERSION = 3

#: Longer "words" are data (base64, keys): they are cut, or Tantivy would drop them silently.
_LONGEST = 64

_PLAIN, _WORD = KINDS.index("plain") + 1, KINDS.index("word") + 1
_tuple = tuple.__new__

#: What other readings of a word say beside it: without its accents, which the word itself has; as a part of a
#: name or without a prefix; a single sign of a word of several.
_BARE, _READING, _SIGN = 0.1, 0.3, 0.3

_CONTRACTIONS = frozenset({"s", "re", "ve", "ll", "d", "m"})
_ELIDING = frozenset({"fr", "it", "ca", "oc"})
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
#: Where the words of a name like `connectionTimeout` or `HTTPError` meet; shorter parts tell nothing.
_INNER_CAPITAL = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SHORTEST_PART = 3
#: Marks of tones and vowels tell Vietnamese words apart; who leaves them out is found by the bare word.
_KEEPS_ACCENTS = frozenset({"vi"})
_SYLLABLES_APART = frozenset({"vi"})


class Term(NamedTuple):
    """One term of a text.

    Attributes:
        text: The term as it is indexed and asked for: folded, stemmed, without accents.
        surface: The folded word itself, for exact phrases and for texts of other languages.
        start: Where the word begins in the original text, in characters.
        end: Where it ends (exclusive).
        stop: Whether it is a word that tells nothing (stop word).
        extra: Whether it is a second reading of a place (`e1042` for `E-1042`); phrases leave these out.
        weight: What it says beside the word, from 0 to 1: less for a part of a name or a single sign.
    """

    text: str
    surface: str
    start: int
    end: int
    stop: bool
    extra: bool
    weight: float = 1.0


def analyze(text: str, language: str | None = None) -> list[Term]:
    """Cut a text into terms, in the order of the text.

    Args:
        text: Any text; nothing in it is an operator.
        language: BCP 47 tag that decides on stemmer and stop words; `None` only folds.
    """
    base = base_language(language)
    terms: list[Term] = []
    for match in token_pattern().finditer(text):
        # Thousands of these for each document: every group ends where the match does, groups are asked for by
        # number, and the tuple is half the price of calling the class.
        place = match.lastindex or 0
        token, end = match[place], match.end()
        start = end - len(token)
        if place in (_PLAIN, _WORD):
            surface, stemmed, stop, others = _forms(token, base)
            if surface:
                terms.append(_tuple(Term, (stemmed, surface, start, end, stop, False, 1.0)))
            for other, weight in others:
                terms.append(_tuple(Term, (other, surface, start, end, False, True, weight)))
        else:
            terms.extend(_other(KINDS[place - 1], token, start, base))
    return terms + list(_syllable_pairs(terms, text)) if reads_across_spaces(base) else terms


def terms_wanted(text: str, language: str, wanted: Container[str]) -> list[Term]:
    """Return those of a text's telling terms whose stem or folded word is wanted, in the order of the text.

    They are those that `analyze` gives (but for terms that reach over a space), for half the price.

    Args:
        text: Any text.
        language: BCP 47 tag of it.
        wanted: Stems and folded words.
    """
    base = base_language(language)
    found: list[Term] = []
    for match in token_pattern().finditer(text):
        place = match.lastindex or 0
        token, end = match[place], match.end()
        if place in (_PLAIN, _WORD):
            surface, stemmed, stop, others = _forms(token, base)
            said = surface in wanted
            if (said or stemmed in wanted) and surface and not stop:
                found.append(_tuple(Term, (stemmed, surface, end - len(token), end, False, False, 1.0)))
            for other, weight in others:
                if said or other in wanted:
                    found.append(_tuple(Term, (other, surface, end - len(token), end, False, True, weight)))
        else:
            terms = _other(KINDS[place - 1], token, end - len(token), base)
            found += [
                each for each in terms if not each.stop and (each.text in wanted or each.surface in wanted)
            ]
    return found


def reads_across_spaces(language: str) -> bool:
    """Tell whether terms of this base language reach over a space: Vietnamese parts all syllables."""
    return language in _SYLLABLES_APART


def _syllable_pairs(terms: list[Term], text: str) -> Iterator[Term]:
    for one, other in pairwise([term for term in terms if not term.extra]):
        if not (one.stop and other.stop) and text[one.end : other.start] == " ":
            both = f"{one.text}_{other.text}"
            yield Term(both, both, one.start, other.end, False, True)


def _other(kind: str, token: str, start: int, language: str) -> Iterator[Term]:
    return _pairs(token, start, language) if kind == "run" else _compound(kind, token, start, language)


def _compound(kind: str, token: str, start: int, language: str) -> Iterator[Term]:
    for whole in whole_forms(kind, token):
        folded = strip_accents(fold(whole, language))[:_LONGEST]
        if folded:
            yield Term(folded, folded, start, start + len(token), False, kind != "language")
    if kind == "language":
        return
    for match in word_pattern().finditer(token):
        first, last = start + match.start(), start + match.end()
        if match.lastgroup == "run":
            yield from _pairs(match.group(), first, language)
            continue
        surface, stemmed, stop, others = _forms(match.group(), language)
        if surface:
            # The E of E-1042 and the "com" of an address say nothing by themselves.
            noise = len(surface) == 1 and surface.isascii()
            noise = noise or (kind in {"url", "email"} and surface in ADDRESS_NOISE)
            yield Term(stemmed, surface, first, last, stop or noise, False)
        yield from (Term(other, surface, first, last, False, True, weight) for other, weight in others)


def _pairs(run: str, start: int, language: str) -> Iterator[Term]:
    for sign in signs(run, language):
        place = (start + sign.start, start + sign.end)
        weight = _SIGN if sign.alone else 1.0
        yield Term(sign.text, sign.text, *place, sign.stop, sign.alone, weight)


@lru_cache(maxsize=50_000)
def _forms(token: str, language: str) -> tuple[str, str, bool, tuple[tuple[str, float], ...]]:
    """Return surface, stem, whether it is a stop word, and other stems with what they say.

    The same few words come again and again.
    """
    folded = fold(_without_apostrophe(token, language), language)[:_LONGEST]
    surface = strip_accents(folded)
    if (folded if language in _KEEPS_ACCENTS else surface) in _stop_words(language):
        return surface, surface, True, ()
    stemmed = folded if language in _KEEPS_ACCENTS else strip_accents(stem(folded, language)) or surface
    others: dict[str, float] = {}
    for other, weight in _other_stems(token, folded, surface, language):
        if other and other != stemmed:
            others.setdefault(other, weight)
    return surface, stemmed, False, tuple(others.items())


def _other_stems(token: str, folded: str, surface: str, language: str) -> Iterator[tuple[str, float]]:
    if surface != folded:
        yield strip_accents(stem(surface, language)), _BARE
    for reading in readings(folded, language):
        yield strip_accents(stem(reading, language)), _READING
    if not (token.islower() or token.isupper() or token.istitle()) and token.isascii():
        parts = _INNER_CAPITAL.split(token)
        if len(parts) > 1 and len(parts[0]) > 1:  # iPhone and eBay are words
            for part in parts:
                if len(part) >= _SHORTEST_PART:
                    yield stem(part.lower(), language), _READING


def _without_apostrophe(token: str, language: str) -> str:
    parts = _APOSTROPHE.split(token)
    if len(parts) == 1:
        return token
    if parts[-1].lower() in _CONTRACTIONS or language == "tr":
        return parts[0]
    return parts[-1] if language in _ELIDING else "".join(parts)


@lru_cache(maxsize=64)
def _stop_words(language: str) -> frozenset[str]:
    words = {fold(_without_apostrophe(word, language), language) for word in raw_stop_words(language)}
    bare = frozenset(strip_accents(word) for word in words)
    return bare | words if language in _KEEPS_ACCENTS else bare
