"""From a conversation to what has to be looked for: the open questions, the latest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sidecar.suggest.asks import asks, clauses, only_joins
from sidecar.suggest.model import Message, Sender, Ticket
from sidecar.suggest.noise import apart, both_ends, without_machine_text
from sidecar.suggest.phrases import COURTESY
from sidecar.suggest.quoting import own_words
from sidecar.suggest.sentences import split_lines, split_sentences
from sidecar.suggest.turns import Turn, turns

#: What is read of one message, in characters, from its beginning and its end: a question may stand at either.
_HEAD, _TAIL = 6000, 2500
#: Sentences looked at one by one; the others still count in the text as a whole.
_MOST_SENTENCES = 24
#: What a line of a form or a table weighs.
ASIDE = 0.3
#: A turn leans on earlier ones until so many words were said, and on so many sentences of them.
_ENOUGH_TOPIC = 4
_MOST_TOPIC = 3

_SUBJECT_NOISE = re.compile(
    r"^\s*(?:(?:re|aw|fw|fwd|wg|antw|sv|vs|tr|rif|res|enc|odp|回复|转发)\s*(?:\[\d+\])?\s*[:：]\s*"
    r"|\[[^\]]{0,40}\]\s*|\(no subject\)|\(kein betreff\))+",
    re.IGNORECASE,
)
_GENERIC_SUBJECT = re.compile(
    r"^\W*(?:help|hilfe|question|frage|support|request|anfrage|urgent|dringend|contact(?: form)?"
    r"|kontakt(?:formular)?|problem|issue"
    r"|conversation with .*|new (?:ticket|message|conversation).*|neue (?:nachricht|anfrage).*"
    r"|chat .*|hello|hi|hallo)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing a customer said; `weight` falls for what was answered, and for what a form says.

    `line` is the same for sentences of one line. What was said in the latest turn has the `topic` of the
    turns before it, and as `prompt` what the team asked just before: both empty in a mail.
    """

    text: str
    weight: float
    line: int = 0
    topic: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a conversation asks. `sentences` run from the latest message back; `text` is all of it.

    `rest` is what came beside the sentences that are looked at one by one.
    """

    sentences: tuple[Sentence, ...]
    text: str
    subject: str
    rest: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.sentences and not self.subject


def read(ticket: Ticket) -> Reading:
    """Read a ticket: its subject and what the customer said, latest message first."""
    subject = _subject(ticket.subject)
    sentences = _of_turns(turns(ticket.messages))
    if not sentences and not subject and ticket.draft:
        draft = ticket.draft[: _HEAD + _TAIL]
        sentences = [Sentence(each, 1.0, line) for line, each in enumerate(split_sentences(draft))]
    said = [each for each in sentences if each.weight != ASIDE] or sentences
    looked_at, rest = _chosen(sentences)
    text = "\n".join(sentence.text for sentence in said)
    return Reading(tuple(looked_at), text, subject, "\n".join(sentence.text for sentence in rest))


def said_in(text: str) -> list[str]:
    """Return the sentences of a past ticket: of a mail its author's own, of a single line all."""
    if "\n" not in text.strip():
        return split_sentences(text)
    reading = read(Ticket((Message(Sender.CUSTOMER, text),)))
    return [sentence.text for sentence in reading.sentences] or split_sentences(text)


def _of_turns(said: Sequence[Turn]) -> list[Sentence]:
    found: list[Sentence] = []
    read_turns = [list(_of_turn(turn)) for turn in said]
    for place, (turn, lines) in enumerate(zip(said, read_turns, strict=True)):
        topic = _topic(read_turns[1:]) if place == 0 else ""
        prompt = turn.prompt if place == 0 else ""
        for weight, line in lines:
            number = found[-1].line + 1 if found else 0
            found += [Sentence(each, weight, number, topic, prompt) for each in line]
    return found


def _of_turn(turn: Turn) -> Iterator[tuple[float, list[str]]]:
    """Yield the lines of a turn that say something, as sentences, each line with its weight."""
    for text in turn.texts:
        own = own_words(both_ends(without_machine_text(text), _HEAD, _TAIL))
        for part in apart(own):
            for line in split_lines(part.text):
                said = [clause for sentence in line for clause in clauses(sentence)]
                weight = ASIDE if part.aside else turn.weight
                yield weight, [each for each in said if not _says_nothing(each)]


def _topic(earlier: Sequence[Sequence[tuple[float, list[str]]]]) -> str:
    """Return what the latest turn may lean on: the nearest before it that says enough, and all between."""
    topic: list[str] = []
    for lines in earlier:
        said = [sentence for weight, line in lines if weight != ASIDE for sentence in line]
        topic += sorted(said, key=lambda each: not asks(each))[:_MOST_TOPIC]
        if sum(len(each.split()) for each in said) >= _ENOUGH_TOPIC or any(map(_is_unspaced, said)):
            break
    return "\n".join(topic)


def _is_unspaced(sentence: str) -> bool:
    return sum(char > "\u2e80" for char in sentence) >= 2 * _ENOUGH_TOPIC


def _chosen(sentences: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences to look at one by one and the rest, both in their order.

    Of too many those that ask are taken first, then those at the ends: people come to the point there.
    """
    if len(sentences) <= _MOST_SENTENCES:
        return sentences, []
    last = len(sentences) - 1
    order = sorted(
        range(len(sentences)), key=lambda place: (not asks(sentences[place].text), min(place, last - place))
    )
    taken = set(order[:_MOST_SENTENCES])
    looked_at = [each for place, each in enumerate(sentences) if place in taken]
    return looked_at, [each for place, each in enumerate(sentences) if place not in taken]


def _says_nothing(sentence: str) -> bool:
    return (bool(COURTESY.match(sentence)) and not re.search(r"[?？؟]", sentence)) or only_joins(sentence)


def _subject(subject: str | None) -> str:
    cleaned = _SUBJECT_NOISE.sub("", subject or "").strip()
    return "" if _GENERIC_SUBJECT.match(cleaned) else cleaned
