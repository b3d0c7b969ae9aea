"""Turns of a chat that mean nothing by themselves ("and for Austria?"): they lean on what was said before."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from sidecar.search.analysis import analyze, base_language
from sidecar.search.asking import words_of
from sidecar.search.protocol import Words
from sidecar.suggest.asks import asks
from sidecar.suggest.conversation import Sentence
from sidecar.suggest.wording import phrases_of

#: What the words of a leaning turn weigh beside those it leans on: "Austria" more than the "Germany" before.
_OWN = 2.5
#: The same for a script without spaces, in which one word of the topic is several terms.
_OWN_UNSPACED = 7.0
#: What the words weigh that the team asked with, and where the customer only says yes.
_PROMPTED = 0.3
_PROMPTED_YES = 0.6
#: A turn of more words stands for itself.
_LONGEST_WORDS = 12
#: So many telling words lean still: in any turn, in one that points back, in one that goes on or answers.
_FEW, _FEW_POINTING, _FEW_GOING_ON = 1, 2, 4
#: Letters of a script without spaces that make about one word.
_LETTERS = 3

_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_MARK = re.compile(r"[?？؟]")


def words_in_context(
    sentence: Sentence, language: str, others: Collection[str], without: Collection[str]
) -> Words:
    """Return what a sentence asks for; one that leans asks for the topic before it, too.

    Args:
        sentence: What the customer said, with the topic and the prompt before it.
        language: BCP 47 tag of the conversation.
        others: Base languages that the knowledge is written in.
        without: Folded words to leave out.
    """
    own = words_of(sentence.text, language, others, without)
    if not sentence.topic or not leans(sentence.text, language, answers=bool(sentence.prompt)):
        return own
    topic = words_of(sentence.topic, language, others, without)
    prompt = words_of(sentence.prompt, language, others, without)
    prompted = _PROMPTED if own.stems else _PROMPTED_YES
    stems = {stem: prompted * weight for stem, weight in prompt.stems.items()}
    stems |= topic.stems
    weighs = _OWN_UNSPACED if _UNSPACED.search(sentence.text) else _OWN
    stems |= {stem: weighs * weight for stem, weight in own.stems.items()}
    surfaces = prompt.surfaces | topic.surfaces | own.surfaces
    return replace(own, stems=stems, surfaces=surfaces)


def leans(text: str, language: str, *, answers: bool = False) -> bool:
    """Tell whether a turn needs what was said before it to mean anything.

    Args:
        text: What the customer said.
        language: BCP 47 tag of it.
        answers: Whether the team asked something just before.
    """
    if len(text.split()) > _LONGEST_WORDS:
        return False
    telling = _telling(text, language)
    if telling <= _FEW:
        return True
    goes_on, trails, points = _patterns(base_language(language))
    if telling <= _FEW_POINTING and points.search(text):
        return True
    going_on = goes_on.match(text)
    if going_on and telling > _FEW_POINTING and asks(text[going_on.end() :].lstrip(" ,:")):
        return False
    return telling <= _FEW_GOING_ON and bool(
        going_on or trails.search(text) or (answers and not _MARK.search(text))
    )


def _telling(text: str, language: str) -> int:
    unspaced = len(_UNSPACED.findall(text))
    if unspaced:
        return unspaced // _LETTERS
    return len({term.text for term in analyze(text, language) if not term.stop and not term.extra})


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return how a turn begins that goes on, how one ends, and what points back, in one language."""
    goes_on = rf"^\W*{phrases_of('about', language)}"
    trails = rf"{phrases_of('trails', language)}\W*$"
    points = rf"(?<!\w){phrases_of('leans', language)}"
    return tuple(re.compile(each, re.IGNORECASE) for each in (goes_on, trails, points))  # type: ignore[return-value]
