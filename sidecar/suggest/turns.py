"""Who said what in turn: the customer's latest turns, each with what they answer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sidecar.suggest.model import Message, Sender

#: Turns of the customer read back from the latest one, and messages of one turn.
_MOST_TURNS = 4
_MOST_OF_A_TURN = 12
#: What a turn before the team's last reply still weighs.
_ANSWERED = 0.4
#: Below so many words the latest turn ("yes, please") does not stand for itself.
_ENOUGH_WORDS = 4
#: What is looked at of what the team said, in characters.
_LONGEST_PROMPT = 2000

_ASKING = frozenset({Sender.AGENT, Sender.BOT})
_QUESTION = re.compile(r"[^.!?？؟\n]{0,300}[?？؟]")
_NUMBER = re.compile(r"\s*(\d{1,2})\ufe0f?\u20e3?\s*[.)]?\s*$")
_OPTION = re.compile(r"^\s*(?:[\[(]?)(\d{1,2})\ufe0f?\u20e3?\s*[.):\]\s-]\s*(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Turn:
    """Messages of the customer in a row, oldest first. `weight` falls for what was answered already.

    `prompt` is what the team or its bot asked just before.
    """

    texts: tuple[str, ...]
    weight: float = 1.0
    prompt: str = ""

    @property
    def words(self) -> int:
        """How many words the turn has; a script without spaces has a word for every two letters."""
        return sum(max(len(text.split()), sum(char > "\u2e80" for char in text) // 2) for text in self.texts)


def turns(messages: Sequence[Message]) -> list[Turn]:
    """Return the customer's turns, the latest first.

    What systems and bots say, and the menus they offer, is no turn; a number that picks an entry of such a
    menu is read as that entry. Where no customer speaks, the last note (or a bot's summary) stands in.
    """
    found: list[Turn] = []
    weight, words = 1.0, 0
    for message in reversed(messages):
        if not message.text.strip():
            continue
        if message.sender is Sender.CUSTOMER:
            found = _with(found, message.text, weight)
            words += Turn((message.text,)).words
        elif message.sender in _ASKING:
            found = _answering(found, message)
            if len(found) == _MOST_TURNS:
                break
            if message.sender is Sender.AGENT and words >= _ENOUGH_WORDS:
                weight = _ANSWERED
    said = [replace(each, prompt=each.prompt.strip("\n")) for each in found if each.texts]
    return said or _standing_in(messages)


def _with(found: list[Turn], text: str, weight: float) -> list[Turn]:
    """Put a message before those of the turn that is being read, or begin another turn."""
    if found and not found[-1].prompt:
        last = found[-1]
        if len(last.texts) >= _MOST_OF_A_TURN:
            return found
        return [*found[:-1], replace(last, texts=(text, *last.texts))]
    return [*found, Turn((text,), weight)]


def _answering(found: list[Turn], message: Message) -> list[Turn]:
    """Close the turn that is being read: it answers this message."""
    if not found or found[-1].prompt:
        return found
    last = found[-1]
    text = message.text[:_LONGEST_PROMPT]
    picked = tuple(_picked(each, text) for each in last.texts)
    prompt = " ".join(each.strip() for each in _QUESTION.findall(text))
    # A closed turn is told by its prompt: where nothing was asked, that is a line break.
    return [*found[:-1], replace(last, texts=picked, prompt=prompt or "\n")]


def _picked(text: str, menu: str) -> str:
    number = _NUMBER.match(text)
    if not number:
        return text
    return next((option[2].strip() for option in _OPTION.finditer(menu) if option[1] == number[1]), text)


def _standing_in(messages: Iterable[Message]) -> list[Turn]:
    # A bot that asks offers its menu; one that tells has summed up what a customer said.
    others = [
        message.text
        for message in messages
        if message.text.strip()
        and (
            message.sender is Sender.NOTE
            or (message.sender is Sender.BOT and not _QUESTION.search(message.text))
        )
    ]
    return [Turn((text,)) for text in others[-1:]]
