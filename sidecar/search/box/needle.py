"""What a search box asks for, and how well something found answers it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, slots=True)
class Word:
    """One word typed: the folded word itself, and its stems in the languages at hand.

    Attributes:
        surface: The folded word as it stands in texts.
        stems: The word as texts of each language have it indexed.
        readings: Other ways to write what was meant (`log in` for `login`): any of them will do.
        exact: Whether the word is what it is (a code, part of an address), never a misspelt other one.
        lone: Whether it is a single character of a script without spaces, which are indexed in pairs.
        stop: Whether it tells nothing in one of the languages at hand; it then need not be there.
    """

    surface: str
    stems: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    exact: bool = False
    lone: bool = False
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to write a word: all of these words, next to each other if `adjacent`.

    `weight` is what a match counts beside one of the word as typed. With `begins` the last of the words may
    go on; with `inside` the one word may be part of a longer one.
    """

    words: tuple[Word, ...]
    weight: float = 1.0
    adjacent: bool = False
    begins: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Needle:
    """What a search box asks for.

    Attributes:
        words: What has to be there, in the order typed.
        phrases: What has to be there exactly: each phrase as folded words, once for each way of folding.
        aside: What counts if it is there, and need not be.
        without: What must not be there.
        open_end: Whether the last word may go on: it is still being typed.
        least: How many of the words are enough; `None` is all.
        called: The query whole, folded, in the forms in which names are kept: titles, shortcuts, ids.
        among: Numbers of the answers to look in; `None` is all of them.
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[tuple[str, ...], ...], ...] = ()
    aside: tuple[Word, ...] = ()
    without: tuple[Word, ...] = ()
    open_end: bool = False
    least: int | None = None
    called: tuple[str, ...] = ()
    among: tuple[int, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is asked for."""
        return not (self.words or self.phrases or self.without)


class Level(IntEnum):
    """How well a passage answers a search, the worst first; the higher always stands above."""

    TEXT = 0
    TITLE = 1
    NAME = 2


@dataclass(frozen=True, slots=True)
class BoxHit:
    """A passage found: answer number, ordinal of the passage in it, its level, BM25 score within that."""

    answer: int
    ordinal: int
    score: float
    level: Level


@dataclass(frozen=True, slots=True)
class BoxResult:
    """The best passage of each of the best answers, best first, and of about how many answers there are.

    `total` is exact up to a thousand passages, and wherever every answer found has one of them.
    """

    hits: tuple[BoxHit, ...] = ()
    total: int = 0
