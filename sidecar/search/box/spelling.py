"""Words an index has that are nearly the one typed: as whole words, and as the beginning of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from sidecar.search.box.lexicon import Lexicon

#: From this length on a word may have one slip, from the other two. Shorter ones are near to everything.
_ONE_SLIP_FROM = 4
_TWO_SLIPS_FROM = 8
#: Slips from the third letter on are looked for among the words that begin alike.
_HEAD = 2
#: So many near words of one typed word are asked for.
MOST_NEAR = 5
#: A word beginning alike is looked at only if it is among so many of the most frequent.
_LOOKED_AT = 20_000

_ROWS = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm", "qwertyuiop", "zxcvbnm", "azertyuiop", "йцукенгшщзхъ",
         "фывапролджэ", "ячсмитьбю")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the index near the one typed. `slips` are letters added, lost, exchanged or swapped."""

    word: str
    slips: int
    count: int


def near_words(typed: str, lexicon: Lexicon) -> list[Near]:
    """Return the words nearest to a folded word, the likeliest first; none for a short one."""
    if len(typed) < _ONE_SLIP_FROM:
        return []
    allowed = 2 if len(typed) >= _TWO_SLIPS_FROM else 1
    alike = lexicon.words_beginning(typed[:_HEAD], _LOOKED_AT)
    found = {
        word: Near(word, slips, count)
        for word, count in alike
        if abs(len(word) - len(typed)) <= allowed
        and word != typed
        and (slips := OSA.distance(typed, word, score_cutoff=allowed)) <= allowed
    }
    known = lexicon.word_counts({word for word in _slipped_early(typed) if word not in found} - {typed})
    found |= {word: Near(word, 1, count) for word, count in known.items() if count}
    return sorted(found.values(), key=lambda near: _likelihood(typed, near))[:MOST_NEAR]


def near_beginnings(typed: str, lexicon: Lexicon) -> list[Near]:
    """Return words whose beginnings are nearest to what is typed of a word, the likeliest first."""
    if len(typed) < _ONE_SLIP_FROM:
        return []
    alike = lexicon.words_beginning(typed[:_HEAD], _LOOKED_AT)
    lengths = (len(typed) - 1, len(typed), len(typed) + 1)
    starts = {word[:length] for word, _ in alike for length in lengths if len(word) >= length}
    near = {start for start in starts if OSA.distance(typed, start, score_cutoff=1) <= 1}
    found = {
        word: Near(word, 1, count)
        for word, count in alike
        if any(word[:length] in near for length in lengths)
    }
    for start in _slipped_early(typed):
        for word, count in lexicon.words_beginning(start, MOST_NEAR):
            found.setdefault(word, Near(word, 1, count))
    return sorted(found.values(), key=lambda near: (-near.count, near.word))[:MOST_NEAR]


def _slipped_early(typed: str) -> Iterator[str]:
    """Yield what may have been meant if the slip is in the first two letters."""
    first, second, rest = typed[0], typed[1], typed[_HEAD:]
    yield second + first + rest
    yield second + rest
    yield first + rest
    yield first + rest[:1] + second + rest[1:]
    for letter in _letters(typed):
        yield letter + second + rest
        yield first + letter + rest
        yield letter + typed
        yield first + letter + second + rest


def _letters(typed: str) -> str:
    """Return the letters of the alphabet a word is written in, as far as folded words have them."""
    code = ord(typed[0])
    for first, last in _ALPHABETS:
        if ord(first) <= code <= ord(last):
            return "".join(chr(each) for each in range(ord(first), ord(last) + 1))
    return "".join(dict.fromkeys(typed))


_ALPHABETS = (
    ("a", "z"), ("α", "ω"), ("а", "џ"), ("ա", "ֆ"), ("א", "ת"), ("ء", "ي"), ("ა", "ჰ"), ("क", "ह"),
    ("অ", "হ"), ("அ", "ஹ"),
)  # fmt: skip


def _likelihood(typed: str, near: Near) -> tuple[int, int, int, str]:
    """Return what near words are sorted by: few slips, likely slips, frequent words."""
    return near.slips, _oddity(typed, near.word), -near.count, near.word


def _oddity(typed: str, word: str) -> int:
    """Return 0 for swapped, doubled or neighbouring letters, 1 for another slip, 2 for one at the start."""
    if sorted(typed) == sorted(word):
        return 0
    if typed[0] != word[0]:
        return 1 if (typed[0], word[0]) in _NEIGHBOURS else 2
    if _undoubled(typed) == _undoubled(word):
        return 0
    differing = [(a, b) for a, b in zip(typed, word, strict=False) if a != b]
    return 0 if len(typed) == len(word) and all(pair in _NEIGHBOURS for pair in differing) else 1


def _undoubled(word: str) -> str:
    return "".join(letter for place, letter in enumerate(word) if word[place - 1 : place] != letter)


_NEIGHBOURS = frozenset(
    pair for row in _ROWS for left, right in pairwise(row) for pair in ((left, right), (right, left))
)
