"""What a ticket is asked for: piece by piece for the questions, and whole for the texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sidecar.search.analysis import analyze
from sidecar.search.asking import words_of
from sidecar.search.protocol import Words
from sidecar.suggest.conversation import Reading
from sidecar.suggest.model import Ticket
from sidecar.suggest.scoring import Unit
from sidecar.suggest.scrub import name_words

#: A ticket of no more words than this is also asked for as one piece.
_SHORT_TICKET = 40


@dataclass(frozen=True, slots=True)
class Asking:
    """All that is asked of the index for one ticket."""

    units: tuple[Unit, ...]
    whole: Words
    language: str

    def terms(self) -> dict[str, float]:
        """Return every word asked for, in all forms."""
        return self.whole.stems


def asking_of(reading: Reading, ticket: Ticket, language: str, languages: Sequence[str]) -> Asking:
    """Turn a reading into what is asked of the index.

    Args:
        reading: What the customer wants to know.
        ticket: Where the names of the people writing stand, who are never what is looked for.
        language: BCP 47 tag of the reading.
        languages: Base languages of the knowledge.
    """
    names = _folded_names(ticket)
    pieces = [(sentence.text, sentence.weight) for sentence in reading.sentences]
    if reading.subject:
        pieces.append((reading.subject, 1.0))
    together = "\n".join(filter(None, (reading.subject, reading.text)))
    if len(pieces) > 1 and len(together.split()) <= _SHORT_TICKET:
        pieces.append((together, min(weight for _, weight in pieces)))
    units = [Unit(text, words_of(text, language, languages, names), weight) for text, weight in pieces]
    whole = words_of(together, language, languages, names)
    return Asking(tuple(unit for unit in units if unit.words.stems), whole, language)


def _folded_names(ticket: Ticket) -> Collection[str]:
    people = (ticket.customer, ticket.agent)
    names = [part for person in people for part in (person.name, person.first_name, person.last_name) if part]
    return frozenset(term.surface for word in name_words(names) for term in analyze(word))
