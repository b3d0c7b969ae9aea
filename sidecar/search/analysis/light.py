"""Light rules for languages that Snowball does not know, and second readings of ambiguous words.

The endings are those of the grammars (declensions of nouns and adjectives, the common verb forms); a stem
keeps three letters at least.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

#: Letters that a stem keeps.
_SHORTEST = 3

_UKRAINIAN_REFLEXIVE = re.compile("(?:ся|сь)$")
_UKRAINIAN_DOUBLED = re.compile("([нтдлсзшчж])\\1(?=(?:я|ю|ям|ями|ях|і)$)")
_UKRAINIAN = re.compile(
    "(?:ого|ому|ими|іми|ової|овою|ами|ями|еві|ові|єві|увати|ювати|ував|увала|ували|ують|уєте|уємо|ати|яти|ити|іти|їти"
    "|али|яли|или|іли|ала|яла|ила|іла|ають|яють|ать|ять|ить|іть|їть|ете|єте|ите|їте|емо|ємо|имо|ів|їв|ев|єв|ий|ій|їй|их|іх"
    "|ої|єї|ою|ею|єю|ам|ям|ах|ях|им|ім|їм|ом|ем|єм|ав|ив|яв|а|я|у|ю|е|є|и|і|ї|о|ь|й)$"
)
_LATVIAN = re.compile(
    "(?:ajiem|ajām|ajam|ajai|ajos|ajās|ajās|ajā|ākais|ākā|šana|šanas|šanu|šanai|šanā|ējam|ējiet|iet|jot|ējot|ojot"
    "|iem|ais|āja|iju|ija|ās|ām|ēs|ēm|īs|īm|as|am|ai|os|us|is|es|ei|ie|im|em|um|uma|umu|umi|āt|ēt|īt|ot|at|ju|ji|ja|jā|šu"
    "|a|ā|e|ē|i|ī|u|ū|o|š|s|t)$"
)
_PERSIAN_VERB = re.compile("ن?مي(?=.{3})")
_HEBREW_PREFIX = re.compile("(?:[ושמ]?[הבלכ]|כש|לכש|ו[שמ]|[ושמ])(?=.{3})")
_HEBREW_ENDING = re.compile("(?<=.{3})(?:יות|ים|ות|ה|ת|י)$")


def stem_ukrainian(word: str) -> str:
    """Return a Ukrainian word without its ending (замовленням, замовлень: замовлен)."""
    word = _UKRAINIAN_DOUBLED.sub(r"\1", _UKRAINIAN_REFLEXIVE.sub("", word))
    return _cut(_UKRAINIAN, word)


def stem_latvian(word: str) -> str:
    """Return a Latvian word without its ending (pasūtījumu, pasūtījuma: pasūtījum)."""
    return _cut(_LATVIAN, word)


#: Base language -> stemmer of our own.
STEMMERS: Mapping[str, Callable[[str], str]] = MappingProxyType({"uk": stem_ukrainian, "lv": stem_latvian})


def readings(word: str, language: str) -> Iterator[str]:
    """Yield what else a folded word may be: Hebrew without what is glued to its front, Persian without `می`.

    Either may be part of the word itself, so that these stand beside the word, not in its place.
    """
    if language == "he":
        bare = _HEBREW_PREFIX.sub("", word, count=1) if _HEBREW_PREFIX.match(word) else word
        for each in (bare, _HEBREW_ENDING.sub("", bare)):
            if each != word:
                yield each
    elif language == "fa" and _PERSIAN_VERB.match(word):
        yield _PERSIAN_VERB.sub("", word, count=1)


def _cut(endings: re.Pattern[str], word: str) -> str:
    match = endings.search(word, _SHORTEST)
    return word[: match.start()] if match else word
