"""What is asked for instead where a search as typed finds little: near words, parts of words, most words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sidecar.search.box.lexicon import Lexicon
from sidecar.search.box.needle import Needle, Reading, Word
from sidecar.search.box.spelling import Near, near_beginnings, near_words
from sidecar.search.box.typed import word_of

#: What a near word counts beside the word typed, with one slip and with two.
_ONE_SLIP, _TWO_SLIPS = 0.6, 0.4
#: What a longer word counts that has the word inside.
_INSIDE = 0.4
_SHORTEST_INSIDE = 4
#: A word that stands in so few passages may be a slip of theirs, if another is so much more frequent.
_RARE, _TIMES = 2, 10
#: So many words that begin with a word typed are asked for instead of it.
_BEGINNINGS = 3
#: Up to so many words all but one have to be there, then two of three.
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Forgiven:
    """A needle that forgives, and which typed words it takes for others, as folded words."""

    needle: Needle
    corrected: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Read:
    """A word with what else it may be: `sure` that there is one, `likely` the word meant, if another."""

    word: Word
    sure: bool
    likely: str | None = None
    unheard: bool = False


def forgiven(
    needle: Needle, lexicon: Lexicon, languages: Collection[str], *, little: bool
) -> Iterator[Forgiven]:
    """Yield what to ask for instead, the nearest to what was typed first.

    Args:
        needle: What was typed.
        lexicon: The words there are.
        languages: Base languages to stem other words in.
        little: Whether the search as typed found something: only slips are looked for then.
    """
    last = len(needle.words) - 1
    read = [
        _read(word, lexicon, (*languages, ""), is_open=needle.open_end and place == last, little=little)
        for place, word in enumerate(needle.words)
    ]
    corrected = {
        typed.surface: each.likely for typed, each in zip(needle.words, read, strict=True) if each.likely
    }
    asked = [each for each in read if not each.unheard]
    sure = [each for each in asked if each.sure]
    if not (asked or needle.phrases):
        return
    if [each.word for each in read] != list(needle.words) or len(asked) < len(read):
        yield Forgiven(_with_words(needle, asked, read), corrected)
    if not little and sure and len(read) > 1:
        enough = _with_words(needle, sure, read)
        for least in sorted({_most(len(sure)), 1}, reverse=True):
            yield Forgiven(replace(enough, least=least), corrected)


def _with_words(needle: Needle, words: Sequence[_Read], read: Sequence[_Read]) -> Needle:
    ends_open = needle.open_end and bool(words) and words[-1] is read[-1]
    return replace(needle, words=tuple(each.word for each in words), open_end=ends_open)


def _most(count: int) -> int:
    return max(1, count - 1 if count <= _FEW_WORDS else (2 * count + 2) // 3)


def _read(word: Word, lexicon: Lexicon, languages: Collection[str], *, is_open: bool, little: bool) -> _Read:
    count = sum(lexicon.word_counts({word.surface, *word.stems}).values())
    begun = (
        sum(times for _, times in lexicon.words_beginning(word.surface, 1)) if is_open and word.surface else 0
    )
    known = count or begun
    if word.exact or not word.surface:
        return _Read(word, sure=bool(known or word.lone), unheard=not (known or word.lone or word.readings))
    if known:
        near = near_words(word.surface, lexicon) if little and count <= _RARE else []
        near = [each for each in near if each.count >= _TIMES * known]
        return _Read(_with(word, near, languages), sure=True, likely=near[0].word if near else None)
    near = near_words(word.surface, lexicon)
    # A word that ends in the middle is as good as an unfinished one, wherever it stands.
    begins = [Near(each, 1, times) for each, times in lexicon.words_beginning(word.surface, _BEGINNINGS)]
    if is_open and not near:
        begins += near_beginnings(word.surface, lexicon)
    if near or begins:
        likely = near[0].word if near else None
        return _Read(_with(word, [*near, *begins], languages), sure=True, likely=likely)
    if len(word.surface) >= _SHORTEST_INSIDE:
        inside = Reading((Word(word.surface),), _INSIDE, inside=True)
        return _Read(replace(word, readings=(*word.readings, inside)), sure=False)
    return _Read(word, sure=False, unheard=not word.readings)


def _with(word: Word, near: Sequence[Near], languages: Collection[str]) -> Word:
    readings = [
        Reading((word_of(each.word, languages),), _ONE_SLIP if each.slips == 1 else _TWO_SLIPS)
        for each in near
    ]
    return replace(word, readings=(*word.readings, *readings))
