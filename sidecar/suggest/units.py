"""What a ticket is asked for: piece by piece for the questions, and whole for the texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sidecar.search.analysis import analyze
from sidecar.search.asking import with_pieces, words_of
from sidecar.search.protocol import Index, Words
from sidecar.search.widening import NONE, Synonyms, widened
from sidecar.suggest.asks import asks
from sidecar.suggest.confidence import term_weights
from sidecar.suggest.conversation import ASIDE, Reading
from sidecar.suggest.leaning import words_in_context
from sidecar.suggest.model import Ticket
from sidecar.suggest.narrowing import is_long, narrowed_unit, narrowed_whole, unknown_words
from sidecar.suggest.scrub import name_words
from sidecar.suggest.unit import Unit

#: A ticket of no more words than this is also asked for as one piece.
_SHORT_TICKET = 40
#: So many words of a piece, and of the whole, are also asked for by their pieces.
_TAKEN_APART = 6
#: Pieces are many from here on.
_MANY = 5
_TAKEN_APART_OF_MANY = 1
_TAKEN_APART_WHOLE = 12
_TAKEN_APART_OF_LONG = 4
#: So many questions of a ticket are looked at one by one: each costs a search of its own.
_MOST_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """Units that may be one question, by their places; `asked` tells whether it is put as one."""

    places: tuple[int, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """All that is asked of the index for one ticket.

    `tells` says how much each word tells, `questions` what may be questions of their own, `language` is the
    BCP 47 tag of the ticket. Only the stems in `unknown` are taken apart; `None` is all.
    """

    units: tuple[Unit, ...]
    whole: Words
    tells: Mapping[str, float]
    questions: Sequence[Question] = ()
    language: str = ""
    unknown: frozenset[str] | None = None

    def looked_at(self) -> list[Question]:
        """Return the questions that are looked at one by one, if there are several.

        Those put as such come before statements.
        """
        several = self.questions if len(self.questions) > 1 else ()
        return sorted(several, key=lambda each: not each.asked)[:_MOST_QUESTIONS]

    def question_at(self, place: int | None) -> str | None:
        """Return the customer's words at a unit; `None` if it is all that the ticket says."""
        several = len(self.units) > 1 and any(place in question.places for question in self.questions)
        return self.units[place].text if several and place is not None else None


def asking_of(
    reading: Reading, ticket: Ticket, language: str, index: Index, synonyms: Synonyms = NONE
) -> Asking:
    """Turn a reading into what is asked of the index.

    Args:
        reading: What the customer wants to know.
        ticket: Where the names of the people writing stand, who are never what is looked for.
        language: BCP 47 tag of the reading.
        index: Tells which languages the knowledge is in, and which words are rare.
        synonyms: The team's own.

    Returns:
        What to ask; `tells` says how much each word of the ticket tells.
    """
    names = _folded_names(ticket)
    languages = index.languages()
    asked = [
        (each.text, each.weight, words_in_context(each, language, languages, names))
        for each in reading.sentences
    ]
    together = "\n".join(filter(None, (reading.subject, reading.text)))
    others = [reading.subject] if reading.subject else []
    # A turn that leans has all that was said in it already, each word with its weight.
    leaning = any(max(words.stems.values(), default=0.0) > 1.0 for _, _, words in asked)
    if len(asked) + len(others) > 1 and len(together.split()) <= _SHORT_TICKET and not leaning:
        others.append(together)
    lowest = min((weight for _, weight, _ in asked if weight > ASIDE), default=1.0)
    asked += [
        (text, lowest if text is together else 1.0, words_of(text, language, languages, names))
        for text in others
    ]
    rest = words_of(reading.rest, language, languages, names) if reading.rest else Words({})
    *wide, rest = widened([*(words for _, _, words in asked), rest], language, index, synonyms)
    asked = [(text, weight, words) for (text, weight, _), words in zip(asked, wide, strict=True)]
    whole = joined([*(_weakened(words, weight) for _, weight, words in asked), rest])
    tells = term_weights(index, whole.stems)
    long = is_long(whole)
    many = long or len(asked) >= _MANY
    unknown = unknown_words(whole, language, index) if many else None
    units = [
        Unit(
            text,
            words if many else with_pieces(words, tells, language, _TAKEN_APART),
            weight,
            with_pieces(narrowed_unit(words, tells), tells, language, _TAKEN_APART_OF_MANY, unknown)
            if many
            else None,
        )
        for text, weight, words in asked
        if words.stems
    ]
    whole = sought_in_texts(whole, tells, language, unknown if long else None)
    return Asking(tuple(units), whole, tells, _questions(units, reading), language, unknown)


def sought_in_texts(
    words: Words, tells: Mapping[str, float], language: str, unknown: frozenset[str] | None
) -> Words:
    """Return what is asked of the passages for several pieces taken as one: of many words, what tells most.

    Args:
        words: What the pieces say together.
        tells: How much each stem tells.
        language: BCP 47 tag of the ticket.
        unknown: The stems that may be taken apart; `None` is all.
    """
    if not is_long(words):
        return with_pieces(words, tells, language, _TAKEN_APART_WHOLE, unknown)
    narrowed = narrowed_whole(words, tells, unknown or ())
    return with_pieces(narrowed, tells, language, _TAKEN_APART_OF_LONG, unknown)


def _questions(units: Sequence[Unit], reading: Reading) -> tuple[Question, ...]:
    """Return which units belong together: a question with the statements around it in the same line."""
    places = {unit.text: place for place, unit in enumerate(units)}
    found: list[Question] = []
    line = -1
    for sentence in reading.sentences:
        place = places.get(sentence.text)
        if place is None:
            continue
        asked = asks(sentence.text)
        if found and sentence.line == line and not (asked and found[-1].asked):
            found[-1] = Question((*found[-1].places, place), found[-1].asked or asked)
        else:
            found.append(Question((place,), asked))
        line = sentence.line
    return tuple(found)


def _weakened(words: Words, weight: float) -> Words:
    return words if weight == 1.0 else replace(words, stems={s: weight * w for s, w in words.stems.items()})


def joined(parts: Sequence[Words]) -> Words:
    """Return what several pieces ask for, taken as one."""
    stems: dict[str, float] = {}
    surfaces: dict[str, str] = {}
    for part in parts:
        for stem, weight in part.stems.items():
            stems[stem] = max(weight, stems.get(stem, 0.0))
        surfaces |= part.surfaces
    return Words(stems, surfaces=surfaces)


def _folded_names(ticket: Ticket) -> Collection[str]:
    people = (ticket.customer, ticket.agent)
    names = [part for person in people for part in (person.name, person.first_name, person.last_name) if part]
    return frozenset(term.surface for word in name_words(names) for term in analyze(word))
