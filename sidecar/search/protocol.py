"""The narrow door to the search engine: what the rest of Cuecard asks of an index, whichever engine it is.

Everything here is synchronous and safe to call from several threads; the indexer alone writes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from connectors.model import Audience, Kind
from sidecar.knowledge.model import AskedQuestion, IndexableAnswer
from sidecar.search.analysis import Term
from sidecar.search.box.lexicon import Lexicon
from sidecar.search.box.needle import BoxResult, Needle
from sidecar.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Scope:
    """Which answers may be found at all.

    `groups` is `None` for a viewer who sees everything; otherwise only answers without groups or with one
    of these exist for the query, in hits and in counts. Everything else named has to hold, and nothing that
    is named by one of `without` may (their groups do not count).
    """

    groups: frozenset[str] | None = None
    kind: Kind | None = None
    source_id: str | None = None
    tag: str | None = None
    language: str | None = None
    audience: Audience | None = None
    more_tags: tuple[str, ...] = ()
    without: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What a ticket asks for, each term with its weight.

    `stems` are words, `pairs` neighbouring words, `grams` pieces of words. `surfaces` gives for the stems
    of the text's own language the folded word they come from. `spoken` are the words of the text in their
    order, stop words included. `titled` are the stems that are looked for in titles, too; `None` is all.
    """

    stems: dict[str, float]
    pairs: dict[str, float] = field(default_factory=dict)
    grams: dict[str, float] = field(default_factory=dict)
    surfaces: dict[str, str] = field(default_factory=dict)
    spoken: tuple[Term, ...] = ()
    titled: frozenset[str] | None = None

    @property
    def said(self) -> tuple[str, ...]:
        """The folded words of the text in their order, stop words included."""
        return tuple(term.surface for term in self.spoken)


class PassageHit(NamedTuple):
    """A passage found: answer number, ordinal of the passage in it, BM25 score."""

    answer: int
    ordinal: int
    score: float


class AskedHit(NamedTuple):
    """A question found that an answer has answered.

    `question` is its number in the store; `learned` tells that an agent inserted the answer for it;
    `stems` are its words, known for the nearest few only; `fresh` tells that the index does not have it yet,
    nor any profile.
    """

    question: int
    answer: int
    score: float
    weight: float
    learned: bool
    stems: frozenset[str] | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """How far the index has followed the store's outbox: the last `seq` taken in of either list."""

    answers: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is searchable: passages and asked questions."""

    passages: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What BM25 needs to know of the asked questions.

    `frequencies` counts the questions that contain a term; `total` all questions; `length` the mean number
    of terms.
    """

    total: int
    length: float
    frequencies: dict[str, int]
    pair_frequencies: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What an answer is about in its users' words: its title and all it was asked for, newest first."""

    answer: int
    gone: bool = False
    title: str = ""
    language: str = ""
    groups: frozenset[str] = frozenset()
    questions: Sequence[AskedQuestion] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes to take in together; every answer whose title or asked questions changed has a new profile."""

    answers: Sequence[IndexableAnswer] = ()
    asked: Sequence[AskedQuestion] = ()
    profiles: Sequence[Profile] = ()


class Index(Protocol):
    """A full-text engine over passages and asked questions."""

    @property
    def position(self) -> Position:
        """How far the outbox has been followed, as of the last commit."""

    @property
    def answering(self) -> Position:
        """How far what is found follows the outbox: behind `position` while an index is built aside."""

    def counts(self) -> Counts:
        """Return how much is searchable."""

    def languages(self) -> tuple[str, ...]:
        """Return the base languages of the passages, the most frequent first."""

    def find_passages(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """Return the best passages for any of the words, the title weighing more, best first."""

    def find_needle(self, needle: Needle, scope: Scope, limit: int) -> BoxResult:
        """Return up to `limit` answers for a search box; an empty needle finds everything in the scope."""

    def answers_with_all(self, needle: Needle, scope: Scope) -> list[int]:
        """Return the answers that have every word of a search box in some passage, by number.

        None if too many have each of the words to be compared.
        """

    def newest(self, scope: Scope, limit: int) -> tuple[int, list[int]]:
        """Return how many answers are in the scope, and those that changed last, the newest first."""

    def inside(self, scope: Scope, answers: Collection[int]) -> set[int]:
        """Return which of some answers, by number, are in the scope."""

    def lexicon(self, scope: Scope) -> Lexicon:
        """Return the words of all passages that the groups of a scope may see, and of no others."""

    def find_asked(self, words: Words, scope: Scope, limit: int) -> list[AskedHit]:
        """Return the nearest asked questions, best first."""

    def find_profiles(self, words: Words, scope: Scope, limit: int) -> list[PassageHit]:
        """Return the answers whose title and asked questions together fit best; `ordinal` is always 0."""

    def asked_statistics(self, words: Words) -> TermStatistics:
        """Return the statistics that let a question outside the index be scored like one inside."""

    def asked_frequencies(self, terms: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return the number of asked questions, and in how many of them each term stands."""

    def passage_frequencies(self, terms: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return the number of passages, and in how many of them each term stands in the text."""

    def has_word(self, stem: str, surface: str) -> bool:
        """Tell whether any passage or asked question has a word, by its stem or as it is written."""

    def vocabulary(self) -> Vocabulary:
        """Return the words of the passages; those of the last few that came in may be missing."""

    def apply(self, batch: Batch) -> None:
        """Put in what changed and take out what is gone; visible after `commit`.

        Raises:
            IndexFault: The engine refused; nothing since the last commit counts, the index has to be rebuilt.
        """

    def commit(self, position: Position) -> None:
        """Make everything applied searchable and remember how far the outbox was followed.

        Raises:
            IndexFault: As for `apply`.
        """

    def tidy(self) -> None:
        """Make the index quicker to ask, at leisure; everything is found as before.

        Raises:
            IndexFault: As for `apply`.
        """

    def restart(self) -> None:
        """Begin an empty index aside; the old one answers until `swap`."""

    def swap(self) -> None:
        """Let the index begun by `restart` take over and remove the old one."""

    def close(self) -> None:
        """Release files and locks."""
