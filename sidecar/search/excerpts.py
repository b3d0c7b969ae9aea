"""Excerpts: the sentences of a text that fit best, escaped, with the words that matched marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sidecar.search.analysis.scripts import is_unsegmented
from sidecar.search.graphemes import boundary_after, boundary_before
from sidecar.search.known_text import Match, known_sentences, known_terms, matches_in
from sidecar.search.readable import readable
from sidecar.search.sentences import placeholders_closed

__all__ = ["LENGTH", "Excerpt", "excerpt", "known_terms", "matching_words"]

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
#: A sentence without a match says something from so many words on, or signs of a script without spaces.
_TELLING_SPACES, _TELLING_SIGNS = 3, 10
#: A longer "word" may be cut: it is data.
_LONGEST_WORD = 40
_SPACE = re.compile(r"\s+")
#: Direction marks at the edge of a word are no part of it; connectors join the parts of a code.
_UNSEEN = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONNECTORS = frozenset("-_./@:\u2010\u2011")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text as safe HTML with `<mark>`, and the words that matched as they stand in the text."""

    html: str
    words: tuple[str, ...]


def excerpt(
    text: str,
    language: str,
    wanted: Mapping[str, float],
    length: int = LENGTH,
    within: tuple[int, int] | None = None,
    weigh: Callable[[str], float] | None = None,
) -> Excerpt:
    """Cut the most telling piece out of a text: whole sentences, if they are not too long.

    Args:
        text: Plain text with placeholders as `{{name}}`.
        language: BCP 47 tag of the text.
        wanted: The terms asked for, each with how much it tells; stems and folded words alike.
        length: How many characters are shown at most.
        within: From where to where in the text there is something to show; `None` is all of it.
        weigh: What a term tells in this text, if that is another matter; asked for those that it has alone.
    """
    first, last = within or (0, len(text))
    matches = [
        each for each in matches_in(text, language, wanted) if first <= each.start and each.end <= last
    ]
    pieces = [span for span in known_sentences(text) if first <= span[0] and span[1] <= last] or [
        (first, last)
    ]
    tells = {each.term: weigh(each.term) for each in matches} if weigh else wanted
    if matches:
        start, end = _window(pieces, matches, tells, length)
    else:
        start, end = _opening(text, pieces, length)
    start, end = _whole(text, language, pieces, start, end)
    matches = _telling(matches, wanted)
    inside = [match for match in matches if match.start >= start and match.end <= end]
    before = "… " if text[first:start].strip() else ""
    after = " …" if text[end:last].strip() else ""
    return Excerpt(
        before + readable(text, start, end, _spans(text, inside)) + after, _words(text, matches, tells)
    )


def matching_words(text: str, language: str, wanted: Mapping[str, float]) -> tuple[str, ...]:
    """Return the words of a short text that were asked for, as it writes them, the most telling first."""
    return _words(text, matches_in(text, language, wanted), wanted)


