"""Small words and letters that give a language away in a text too short for a statistical model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

#: Letters of one language of the list alone, or of it and languages that few teams write.
LETTERS = tuple(
    (tag, re.compile(f"[{letters}]"))
    for tag, letters in {
        "de": "ß",
        "es": "ñ¿¡",
        "pt": "ãõ",
        "pl": "łąęśźż",
        "cs": "řěů",
        "hu": "őű",
        "ro": "ășțşţ",
        "tr": "ğı",
        "lt": "ėųį",
        "lv": "ļķņģā",
        "vi": "ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
        "da": "æøå",
        "no": "æøå",
        "sv": "åäö",
        "fi": "äö",
        "uk": "іїєґ",
        "fa": "پچژگکی",
    }.items()
)


@lru_cache(maxsize=1)
def small_words() -> Mapping[str, frozenset[str]]:
    """Return for each language the words that it writes all the time and its neighbours hardly do."""
    text = resources.files(__package__).joinpath("small_words.txt").read_text(encoding="utf-8")
    told = (line.partition(":") for line in text.splitlines())
    return MappingProxyType({tag: frozenset(words.split()) for tag, _, words in told})
