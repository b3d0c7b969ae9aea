"""From what is typed to a needle: quoted parts, words left out, words in every habit of writing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sidecar.search.analysis import Term, analyze, base_language
from sidecar.search.analysis.scripts import clusters, is_unsegmented
from sidecar.search.box.names import called_forms
from sidecar.search.box.needle import Needle, Reading, Word

#: More words than this are not asked for: whoever pastes a page finds what has its beginning.
MOST_WORDS = 32
#: What two words typed apart count where the text has them as one, and a hyphenated word where it is apart.
_JOINED = 0.9
_APART = 0.7

#: Shorter parts and joined words are noise; so many keys make a sign of Chinese or Japanese at least.
_TELLING = 3
_KEYS_OF_A_SIGN = 2

_QUOTES = '"“”„«»＂'
_QUOTED = re.compile(rf"(?:(?<!\S)(?P<minus>-))?[{_QUOTES}](?P<quoted>[^{_QUOTES}]+)[{_QUOTES}]")
_LEFT_OUT = re.compile(r"(?<!\S)-(?=[^\W\d_])(\S+)")
_ADDRESS = re.compile(r"://|^www\.|@", re.IGNORECASE)
_JOINT = re.compile(r"[\s\-\u2010\u2011]+")
_LETTERS_DIGITS = re.compile(r"^(?:([^\W\d_]{1,4})(\d{2,})|(\d+)([^\W\d_]{1,4}))$")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A word with where it stands; `silent` if it tells nothing in the language of whoever types."""

    start: int
    end: int
    word: Word
    silent: bool = False


def needle_of(query: str, language: str, others: Collection[str] = ()) -> Needle:
    """Return what a search box asks for: quoted parts exactly, all other words in any form.

    `-word` and `-"some words"` leave out what has them, if anything else is asked for. Nothing else is an
    operator. The last word may be unfinished unless a space or sign follows it. Stop words count only if
    there is nothing else.

    Args:
        query: Any text.
        language: BCP 47 tag of whoever types.
        others: Base languages of the knowledge.
    """
    languages = tuple(dict.fromkeys((base_language(language), *others, "")))
    phrases, without, rest = _quoted(query, languages)
    left_out = [piece for piece in _LEFT_OUT.findall(rest) if _words(piece, languages)]
    positive = _LEFT_OUT.sub(lambda match: " " * len(match[0]), rest)
    if phrases or _words(positive, languages):
        without += [word for piece in left_out for word in _whole(piece, languages)]
        rest = positive
    needle = _needle(rest, languages)
    return replace(needle, phrases=tuple(phrases), without=tuple(without), called=called_forms(query))


def literal_needle_of(query: str, language: str, others: Collection[str] = ()) -> Needle:
    """Return what a search box asks for if a minus is only a sign: pasted commands are full of them."""
    return needle_of(_LEFT_OUT.sub(r"  \1", query), language, others)


def word_of(text: str, languages: Iterable[str]) -> Word:
    """Return one word, in whichever script, with its stems; `surface` is empty if there is no word in it."""
    found = [terms[0] for each in languages if (terms := [t for t in analyze(text, each) if not t.extra])]
    if not found:
        return Word("")
    return Word(found[-1].surface, tuple(dict.fromkeys(term.text for term in found)))


def _needle(rest: str, languages: Sequence[str]) -> Needle:
    spots = _spots(rest, languages)
    spots = _with_joints(rest, spots, languages)
    telling = [spot for spot in spots if not spot.silent]
    kept = [spot for spot in telling if not spot.word.stop] or telling or spots
    is_open = bool(kept) and kept[-1].end == len(rest)
    # A sign or two of another script right behind a run are what an input method has not made a word of yet.
    if is_open and len(kept) > 1 and _is_being_composed(rest, kept[-1]):
        kept, is_open = kept[:-1], False
    aside = [spot.word for spot in telling if spot not in kept]
    return Needle(
        tuple(spot.word for spot in kept[:MOST_WORDS]), aside=tuple(aside[:MOST_WORDS]), open_end=is_open
    )


def _is_being_composed(rest: str, spot: _Spot) -> bool:
    typed = rest[spot.start : spot.end]
    if all("\u3131" <= char <= "\u318e" for char in typed):
        return True
    before = rest[spot.start - 1 : spot.start]
    return (
        len(typed) <= _KEYS_OF_A_SIGN
        and typed.isascii()
        and typed.isalpha()
        and "\u3041" <= before <= "\u9fff"
    )


def _quoted(
    query: str, languages: Sequence[str]
) -> tuple[list[tuple[tuple[str, ...], ...]], list[Word], str]:
    phrases: list[tuple[tuple[str, ...], ...]] = []
    without: list[Word] = []
    for match in _QUOTED.finditer(query):
        readings = _foldings(match["quoted"], languages)
        if not readings:
            continue
        if match["minus"]:
            without.append(Word("", readings=tuple(_phrase(each) for each in readings)))
        else:
            phrases.append(readings)
    if without and not phrases and not _words(_QUOTED.sub(" ", query), languages):
        return [], [], query
    return phrases, without, _QUOTED.sub(" ", query)


