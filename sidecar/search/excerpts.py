"""Excerpts: the sentences of a text that fit best, escaped, with the words that matched marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from sidecar.search.analysis import Term, analyze
from sidecar.search.sentences import placeholders_closed, sentence_spans

#: How long an excerpt is at most, in characters, and from which length on it is not filled up backwards.
LENGTH = 220
_ENOUGH = 140
#: What the words of each further sentence of an excerpt count beside those of the one before.
_FOLLOWING = 0.7
#: What a sentence at the very end of a text loses, a short and a long one: a reply comes to the point early.
_LATE_IN_SHORT, _LATE_IN_LONG = 0.7, 0.3
#: What the opening of a short text has ahead, in shares of the most that any part tells.
_OPENING = 0.4
#: A text of no more sentences is short.
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text as safe HTML with `<mark>`, and the words that matched as they stand in the text."""

    html: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    term: str


def excerpt(
    text: str,
    language: str,
    wanted: Mapping[str, float],
    length: int = LENGTH,
    within: tuple[int, int] | None = None,
) -> Excerpt:
    """Cut the most telling piece out of a text: whole sentences, if they are not too long.

    Args:
        text: Plain text with placeholders as `{{name}}`.
        language: BCP 47 tag of the text.
        wanted: The terms asked for, each with how much it tells; stems and folded words alike.
        length: How many characters are shown at most.
        within: From where to where in the text there is something to show; `None` is all of it.
    """
    first, last = within or (0, len(text))
    closed = placeholders_closed(text)
    terms = known_terms(closed, language)
    matches = [
        _match(term, wanted)
        for term in terms
        if first <= term.start and term.end <= last and _fits(term, wanted)
    ]
    pieces = [span for span in sentence_spans(closed) if first <= span[0] and span[1] <= last]
    start, end = _window(pieces or [(first, last)], matches, wanted, length)
    start, end = _whole_words(terms, start, end)
    inside = [match for match in matches if match.start >= start and match.end <= end]
    before = "… " if text[first:start].strip() else ""
    after = " …" if text[end:last].strip() else ""
    html = before + _marked(text, start, end, inside) + after
    return Excerpt(html, _words(text, matches, wanted))


def matching_words(text: str, language: str, wanted: Mapping[str, float]) -> tuple[str, ...]:
    """Return the words of a short text that were asked for, as it writes them, the most telling first."""
    matches = [_match(term, wanted) for term in known_terms(text, language) if _fits(term, wanted)]
    return _words(text, matches, wanted)


@lru_cache(maxsize=96)
def known_terms(text: str, language: str) -> tuple[Term, ...]:
    """Return the terms of an answer's text; the same few answers are shown again and again.

    A single sign is left out where it is in a word: half a word is no match to show.
    """
    return tuple(term for term in analyze(text, language) if not (term.extra and len(term.text) == 1))


def _match(term: Term, wanted: Collection[str]) -> _Match:
    return _Match(term.start, term.end, term.text if term.text in wanted else term.surface)


def _fits(term: Term, wanted: Collection[str]) -> bool:
    return not term.stop and (term.text in wanted or term.surface in wanted)


def _window(
    pieces: list[tuple[int, int]], matches: list[_Match], wanted: Mapping[str, float], length: int
) -> tuple[int, int]:
    said = [{match.term for match in matches if start <= match.start < end} for start, end in pieces]
    ends = [_reach(pieces, place, length) for place in range(len(pieces))]
    told = [_told(said[place : ends[place]], wanted) for place in range(len(pieces))]
    values = _by_place(told)
    best = max(range(len(pieces)), key=lambda place: (values[place], -place))
    start, end = pieces[best][0], pieces[ends[best] - 1][1]
    if end - start > length:
        return _densest(start, end, matches, wanted, length)
    for previous, _ in reversed(pieces[:best]):
        if end - start >= _ENOUGH or end - previous > length:
            break
        start = previous
    return start, end


def _reach(pieces: list[tuple[int, int]], place: int, length: int) -> int:
    """Return the place after the last sentence that fits into an excerpt beginning here."""
    after = place + 1
    while after < len(pieces) and pieces[after][1] - pieces[place][0] <= length:
        after += 1
    return after


def _by_place(told: list[float]) -> list[float]:
    """Return what excerpts are worth, given what each tells and in which order they come."""
    short = len(told) <= _SHORT
    late = _LATE_IN_SHORT if short else _LATE_IN_LONG
    values = [value * (1 - late * place / len(told)) for place, value in enumerate(told)]
    values[0] += _OPENING * max(told) if short else 0.0
    return values


def _told(said: list[set[str]], wanted: Mapping[str, float]) -> float:
    told, known, factor = 0.0, set[str](), 1.0
    for terms in said:
        told += factor * sum(wanted[term] for term in terms - known)
        known |= terms
        factor *= _FOLLOWING
    return told


def _densest(
    start: int, end: int, matches: list[_Match], wanted: Mapping[str, float], length: int
) -> tuple[int, int]:
    inside = [match for match in matches if start <= match.start < end]
    starts = [start, *(max(start, match.start - length // 6) for match in inside)]
    best = max(starts, key=lambda place: (_value(place, min(end, place + length), matches, wanted), -place))
    return best, min(end, best + length)


def _value(start: int, end: int, matches: list[_Match], wanted: Mapping[str, float]) -> float:
    return sum(
        wanted[term]
        for term in {match.term for match in matches if start <= match.start and match.end <= end}
    )


def _whole_words(terms: tuple[Term, ...], start: int, end: int) -> tuple[int, int]:
    for term in terms:
        if term.extra:
            continue
        if term.start < start < term.end:
            start = term.start
        if term.start < end < term.end:
            # Bigrams of unsegmented scripts overlap: each is short, so the end moves by one sign at most.
            end = term.start if term.start > start else term.end
            break
    return start, end


def _marked(text: str, start: int, end: int, matches: list[_Match]) -> str:
    parts: list[str] = []
    place = start
    for first, last in _merged(matches):
        parts += [_plain(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
        place = last
    parts.append(_plain(text[place:end]))
    return "".join(parts).strip()


def _merged(matches: list[_Match]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in sorted(matches, key=lambda each: (each.start, each.end)):
        if spans and match.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], match.end))
        else:
            spans.append((match.start, match.end))
    return spans


def _plain(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", escape(text))


def _words(text: str, matches: list[_Match], wanted: Mapping[str, float]) -> tuple[str, ...]:
    """Return the matching words as the text writes them, the most telling first, each once."""
    shown: dict[str, str] = {}
    for first, last in _merged(matches):
        terms = [match.term for match in matches if first <= match.start and match.end <= last]
        best = max(terms, key=lambda term: wanted[term])
        shown.setdefault(best, text[first:last])
    ranked = sorted(shown, key=lambda term: -wanted[term])
    return tuple(dict.fromkeys(shown[term].lower() for term in ranked))
