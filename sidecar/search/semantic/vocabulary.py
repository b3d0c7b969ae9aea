"""Which words and pairs of words get a vector: the team's own, and those the model was trained with.

Privacy decides what is taken from tickets: only words and pairs that stand in several of them, and none with
a digit or sign in it, so that no name or number of one customer is stored. The model's own words are taken as
they are, whether a ticket has them or not, and tell nothing of any ticket.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sidecar.search.semantic.words import Word, words_of

#: A word, or a pair of words, must stand in so many tickets.
_TICKETS = 3
#: A pair must stand in so many texts: of fewer, nothing could be learned.
_PAIR_TEXTS = 3
_MOST_PAIRS = 20_000
#: Words of the model itself, the most frequent first; all there are in a model of one language.
MOST_GENERAL = 30_000

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence to fit on. `ticket` numbers the ticket it stands in; `None`: the team published it."""

    text: str
    language: str
    ticket: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What gets a vector. `general` words come from the model and stand in no text."""

    own: tuple[str, ...]
    general: tuple[str, ...]
    pairs: tuple[Pair, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All single words, the team's own first."""
        return self.own + self.general


def choose(samples: Sequence[Sample], general: Iterable[str], most_general: int = MOST_GENERAL) -> Vocabulary:
    """Choose what gets a vector.

    Args:
        samples: All sentences to fit on.
        general: Words of the model, the most frequent first.
        most_general: How many of those to take, at most.
    """
    published: set[str] = set()
    in_tickets: dict[str, set[int]] = {}
    for sample in samples:
        for word in words_of(sample.text, sample.language):
            if sample.ticket is None:
                published.add(word.surface)
            elif word.surface.isalpha():
                in_tickets.setdefault(word.surface, set()).add(sample.ticket)
    several = {word for word, tickets in in_tickets.items() if len(tickets) >= _TICKETS}
    own = {word for word in published | several if any(char.isalpha() for char in word)}
    known = dict.fromkeys(surface for token in general if (surface := _single(token)) is not None)
    more = [word for word in known if word not in own]
    if len(more) > MOST_GENERAL:
        more = _spelt_alike(more, own)
    more = more[:most_general]
    pairs = _pairs(samples, own.union(more))
    return Vocabulary(tuple(sorted(own)), tuple(more), tuple(pairs))


def pairs_of(words: Sequence[Word]) -> list[Pair]:
    """Return the neighbouring words of a text."""
    return list(pairwise(word.surface for word in words))


def _single(token: str) -> str | None:
    words = words_of(token, "")
    return words[0].surface if len(words) == 1 else None


def _spelt_alike(words: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return the words all of whose trigrams the team's words have.

    A multilingual model has words of a hundred languages; these are nearly all in the team's own.
    """
    seen = {piece for word in own for piece in _trigrams(word)}
    return [word for word in words if seen.issuperset(_trigrams(word))]


def _trigrams(word: str) -> list[str]:
    marked = f"<{word}>"
    return [marked[start : start + 3] for start in range(len(marked) - 2)]


def _pairs(samples: Sequence[Sample], words: set[str]) -> list[Pair]:
    tickets: dict[Pair, set[int]] = {}
    texts: Counter[Pair] = Counter()
    for number, sample in enumerate(samples):
        # A pair said over and over in one ticket stands in one text; each published sentence is one.
        unit = sample.ticket if sample.ticket is not None else -1 - number
        for pair in pairs_of(words_of(sample.text, sample.language)):
            if pair[0] in words and pair[1] in words:
                tickets.setdefault(pair, set()).add(unit)
    for pair, units in tickets.items():
        if len(units) >= _PAIR_TEXTS:
            texts[pair] = len(units)
    kept = sorted(texts, key=lambda pair: (-texts[pair], pair))[:_MOST_PAIRS]
    return sorted(kept)
