"""From a conversation to what has to be looked for: the open questions, the latest first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sidecar.suggest.asks import clauses, only_joins
from sidecar.suggest.model import Message, Sender, Ticket
from sidecar.suggest.phrases import COURTESY
from sidecar.suggest.quoting import own_words
from sidecar.suggest.sentences import split_lines, split_sentences

#: What is read of one message, in characters; a longer one is a log file or a whole thread.
_LONGEST_MESSAGE = 8000
#: Sentences looked at one by one; the others still count in the text as a whole.
_MOST_SENTENCES = 24
#: Customer messages read back from the latest one.
_MOST_MESSAGES = 4
#: What a message before the team's last reply still weighs.
_ANSWERED = 0.4
#: Below so many words the latest message ("yes, please") does not stand for itself.
_ENOUGH_WORDS = 4

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
    """One thing a customer said; `weight` falls for what was said before the team's last reply."""

    text: str
    weight: float
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a conversation asks. `sentences` run from the latest message back; `text` is all of it.

    `rest` is what came after the sentences that are looked at one by one.
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
    sentences: list[Sentence] = []
    lines = 0
    for message, weight in _messages(ticket.messages):
        words = own_words(message.text[:_LONGEST_MESSAGE])
        for line in split_lines(words):
            lines += 1
            said = [clause for each in line for clause in clauses(each)]
            sentences += [Sentence(each, weight, lines) for each in said if not _says_nothing(each)]
    if not sentences and not subject and ticket.draft:
        sentences = [Sentence(each, 1.0) for each in split_sentences(ticket.draft[:_LONGEST_MESSAGE])]
    text = "\n".join(sentence.text for sentence in sentences)
    rest = "\n".join(sentence.text for sentence in sentences[_MOST_SENTENCES:])
    return Reading(tuple(sentences[:_MOST_SENTENCES]), text, subject, rest)


def _says_nothing(sentence: str) -> bool:
    return bool(COURTESY.match(sentence)) or only_joins(sentence)


def _messages(messages: tuple[Message, ...]) -> list[tuple[Message, float]]:
    """Pick the messages to read, latest first, each with its weight."""
    picked: list[tuple[Message, float]] = []
    weight = 1.0
    words = 0
    for message in reversed(messages):
        if message.sender is Sender.AGENT and words >= _ENOUGH_WORDS:
            weight = _ANSWERED
        if message.sender is not Sender.CUSTOMER or not message.text.strip():
            continue
        picked.append((message, weight))
        words += len(message.text.split())
        if len(picked) == _MOST_MESSAGES:
            break
    if picked:
        return picked
    # A ticket somebody opened for the customer: a note or a bot's summary is all there is.
    others = [
        message
        for message in messages
        if message.sender in {Sender.NOTE, Sender.BOT} and message.text.strip()
    ]
    return [(message, 1.0) for message in others[-1:]]


def _subject(subject: str | None) -> str:
    cleaned = _SUBJECT_NOISE.sub("", subject or "").strip()
    return "" if _GENERIC_SUBJECT.match(cleaned) else cleaned
