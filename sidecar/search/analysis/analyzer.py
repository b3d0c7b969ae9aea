"""`analyze`: a text's terms with their places in the original text, the same for indexing and for asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sidecar.search.analysis.folding import fold, strip_accents
from sidecar.search.analysis.languages import base_language, raw_stop_words, stem
from sidecar.search.analysis.scripts import clusters
from sidecar.search.analysis.tokens import ADDRESS_NOISE, KINDS, token_pattern, whole_forms, word_pattern

#: Part of every index's manifest: raise it whenever the same text would give other terms than before.
VERSION = 2

#: Longer "words" are data (base64, keys): they are cut, or Tantivy would drop them silently.
_LONGEST = 64

_PLAIN, _WORD = KINDS.index("plain") + 1, KINDS.index("word") + 1
_tuple = tuple.__new__

_CONTRACTIONS = frozenset({"s", "re", "ve", "ll", "d", "m"})
_ELIDING = frozenset({"fr", "it", "ca", "oc"})
_APOSTROPHE = re.compile("['’ʼ＇]")


class Term(NamedTuple):
    """One term of a text.

    Attributes:
        text: The term as it is indexed and asked for: folded, stemmed, without accents.
        surface: The folded word itself, for exact phrases and for texts of other languages.
        start: Where the word begins in the original text, in characters.
        end: Where it ends (exclusive).
        stop: Whether it is a word that tells nothing (stop word).
        extra: Whether it is a second reading of a place (`e1042` for `E-1042`); phrases leave these out.
    """

    text: str
    surface: str
    start: int
    end: int
    stop: bool
    extra: bool


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
            surface, stemmed, stop = _forms(token, base)
            if surface:
                terms.append(_tuple(Term, (stemmed, surface, start, end, stop, False)))
        elif (kind := KINDS[place - 1]) == "run":
            terms.extend(_bigrams(token, start))
        else:
            terms.extend(_compound(kind, token, start, base))
    return terms


def _compound(kind: str, token: str, start: int, language: str) -> Iterator[Term]:
    for whole in whole_forms(kind, token):
        folded = strip_accents(fold(whole, language))[:_LONGEST]
        if folded:
            yield Term(folded, folded, start, start + len(token), False, kind != "language")
    if kind == "language":
        return
    for match in word_pattern().finditer(token):
        if match.lastgroup == "run":
            yield from _bigrams(match.group(), start + match.start())
            continue
        surface, stemmed, stop = _forms(match.group(), language)
        if surface:
            # The E of E-1042 and the "com" of an address say nothing by themselves.
            noise = len(surface) == 1 and surface.isascii()
            noise = noise or (kind in {"url", "email"} and surface in ADDRESS_NOISE)
            yield Term(stemmed, surface, start + match.start(), start + match.end(), stop or noise, False)


def _bigrams(run: str, start: int) -> Iterator[Term]:
    cells = clusters(run)
    pairs = list(pairwise(cells)) or [(cells[0], cells[0])]
    for (first, _), (_, last) in pairs:
        folded = fold(run[first:last], "")
        yield Term(folded, folded, start + first, start + last, False, False)


@lru_cache(maxsize=50_000)
def _forms(token: str, language: str) -> tuple[str, str, bool]:
    """Return surface, stem and whether it is a stop word; the same few words come again and again."""
    folded = fold(_without_apostrophe(token, language), language)[:_LONGEST]
    surface = strip_accents(folded)
    if surface in _stop_words(language):
        return surface, surface, True
    return surface, strip_accents(stem(folded, language)) or surface, False


def _without_apostrophe(token: str, language: str) -> str:
    parts = _APOSTROPHE.split(token)
    if len(parts) == 1:
        return token
    if parts[-1].lower() in _CONTRACTIONS or language == "tr":
        return parts[0]
    return parts[-1] if language in _ELIDING else "".join(parts)


@lru_cache(maxsize=64)
def _stop_words(language: str) -> frozenset[str]:
    words = (fold(_without_apostrophe(word, language), language) for word in raw_stop_words(language))
    return frozenset(strip_accents(word) for word in words)
