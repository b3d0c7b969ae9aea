"""What is known of an answer's text: its terms and where each stands; read once, asked often."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from sidecar.search.analysis import Term, analyze, base_language, has_stemmer, terms_wanted
from sidecar.search.sentences import placeholders_closed, sentence_spans

#: Languages that glue words together, and those that glue articles, prepositions and pronouns to them.
_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "fi", "hu", "et", "is", "af"})
_GLUING = frozenset({"ar", "he", "fa", "ur", "yi"})
#: The least letters of a part of a compound and of what is left; of a word with something glued to it.
_PART, _LEFT = 5, 3
_GLUED, _GLUE = 3, 3
#: Where stemmers leave endings, or there is none, words are forms of one if they begin alike and differ in so
#: few letters at the end.
_MANY_ENDINGS = frozenset({"sv", "da", "no", "fi", "hu", "et", "is"})
_ALIKE, _ENDING = 4, 3
#: So many letters at either end of a word lead to it.
_KEY = 3


class Match(NamedTuple):
    """A word of a text that was asked for: where it stands, and the form it was asked for by."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class _KnownText:
    """A text that has been read.

    Attributes:
        forms: The telling terms by stem and by folded word.
        heads: Longer words by their first letters.
        tails: The same by their last letters.
        language: The base language.
    """

    forms: Mapping[str, list[Term]]
    heads: Mapping[str, list[Term]]
    tails: Mapping[str, list[Term]]
    language: str


@lru_cache(maxsize=96)
def known_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each sentence of an answer's text begins and ends; placeholders in it say nothing."""
    return tuple(sentence_spans(placeholders_closed(text)))


@lru_cache(maxsize=96)
def known_terms(text: str, language: str) -> tuple[Term, ...]:
    """Return the terms of an answer's text; the same few answers are shown again and again.

    A single sign is left out where it is in a word: half a word is no match to show.
    """
    return tuple([term for term in analyze(text, language) if not _is_lone_sign(term)])


def matches_in(text: str, language: str, wanted: Mapping[str, float]) -> list[Match]:
    """Return the words of an answer's text that were asked for, in the order of the text.

    Where words come in pieces, one that was asked for may be a part of the text's: of a compound, or behind
    an article. Placeholders say nothing.

    Args:
        text: Plain text with placeholders as `{{name}}`.
        language: BCP 47 tag of the text.
        wanted: The terms asked for: stems and folded words alike.
    """
    closed = placeholders_closed(text)
    if _comes_in_pieces(base_language(language)):
        found = [Match(term.start, term.end, form) for term, form in _matching(closed, language, wanted)]
    else:
        found = []
        for term in terms_wanted(closed, language, wanted):
            if term.text in wanted and not _is_lone_sign(term):
                found.append(Match(term.start, term.end, term.text))
            if term.surface in wanted and term.surface != term.text:
                found.append(Match(term.start, term.end, term.surface))
    return sorted(found, key=itemgetter(0, 1))


def _is_lone_sign(term: Term) -> bool:
    return term.extra and len(term.text) == 1


def _matching(closed: str, language: str, wanted: Collection[str]) -> Iterator[tuple[Term, str]]:
    known = _known_text(closed, language)
    for form in wanted:
        for term in known.forms.get(form, ()):
            yield term, form
        if known.heads and len(form) >= _GLUED:
            yield from ((term, form) for term in _partly(known, form))


@lru_cache(maxsize=96)
def _known_text(closed: str, language: str) -> _KnownText:
    forms: dict[str, list[Term]] = {}
    heads: dict[str, list[Term]] = {}
    tails: dict[str, list[Term]] = {}
    for term in known_terms(closed, language):
        if term.stop:
            continue
        forms.setdefault(term.text, []).append(term)
        if term.surface != term.text:
            forms.setdefault(term.surface, []).append(term)
        if len(term.surface) > _KEY:
            heads.setdefault(term.surface[:_KEY], []).append(term)
            for end in {term.surface[-_KEY:], term.text[-_KEY:]}:
                tails.setdefault(end, []).append(term)
    return _KnownText(forms, heads, tails, base_language(language))


def _comes_in_pieces(language: str) -> bool:
    return language in _COMPOUNDING or language in _GLUING or not has_stemmer(language)


def _partly(known: _KnownText, form: str) -> Iterator[Term]:
    begun, ended = known.heads.get(form[:_KEY], ()), known.tails.get(form[-_KEY:], ())
    if known.language in _COMPOUNDING and len(form) >= _PART:
        yield from (term for term in begun if term.surface.startswith(form) and _has_more(term, form))
        yield from (term for term in ended if _ends_with(term, form) and _has_more(term, form))
    if known.language in _GLUING:
        for term in ended:
            if 0 < len(term.surface) - len(form) <= _GLUE and term.surface.endswith(form):
                yield term
    if known.language in _MANY_ENDINGS or not has_stemmer(known.language):
        yield from (term for term in begun if term.surface != form and _is_another_form(term.surface, form))


def _ends_with(term: Term, form: str) -> bool:
    return term.surface.endswith(form) or term.text.endswith(form)


def _has_more(term: Term, form: str) -> bool:
    return len(term.surface) - len(form) >= _LEFT


def _is_another_form(word: str, form: str) -> bool:
    shared = max(_ALIKE, max(len(word), len(form)) - _ENDING)
    return len(word) >= shared and word[:shared] == form[:shared]
