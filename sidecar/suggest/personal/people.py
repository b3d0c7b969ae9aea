"""Names of people: those that the page shows, in any inflection, and those that somebody gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sidecar.suggest.wording import phrases

#: The shortest word of a known name that is taken out: shorter ones are words of the language, too.
_SHORTEST = 3
_SHORTEST_UNSPACED = 2
#: From so many letters on a name is found with endings of its language, too.
_INFLECTED = 4

_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĢĪĮİĶĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΆ-ΏΑ-ΫЀ-ЯҐ])"
_NAME = rf"{_CAPITAL}[\w'’-]+"
_NAMES = rf"(?:{_NAME}(?:\s(?:v[ao]n|de[rnl]?|di|la|al|bin)(?:\sde[rn])?)?(?:\s{_NAME}){{0,2}})"
_SMALL = rf"(?:\w{{2,20}}(?:\s\w{{2,20}})?(?=\s?[.,;!،]|\s{phrases('and')}|\s*$))"
_SPELT = r"[\u0590-\u08ff\u0900-\u0dff]{2,20}"
_UNCASED = rf"(?:{_SPELT}(?:\s{_SPELT})?(?=\s?[.,،;!।]|\s*$|\s(?:है|و|ו))|{_SPELT})"
_HAN = r"(?:[\u4e00-\u9fff\u30a0-\u30ff々]{2,4})"
_THAI = r"(?:[\u0e00-\u0e7f]{2,20})"
_GIVEN = re.compile(
    rf"(?P<intro>(?<!\w)(?:{phrases('named')})[\s:：]{{0,2}})"
    rf"(?P<name>{_NAMES}|{_UNCASED}|{_HAN}(?![\u3040-\u309f])|{_THAI}|{_SMALL})",
    re.IGNORECASE | re.MULTILINE,
)
#: Short introductions open many other sentences: a name of two words has to follow.
_SAID = re.compile(
    r"\b(?P<intro>(?:this is|i am|i'm|here is|hier ist|ich bin|je suis|soy|sono|ik ben|jestem|это)\s)"
    rf"(?P<name>{_NAME}\s{_NAME}(?:\s{_NAME})?)",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"(?P<intro>私は|わたしは|名前は)(?P<name>[^\s、。]{2,8}?)(?=です|と申します|といいます|と言います)"
)
_KOREAN = re.compile(
    r"(?P<intro>(?:제 이름은|저는|이름은)\s?)(?P<name>[가-힣]{2,4}?)(?=입니다|이에요|예요|라고|이라고)"
)
_TITLED = re.compile(
    r"(?<!\w)(?P<intro>(?:(?-i:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Hr|Fr|Monsieur|Madame|Mme|Mlle|M\."
    r"|Señora?|Srta?|Sra?"
    r"|Sig"
    r"|Signora?|Senhora?|Dhr|Mevr|Mevrouw|De heer|Pana?|Pani|Panią|Paní|Domnul|Doamna|Κύριος?|Κυρία|κ\."
    r"|Bay|Bayan|Г-н|Г-жа"
    rf"|г-н|г-жа|[Гг]осподин|[Гг]оспожа|[Пп]ане?|[Пп]ані)\.?\s){{1,3}}){_NAMES}",
)
_TITLED_AFTER = re.compile(
    rf"(?<![\w'’-]){_NAME}\s(?-i:Bey|Hanım)(?!\w)|(?<![\u4e00-\u9fffお])(?!お|皆|客|神|王様"
    rf"|奥)[\u4e00-\u9fff々]{{1,4}}(?:さん|様|氏|先生|女士|小姐)"
    r"|[가-힣]{2,4}(?=\s?(?:님|씨)(?![가-힣]))"
)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{1,6})?")
_UNSPACED = re.compile("^[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+$")
_VOWELS = "aeiouyаеиоуыэюяйьαειουηωσ"
#: Endings of cases and possession, folded, by script.
_LATIN = re.compile(
    r"s|es|ns|n|en|e|a|y|i|u|o|ou|om|em|ov[iaey]|ego|emu|owi|ie|ii|ow|ami|ach|ek|k[ae]|os|ai|as|aus|ui"
    r"|is|ios?|ius|ei"
    r"|am|im|m|o?t|et|at|n[ae]k|v[ae]l|h[oe]z|n[ae]l|t[oe]l|r[oe]l|r[ae]|b[ae]n|ert|ll[ae]|lt[ae]"
    r"|ss[ae]|st[ae]|sti"
    r"|in|un|an|on|n[iuao]n|y[aei]|d[ae]|d[ae]n|yu|ului|lui|ul"
)
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_OTHER_ENDING = 3
_PREFIXES = {"\u0590": "ולבמשהכ", "\u0600": "وفبلك"}


def name_words(names: Iterable[str]) -> list[str]:
    """Return the words of names, longest first; single letters and particles are not among them."""
    found = {word for name in names for word in re.split(r"[\s,;]+", name) if _is_long_enough(word)}
    return sorted(found, key=lambda word: (-len(word), word))


def without_people(text: str, names: Iterable[str] = ()) -> str:
    """Return a text without names.

    Args:
        text: What somebody wrote.
        names: Names known from the page; they are found with the endings and prefixes of their language, with
            and without accents.
    """
    for pattern in (_JAPANESE, _KOREAN, _GIVEN, _SAID):
        text = pattern.sub(lambda match: match["intro"], text)
    text = _TITLED_AFTER.sub(" ", _TITLED.sub(lambda match: match["intro"], text))
    known = name_words(names)
    for word in known:
        if _UNSPACED.match(word):
            text = text.replace(word, " ")
    folded = [form for word in known if not _UNSPACED.match(word) for form in _forms(word)]
    return _WORD.sub(lambda match: " " if _is_known(match[0], folded) else match[0], text) if folded else text


def _is_long_enough(word: str) -> bool:
    return len(word) >= (_SHORTEST_UNSPACED if _UNSPACED.match(word) else _SHORTEST)


def _forms(word: str) -> list[str]:
    """Return how a name may be written in small letters: without accents, and with German umlauts in full."""
    small = word.casefold()
    umlauts = "".join(_UMLAUTS.get(char, char) for char in small)
    return list(dict.fromkeys(_folded(each) for each in (small, umlauts)))


def _folded(word: str) -> str:
    parts = unicodedata.normalize(
        "NFD", word.casefold().replace("ł", "l").replace("đ", "d").replace("ı", "i")
    )
    return "".join(char for char in parts if not unicodedata.combining(char))


def _is_known(word: str, names: Sequence[str]) -> bool:
    bare, _, _ = re.sub("’", "'", word).partition("'")
    forms = {_folded(word.replace("'", "").replace("’", "")), _folded(bare)}
    return any(_is_form_of(form, name) for form in forms for name in names)


def _is_form_of(word: str, name: str) -> bool:
    if word == name:
        return True
    block = next((mark for mark in reversed(_PREFIXES) if name[0] >= mark), None)
    if block and name[0] < "\u0780":
        bare = word.lstrip(_PREFIXES[block])
        return word.endswith(name) and (bare == name or word[: -len(name)].strip(_PREFIXES[block]) == "")
    if len(name) < _INFLECTED:
        return word in {name + "s", name + "es"}
    stems = (name, name[:-1]) if name[-1] in _VOWELS and len(name) > _INFLECTED - 1 else (name,)
    return any(word.startswith(stem) and _is_ending(word[len(stem) :], name) for stem in stems)


def _is_ending(rest: str, name: str) -> bool:
    if name.isascii():
        return not rest or bool(_LATIN.fullmatch(rest))
    return len(rest) <= _OTHER_ENDING and name[0] > "\u036f"
