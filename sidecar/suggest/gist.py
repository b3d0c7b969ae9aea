"""What of a ticket an inserted answer has answered: a short one whole, a long one in part."""

from __future__ import annotations

from collections.abc import Sequence

from sidecar.knowledge.model import Answer
from sidecar.search.analysis import analyze

#: So many words are learned whole.
_SHORT = 40
_QUESTION_MARKS = "?？؟"
#: What a question mark is worth, in words shared with the answer.
_ASKING = 1.5
#: What each sentence further down loses: people come to the point early.
_LATER = 0.05


def gist(sentences: Sequence[str], answer: Answer, language: str) -> str:
    """Return the question to learn from a ticket for an answer.

    Args:
        sentences: The scrubbed sentences of the ticket, the subject first.
        answer: What was inserted.
        language: BCP 47 tag of the sentences.

    Returns:
        One text of no more than about forty words; empty if nothing tells anything.
    """
    telling = [
        each for each in dict.fromkeys(sentences) if any(not term.stop for term in analyze(each, language))
    ]
    if sum(len(each.split()) for each in telling) <= _SHORT:
        return " ".join(telling)
    about = {form for term in analyze(f"{answer.title}\n{answer.text}", answer.language) for form in term[:2]}
    ranked = sorted(
        range(len(telling)), key=lambda place: (-_fit(telling[place], place, about, language), place)
    )
    chosen: list[int] = []
    words = 0
    for place in ranked:
        length = len(telling[place].split())
        if chosen and words + length > _SHORT:
            continue
        chosen.append(place)
        words += length
    return " ".join(" ".join(telling[place] for place in sorted(chosen)).split()[: 2 * _SHORT])


def _fit(sentence: str, place: int, about: set[str], language: str) -> float:
    shared = {term.text for term in analyze(sentence, language) if not term.stop and term.text in about}
    asks = _ASKING if sentence.rstrip("\"'” »)")[-1:] in _QUESTION_MARKS else 0.0
    return len(shared) + asks - _LATER * place