def _opening(text: str, pieces: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return the first sentences that say something: a heading or a word of greeting does not."""
    telling = (place for place, (start, end) in enumerate(pieces) if _says_something(text[start:end]))
    place = next(telling, 0)
    start, end = pieces[place][0], pieces[_reach(pieces, place, length) - 1][1]
    return start, min(end, start + length)


def _says_something(sentence: str) -> bool:
    return sentence.count(" ") >= _TELLING_SPACES or (
        len(sentence) >= _TELLING_SIGNS and any(map(is_unsegmented, sentence))
    )


def _window(
    pieces: list[tuple[int, int]], matches: list[Match], wanted: Mapping[str, float], length: int
) -> tuple[int, int]:
    said = _said(pieces, matches)
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


def _said(pieces: list[tuple[int, int]], matches: list[Match]) -> list[set[str]]:
    """Return the terms that match in each sentence; both are in the order of the text."""
    said: list[set[str]] = [set() for _ in pieces]
    starts = [start for start, _ in pieces]
    for match in matches:
        place = bisect_right(starts, match.start) - 1
        if place >= 0 and match.start < pieces[place][1]:
            said[place].add(match.term)
    return said


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
    start: int, end: int, matches: list[Match], wanted: Mapping[str, float], length: int
) -> tuple[int, int]:
    inside = [match for match in matches if start <= match.start < end]
    begins = [match.start for match in inside]
    starts = dict.fromkeys((start, *(max(start, place - length // 6) for place in begins)))

    def told(place: int) -> float:
        last = min(end, place + length)
        near = inside[bisect_left(begins, place) : bisect_left(begins, last)]
        return sum(wanted[term] for term in {match.term for match in near if match.end <= last})

    best = max(starts, key=lambda place: (told(place), -place))
    return best, min(end, best + length)


def _whole(
    text: str, language: str, pieces: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[int, int]:
    """Move the ends of a piece to where no word, address or character is cut; between sentences none is."""
    between = any(first == start for first, _ in pieces) and any(last == end for _, last in pieces)
    for term in () if between else known_terms(placeholders_closed(text), language):
        if term.start < start < term.end and not term.extra:
            start = term.start
        if term.start < end < term.end and not term.extra:
            end = term.start if term.start > start else term.end
            break
    if _is_inside(text, start):
        gap = _SPACE.search(text, start, min(end, start + _LONGEST_WORD))
        start = gap.end() if gap else start
    if _is_inside(text, end):
        gap_before = max(text.rfind(space, max(start, end - _LONGEST_WORD), end) for space in " \n")
        end = gap_before if gap_before > start else end
    start, end = boundary_before(text, start), boundary_before(text, end)
    return (start, end) if end > start else (start, boundary_after(text, start + 1))


def _is_inside(text: str, place: int) -> bool:
    """Tell whether a place is inside what is written without a space, in a script that has spaces."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return not (before.isspace() or after.isspace() or is_unsegmented(before) or is_unsegmented(after))


def _telling(matches: list[Match], wanted: Collection[str]) -> list[Match]:
    """Leave out pairs of signs that stand alone where more of the same word is there, too."""
    pairs = [match for match in matches if is_unsegmented(match.term[0])]
    together = {
        place
        for first, second in pairwise(pairs)
        if first.start < second.start < first.end
        for place in (first.start, second.start)
    }
    if not together:
        return matches
    begun, ended = {form[0] for form in wanted}, {form[-1] for form in wanted}
    return [
        match
        for match in matches
        if match.start in together
        or not is_unsegmented(match.term[0])
        or not (match.term[-1] in begun or match.term[0] in ended)
    ]


def _spans(text: str, matches: list[Match]) -> list[tuple[int, int]]:
    """Return what to mark: matches that touch as one, and never a part of a character."""
    spans: list[tuple[int, int]] = []
    for match in matches:
        start, end = boundary_before(text, match.start), boundary_after(text, match.end)
        while start < end and text[start] in _UNSEEN:
            start += 1
        while start < end and text[end - 1] in _UNSEEN:
            end -= 1
        if spans and (start <= spans[-1][1] or text[spans[-1][1] : start] in _CONNECTORS):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _words(text: str, matches: list[Match], wanted: Mapping[str, float]) -> tuple[str, ...]:
    """Return the matching words as the text writes them, the most telling first, each once."""
    firsts = {match.term: match for match in reversed(matches)}
    matches = sorted(firsts.values(), key=lambda match: (match.start, match.end))
    shown: dict[str, str] = {}
    place = 0
    for first, last in _spans(text, matches):
        terms = []
        while place < len(matches) and matches[place].start < last:
            terms.append(matches[place].term)
            place += 1
        best = max(terms, key=lambda term: wanted[term])
        shown.setdefault(best, text[first:last])
    ranked = sorted(shown, key=lambda term: -wanted[term])
    return tuple(dict.fromkeys(shown[term].lower() for term in ranked))