def _foldings(text: str, languages: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the folded words of a text, once for each way in which the languages at hand fold it."""
    folded = (tuple(term.surface for term in analyze(text, each) if not term.extra) for each in languages)
    return tuple(dict.fromkeys(filter(None, folded)))


def _phrase(surfaces: Sequence[str], weight: float = 1.0) -> Reading:
    return Reading(tuple(Word(surface) for surface in surfaces), weight, adjacent=True)


def _words(text: str, languages: Sequence[str]) -> bool:
    return bool(analyze(text, languages[0]))


def _whole(piece: str, languages: Sequence[str]) -> list[Word]:
    """Return a chunk as one word: several words in it have to stand together."""
    spots = _spots(piece, languages)
    if len(spots) <= 1:
        return [spot.word for spot in spots]
    return [Word("", readings=tuple(_phrase(each) for each in _foldings(piece, languages)))]


def _spots(rest: str, languages: Sequence[str]) -> list[_Spot]:
    terms = [analyze(rest, each) for each in languages]
    wholes = [term for term in terms[-1] if term.extra]
    plain = [{(term.start, term.end): term for term in found if not term.extra} for found in terms]
    places = sorted(set().union(*plain))
    spots: list[_Spot] = []
    whole_until = 0
    for start, end in places:
        if start < whole_until:
            continue
        whole = next((each for each in wholes if each.start <= start < each.end), None)
        address = whole is not None and bool(_ADDRESS.search(rest[whole.start : whole.end]))
        if whole is not None and not address:
            spots.append(_compound(rest, whole, plain, languages))
            whole_until = whole.end
            continue
        own = plain[0].get((start, end))
        found = [each[start, end] for each in plain if (start, end) in each]
        silent = own is not None and own.stop
        spots.append(_Spot(start, end, _plain(rest[start:end], found, exact=address), silent))
    return spots


def _plain(text: str, found: Sequence[Term], *, exact: bool) -> Word:
    surface = found[-1].surface
    unsegmented = len(text) > 0 and _is_pair(surface)
    return Word(
        surface,
        tuple(dict.fromkeys(term.text for term in found)),
        readings=_apart(surface),
        exact=exact or unsegmented or any(char.isdigit() for char in surface),
        lone=unsegmented and len(clusters(surface)) == 1,
        stop=any(term.stop for term in found[:-1]) and not exact,
    )


def _compound(
    rest: str, whole: Term, plain: Sequence[dict[tuple[int, int], Term]], languages: Sequence[str]
) -> _Spot:
    """Return a hyphenated word or a code as one word that may as well be written apart."""
    word = word_of(whole.text, languages)
    inside = [
        {place: term for place, term in each.items() if whole.start <= place[0] < whole.end} for each in plain
    ]
    parts = [
        _plain(rest[place[0] : place[1]], [each[place] for each in inside if place in each], exact=True)
        for place in sorted(set().union(*inside))
    ]
    code = any(char.isdigit() for char in whole.text)
    readings = [_phrase([part.surface for part in parts])] if parts else []
    telling = tuple(part for part in parts if not part.stop and len(part.surface) >= _TELLING)
    if not code and len(telling) == len(parts):
        readings.append(Reading(telling, _APART))
    stems = tuple(dict.fromkeys((*word.stems, whole.text)))
    word = Word(whole.text, stems, (*readings, *_apart(whole.text)), exact=code)
    return _Spot(whole.start, whole.end, word)


def _apart(surface: str) -> tuple[Reading, ...]:
    """Return letters and digits as they may stand apart: `E 1042` for `E1042`."""
    match = _LETTERS_DIGITS.fullmatch(surface)
    return (_phrase([part for part in match.groups() if part]),) if match else ()


def _with_joints(rest: str, spots: list[_Spot], languages: Sequence[str]) -> list[_Spot]:
    """Let each word stand together with its neighbour, too: `Rückgabe frist` is `Rückgabefrist`."""
    more: dict[int, list[Reading]] = {}
    for place, (first, second) in enumerate(pairwise(spots)):
        gap = rest[first.end : second.start]
        pair = _is_pair(first.word.surface) or _is_pair(second.word.surface)
        if pair or not _JOINT.fullmatch(gap):
            continue
        joined = word_of(rest[first.start : first.end] + rest[second.start : second.end], languages)
        if len(joined.surface) >= _TELLING:
            reading = Reading((joined,), _JOINED, begins=second.end == len(rest))
            more.setdefault(place, []).append(reading)
            more.setdefault(place + 1, []).append(reading)
    return [
        replace(spot, word=replace(spot.word, readings=(*spot.word.readings, *more[place])))
        if place in more
        else spot
        for place, spot in enumerate(spots)
    ]


def _is_pair(surface: str) -> bool:
    return surface != "" and is_unsegmented(surface[0])
