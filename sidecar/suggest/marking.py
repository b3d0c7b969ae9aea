"""Which words of a text a search is to mark: those typed, those begun, and those they were taken for."""

from __future__ import annotations

from collections.abc import Iterator

from sidecar.search.box.lexicon import Lexicon
from sidecar.search.box.needle import Needle, Word

#: So many of the words that begin with what is typed are marked.
_BEGUN = 60


def wanted_terms(needle: Needle, lexicon: Lexicon) -> dict[str, float]:
    """Return the terms to mark with how much each tells."""
    wanted = {form: 1.0 for word in (*needle.words, *needle.aside) for form in _forms(word)}
    wanted |= {surface: 1.0 for readings in needle.phrases for phrase in readings for surface in phrase}
    if needle.open_end and needle.words and needle.words[-1].surface:
        begun = lexicon.words_beginning(needle.words[-1].surface, _BEGUN)
        wanted = {word: 0.8 for word, _ in begun} | wanted
    return wanted


def _forms(word: Word) -> Iterator[str]:
    yield from filter(None, (word.surface, *word.stems))
    for reading in word.readings:
        for part in reading.words:
            yield from _forms(part)
