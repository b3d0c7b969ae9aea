"""Who may find a row, and by which filters: few different cards, so that rows carry only a number."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar.knowledge.model import AskedQuestion, IndexableAnswer
from sidecar.search.analysis import base_language
from sidecar.search.protocol import Scope

#: Scopes for which the verdicts on all cards are kept.
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Card:
    """What the filters of a scope look at. A question's card has groups only: it is found by those alone."""

    groups: frozenset[str]
    kind: str = ""
    source: str = ""
    tags: frozenset[str] = frozenset()
    language: str = ""
    audience: str = ""

    def within(self, scope: Scope) -> bool:
        """Tell whether a scope lets rows with this card exist."""
        if scope.groups is not None and self.groups and self.groups.isdisjoint(scope.groups):
            return False
        return (
            (scope.kind is None or scope.kind.value == self.kind)
            and (not scope.source_id or scope.source_id == self.source)
            and (not scope.tag or scope.tag.casefold() in self.tags)
            and (not scope.language or scope.language == self.language)
            and (scope.audience is None or scope.audience.value == self.audience)
        )

    def packed(self) -> str:
        """Return the card as one line of JSON."""
        parts = [sorted(self.groups), self.kind, self.source, sorted(self.tags), self.language, self.audience]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def unpacked(line: str) -> Card:
    """Return the card of a line that `Card.packed` made.

    Raises:
        ValueError: The line is none.
    """
    groups, kind, source, tags, language, audience = json.loads(line)
    return Card(frozenset(groups), kind, source, frozenset(tags), language, audience)


def card_of_answer(answer: IndexableAnswer) -> Card:
    """Return the card of the title and the passages of an answer."""
    return Card(
        groups=answer.groups,
        kind=answer.kind.value,
        source=answer.source_id,
        tags=frozenset(tag.casefold() for tag in answer.tags),
        language=base_language(answer.language),
        audience=answer.audience.value,
    )


def card_of_question(question: AskedQuestion) -> Card:
    """Return the card of an asked question."""
    return Card(question.groups)


class Cards:
    """The different cards of one generation, numbered as they came. One thread adds, any thread asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cards: list[Card] = []
        self._numbers: dict[Card, int] = {}
        self._verdicts: dict[Scope, NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self._cards)

    def number(self, card: Card) -> int:
        """Return the number of a card, a new one if it was not there."""
        with self._lock:
            found = self._numbers.setdefault(card, len(self._cards))
            if found == len(self._cards):
                self._cards.append(card)
            return found

    def since(self, number: int) -> list[Card]:
        """Return the cards from a number on."""
        return self._cards[number:]

    def verdicts(self, scope: Scope) -> NDArray[np.bool_]:
        """Return for each card whether a scope lets it exist. Only new cards are judged: none changes."""
        with self._lock:
            known = self._verdicts.get(scope)
            judged = 0 if known is None else len(known)
            if known is None or judged < len(self._cards):
                fresh = np.array([card.within(scope) for card in self._cards[judged:]], dtype=np.bool_)
                known = fresh if known is None else np.concatenate((known, fresh))
                if len(self._verdicts) >= _MOST_KEPT:
                    self._verdicts.clear()
                self._verdicts[scope] = known
            return known
