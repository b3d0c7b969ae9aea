"""Several questions in one ticket: the first suggestions answer different ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sidecar.knowledge.model import Answer
from sidecar.search.excerpts import known_terms
from sidecar.suggest.confidence import confidence, share_of_title
from sidecar.suggest.meant import to_the_point
from sidecar.suggest.scoring import Candidate
from sidecar.suggest.units import Asking, Question, joined, sought_in_texts

#: Why a score is that of a better answer.
COVERS = "question"
#: From so many questions on a ticket has several.
_SEVERAL = 2
#: So many of the first suggestions answer different questions.
_FIRST = 3
#: How sure the answer to a question has to be to go ahead of the next best for another question: to one that
#: is put as such, and to a statement that may be no question at all.
_SURE_OF_ASKED = 0.2
_SURE_OF_STATED = 0.3
#: How sure the first answers are where the room that is left goes to a second answer to one of the questions.
_SURE_OF_SEVERAL = 0.4
#: An answer that reaches this share of the score of a question's best answers that question, too.
_AS_GOOD = 0.9

#: Finds the answers to a piece of a ticket alone: weighed, best first, and how sure the best is, 0 to 1.
Answers = Callable[[Asking], tuple[Sequence[Candidate], float]]


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of a ticket with the answers to it alone, best first; `sure` is of the best, 0 to 1."""

    question: Question
    ranked: Sequence[Candidate]
    sure: float

    def by(self, answer: int) -> bool:
        """Tell whether an answer fits this question (nearly) as well as its best one."""
        enough = _AS_GOOD * self.ranked[0].score
        return any(each.answer == answer and each.score >= enough for each in self.ranked)


@dataclass(frozen=True, slots=True)
class Covering:
    """Answers in the order that covers the questions; `sure` is how sure the first is, where it changed."""

    ranked: list[Candidate]
    sure: float | None = None


def cover(ranked: Sequence[Candidate], asking: Asking, answers: Answers) -> Covering:
    """Order the answers to a ticket so that the first three answer different questions, if it has several.

    The best answer stays the first. After it come the best answers to the questions that it does not answer,
    the surest first, as long as they are sure enough; a ticket with one question stays as it is.

    Args:
        ranked: Weighed candidates for the whole ticket, best first. Those that go up get a higher score, and
            `unit` and `ordinal` then tell of the question they answer.
        asking: What the ticket asks.
        answers: Finds the answers to a question alone.
    """
    if len(asking.questions) < _SEVERAL or not ranked:
        return Covering(list(ranked))
    nearest = _nearest(ranked)
    looked_at = (_answered(each, asking, answers, nearest) for each in asking.looked_at())
    answered = [found for found in looked_at if found]
    firsts = _firsts(ranked, answered)
    if len(firsts) < _SEVERAL:
        return Covering(list(ranked))
    taken = {each.answer for each in firsts}
    order = [*firsts, *(each for each in ranked if each.answer not in taken)]
    _descend(order)
    return Covering(order, max((each.sure for each in answered if each.by(order[0].answer)), default=None))


def how_sure(ranked: Sequence[Candidate], best: Answer, text: str, asking: Asking) -> float:
    """Return the probability, from 0 to 1, that the best answer fits.

    Args:
        ranked: Weighed candidates, best first.
        best: What the store says of the first.
        text: What would be shown of it.
        asking: What was asked.
    """
    terms = (term for said in (best.title, text) for term in known_terms(said, best.language))
    found = {form for term in terms for form in (term.text, term.surface)}
    lead = ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    title = [term.text for term in known_terms(best.title, best.language) if not (term.stop or term.extra)]
    titled = share_of_title(asking.units, title)
    return confidence(ranked[0], lead, asking.units, found, asking.tells, titled)


def _answered(question: Question, asking: Asking, answers: Answers, nearest: float) -> Answered | None:
    units = tuple(asking.units[place] for place in question.places)
    said = joined([unit.sought for unit in units])
    whole = sought_in_texts(said, asking.tells, asking.language, asking.unknown)
    ranked, sure = answers(Asking(units, whole, asking.tells, (), asking.language, asking.unknown))
    if not question.asked:
        # What is said beside the questions is mostly small talk.
        sure *= to_the_point(_nearest(ranked), nearest)
    needed = _SURE_OF_ASKED if question.asked else _SURE_OF_STATED
    return Answered(question, ranked, sure) if ranked and sure >= needed else None


def _nearest(ranked: Sequence[Candidate]) -> float:
    return max((each.cosine for each in ranked), default=0.0)


def _firsts(ranked: Sequence[Candidate], answered: Sequence[Answered]) -> list[Candidate]:
    """Return what comes first: the best answer, then the best to each question not answered by then."""
    known = {each.answer: each for each in ranked}
    firsts = [ranked[0]]
    told = [each for each in answered if each.by(ranked[0].answer)]
    for each in told[:1]:
        _tell_of(ranked[0], next(own for own in each.ranked if own.answer == ranked[0].answer), each.question)
    for each in sorted(answered, key=lambda each: -each.sure):
        if len(firsts) == _FIRST:
            break
        if not any(each.by(first.answer) for first in firsts):
            firsts.append(_taken(each.ranked[0], known, each.question))
            told.append(each)
    if _SEVERAL <= len(firsts) < _FIRST and all(each.sure >= _SURE_OF_SEVERAL for each in told):
        firsts += _second(told, {first.answer for first in firsts}, known)
    return firsts


def _second(told: Sequence[Answered], taken: Collection[int], known: dict[int, Candidate]) -> list[Candidate]:
    """Return the answer that comes nearest to the best one of its question, if there is any."""
    nearest = [
        (own.score / each.ranked[0].score, place, own)
        for place, each in enumerate(told)
        for own in each.ranked[: _FIRST + 1]
        if own.answer not in taken
    ]
    if not nearest:
        return []
    _, place, own = max(nearest, key=lambda one: one[0])
    return [_taken(own, known, told[place].question)]


def _taken(own: Candidate, known: dict[int, Candidate], question: Question) -> Candidate:
    candidate = known.get(own.answer, own)
    _tell_of(candidate, own, question)
    return candidate


def _tell_of(candidate: Candidate, own: Candidate, question: Question) -> None:
    """Let a candidate tell which part of the ticket it answers, and with which of its passages."""
    candidate.ordinal = own.ordinal
    candidate.unit = question.places[own.unit or 0]


def _descend(order: Sequence[Candidate]) -> None:
    """Raise the scores of those that went up, so that no score rises down the list."""
    highest = 0.0
    for each in reversed(order):
        if each.score < highest:
            each.score, each.lifted = highest, COVERS
        highest = each.score
