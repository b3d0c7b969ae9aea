"""Excerpts: the sentences of a text that fit best, escaped, with the words that matched marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from sidecar.search.analysis import Term, analyze

#: About how long an excerpt is, in characters.
LENGTH = 240

_PIECE = re.compile(r"[^.!?…؟।。！？\n]+(?:[.!?…؟।。！？]+|\n+|$)")


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


def excerpt(text: str, language: str, wanted: Mapping[str, float], length: int = LENGTH) -> Excerpt:
    """Cut the most telling piece out of a text.

    Args:
        text: Plain text.
        language: BCP 47 tag of the text.
        wanted: The terms asked for, each with how much it tells; stems and folded words alike.
        length: About how many characters are shown.
    """
    terms = known_terms(text, language)
    matches = [
        _Match(t.start, t.end, t.text if t.text in wanted else t.surface) for t in terms if _fits(t, wanted)
    ]
    start, end = _window(text, matches, wanted, length)
    start, end = _whole_words(terms, start, end)
    inside = [match for match in matches if match.start >= start and match.end <= end]
    before = "… " if text[:start].strip() else ""
    after = " …" if text[end:].strip() else ""
    html = before + _marked(text, start, end, inside) + after
    return Excerpt(html, _words(text, matches, wanted))


@lru_cache(maxsize=256)
def known_terms(text: str, language: str) -> tuple[Term, ...]:
    """Return the terms of an answer's text; the same few answers are shown again and again."""
    return tuple(analyze(text, language))


def _fits(term: Term, wanted: Collection[str]) -> bool:
    return not term.stop and (term.text in wanted or term.surface in wanted)


def _window(text: str, matches: list[_Match], wanted: Mapping[str, float], length: int) -> tuple[int, int]:
    pieces = [match.span() for match in _PIECE.finditer(text) if match.group().strip()]
    if not pieces:
        return 0, min(len(text), length)
    values = [_value(start, end, matches, wanted) for start, end in pieces]
    best = max(range(len(pieces)), key=lambda place: (values[place], -place))
    start, end = pieces[best]
    if end - start > length:
        return _densest(start, end, matches, wanted, length)
    for following in pieces[best + 1 :]:
        if following[1] - start > length:
            break
        end = following[1]
    for previous in reversed(pieces[:best]):
        if end - previous[0] > length:
            break
        start = previous[0]
    return start, end


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
