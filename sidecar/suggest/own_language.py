"""The customer's language before another one that shares no more words with the ticket."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sidecar.knowledge.model import Answer
from sidecar.search.analysis import base_language
from sidecar.search.excerpts import known_terms
from sidecar.suggest.scoring import Candidate

#: Why a score is that of a better answer.
LANGUAGE = "language"
#: So many of the best are compared.
_LOOKED_AT = 8
#: An answer of a smaller share of the best score fits too badly to be put before it.
_COMPARABLE = 0.05


def lift_own_language(
    ranked: Sequence[Candidate], cards: Mapping[int, Answer], language: str, asked: Collection[str]
) -> list[Candidate]:
    """Put the customer's language first where the best answer is in another and shares no other words.

    A code or the name of a product is the same in every language, and the shortest text with it scores
    highest, whichever language that is in.

    Args:
        ranked: Weighed candidates, best first; the score of the lifted one is raised.
        cards: What the store says of each.
        language: BCP 47 tag of the ticket.
        asked: Folded telling words of the ticket.

    Returns:
        The candidates, best first.
    """
    own = base_language(language)
    if not ranked or not own or base_language(cards[ranked[0].answer].language) == own:
        return list(ranked)
    best = ranked[0]
    shared = _shared(cards[best.answer], asked)
    for each in ranked[1:_LOOKED_AT]:
        card = cards[each.answer]
        if each.score < _COMPARABLE * best.score:
            break
        if base_language(card.language) == own and shared and shared <= _shared(card, asked):
            each.score, each.lifted = best.score, LANGUAGE
            return [each, *(other for other in ranked if other is not each)]
    return list(ranked)


def _shared(card: Answer, asked: Collection[str]) -> set[str]:
    terms = (term for text in (card.title, card.text) for term in known_terms(text, card.language))
    return {term.surface for term in terms} & set(asked)
