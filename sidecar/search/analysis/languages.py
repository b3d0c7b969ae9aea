"""Which language has which stemmer and which stop words: tables, and the way from a BCP 47 tag to them."""

from __future__ import annotations

import threading
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

import Stemmer

from sidecar.search.analysis import light
from sidecar.search.analysis.spelling import american

#: Base language subtag -> Snowball algorithm. Where there is none, `light` or trigrams serve.
ALGORITHMS = MappingProxyType(
    {
        "ar": "arabic",
        "ca": "catalan",
        "cs": "czech",
        "da": "danish",
        "de": "german",
        "el": "greek",
        "en": "english",
        "eo": "esperanto",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fa": "persian",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hi": "hindi",
        "hu": "hungarian",
        "hy": "armenian",
        "id": "indonesian",
        "it": "italian",
        "lt": "lithuanian",
        "nb": "norwegian",
        "ne": "nepali",
        "nl": "dutch",
        "nn": "norwegian",
        "no": "norwegian",
        "pl": "polish",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sr": "serbian",
        "st": "sesotho",
        "sv": "swedish",
        "ta": "tamil",
        "tr": "turkish",
        "yi": "yiddish",
    }
)

#: Languages that share the stop words of another.
_SAME_STOP_WORDS = MappingProxyType({"nb": "no", "nn": "no"})

#: The letters the Persian stemmer knows, for those that folding made Arabic, and back.
_PERSIAN_LETTERS = str.maketrans("يك", "یک")
_ARABIC_LETTERS = str.maketrans("یک", "يك")

#: Older and narrower tags of what is one language to a reader.
_SAME_LANGUAGE = MappingProxyType({"nb": "no", "nn": "no", "iw": "he", "in": "id"})

_stemmers = threading.local()


@lru_cache(maxsize=256)
def base_language(tag: str | None) -> str:
    """Return the primary subtag of a BCP 47 tag in lower case (`de` for `de-AT`), or `""` for none.

    Both written forms of Norwegian are one language (`no`): their readers understand either.
    """
    base = (tag or "").replace("_", "-").partition("-")[0].lower()
    return _SAME_LANGUAGE.get(base, base)


def has_stemmer(language: str) -> bool:
    """Tell whether Snowball stems words of this base language: its stems leave little to pieces of words."""
    return language in ALGORITHMS


def stem(word: str, language: str) -> str:
    """Return the stem of a folded word, or the word itself where the language has no stemmer."""
    algorithm = ALGORITHMS.get(language)
    if algorithm is None:
        own = light.STEMMERS.get(language)
        return own(word) if own else word
    if language == "en":
        word = american(word)
    stemmer = _stemmer(algorithm)
    if language == "fa":
        return str(stemmer.stemWord(word.translate(_PERSIAN_LETTERS))).translate(_ARABIC_LETTERS)
    return str(stemmer.stemWord(word))


def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    # A Snowball stemmer keeps state while it works, so each thread has its own.
    found = getattr(_stemmers, algorithm, None)
    if found is None:
        found = Stemmer.Stemmer(algorithm)
        setattr(_stemmers, algorithm, found)
    return found


@lru_cache(maxsize=64)
def raw_stop_words(language: str) -> tuple[str, ...]:
    """Return the stop words of a base language as its data file lists them; none for an unknown language."""
    name = _SAME_STOP_WORDS.get(language, language)
    if not name.isalpha():
        return ()
    file = resources.files(__package__).joinpath("stopwords", f"{name}.txt")
    return tuple(file.read_text(encoding="utf-8").split()) if file.is_file() else ()
