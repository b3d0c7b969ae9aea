"""Translations of one answer are one suggestion: the one in the customer's language, found by any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sidecar.knowledge.answers import Translation
from sidecar.knowledge.model import Answer
from sidecar.search.analysis import base_language
from sidecar.suggest.scoring import Candidate

Related = Mapping[int, Sequence[Translation]]


def wanted_translations(
    candidates: Sequence[Candidate], cards: Mapping[int, Answer], related: Related, language: str
) -> list[int]:
    """Return the numbers of answers that say in the customer's language what was found in another.

    Args:
        candidates: What was found, best first; those without a card are left alone.
        cards: What the store says of each.
        related: The translations of each, as far as the viewer may see them.
        language: BCP 47 tag of the ticket.
    """
    wanted: list[int] = []
    for each in candidates:
        card = cards.get(each.answer)
        if card is None or _is_own(card.language, language):
            continue
        wanted += [
            other.number for other in related.get(each.answer, ()) if _is_own(other.language, language)
        ]
    return [number for number in dict.fromkeys(wanted) if number not in cards]


def one_of_each_family(
    candidates: Sequence[Candidate], cards: Mapping[int, Answer], related: Related, language: str
) -> tuple[list[Candidate], dict[int, int]]:
    """Let one answer of each family of translations stand for all of it, with the best evidence of any.

    Args:
        candidates: What was found, best first.
        cards: What the store says of each, and of what `wanted_translations` named.
        related: The translations of each, as far as the viewer may see them.
        language: BCP 47 tag of the ticket.

    Returns:
        The candidates, best first, and the numbers of those left out with the number of what stands for them.
    """
    kept: list[Candidate] = []
    left_out: dict[int, int] = {}
    standing: set[int] = set()
    found = {each.answer: each for each in candidates}
    for each in candidates:
        if each.answer in standing or each.answer in left_out:
            continue
        family = [each.answer, *(other.number for other in related.get(each.answer, ()))]
        there = [number for number in family if number in cards]
        chosen = min(there, key=lambda number: _rank(cards[number].language, language), default=each.answer)
        standing.add(chosen)
        left_out |= {number: chosen for number in there if number != chosen and number in found}
        kept.append(each if chosen == each.answer else _standing_for(each, chosen, found.get(chosen)))
    return kept, left_out


def _standing_for(found: Candidate, number: int, itself: Candidate | None) -> Candidate:
    ordinal, used = (itself.ordinal, itself.used) if itself is not None else (None, 0)
    return replace(found, answer=number, ordinal=ordinal, used=used, found_as=found.answer)


def _rank(language: str, wanted: str) -> int:
    """Rank a language: the very one wanted, one of the same base, any other (the first found stays)."""
    if language.lower() == wanted.lower():
        return 0
    return 1 if _is_own(language, wanted) else 2


def _is_own(language: str, wanted: str) -> bool:
    return base_language(language) == base_language(wanted)
