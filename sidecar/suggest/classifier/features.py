"""What the classifier sees of a text: its telling words, pairs of words and pieces of words, as numbers.

The pieces are those of all words, stop words included, and know where a word begins and ends: "charged" and
"charge", "when" and "how" part questions that share everything else.

A feature is known by a hash of it alone, so that nothing of what customers wrote can be read back.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidecar.search.analysis import analyze
from sidecar.search.protocol import Words
from sidecar.search.rows import pairs

#: What words, pairs of words and pieces of words weigh beside each other, each group taken as a whole.
SHARES = (1.0, 0.7, 1.0)
#: Signs in a piece of a word.
_PIECES = (3, 4)
_MOST_KEPT = 50_000

Ids = NDArray[np.uint32]
Values = NDArray[np.float32]


class Terms(NamedTuple):
    """The features of a text, each one once: hashes of its words, pairs and pieces."""

    words: Ids
    pairs: Ids
    pieces: Ids


def terms_of_text(text: str, language: str) -> Terms:
    """Return the features of a question that was asked."""
    terms = analyze(text, language)
    said = [term.surface for term in terms if not term.extra]
    own = (term.text for term in terms if not term.stop and term.weight == 1.0)
    return _terms(own, pairs(terms), said)


def terms_of_words(words: Words) -> Terms:
    """Return the features of what is asked now: the same for the same text."""
    own = [stem for stem, weight in words.stems.items() if weight == 1.0]
    return _terms(own, words.pairs, words.said)


def _terms(words: Iterable[str], pairs: Iterable[str], said: Iterable[str]) -> Terms:
    pieces = set[int]().union(*map(_pieces, said))
    return Terms(_array(_hashed("w", words)), _array(_hashed("p", pairs)), _array(pieces))


def _hashed(kind: str, terms: Iterable[str]) -> set[int]:
    return {zlib.crc32(f"{kind}{term}".encode()) for term in terms}


@lru_cache(maxsize=_MOST_KEPT)
def _pieces(word: str) -> tuple[int, ...]:
    whole = f"^{word}$"
    found = (
        whole[place : place + size] for size in _PIECES for place in range(max(1, len(whole) - size + 1))
    )
    return tuple(_hashed("g", found))


def _array(found: set[int]) -> Ids:
    return np.fromiter(found, np.uint32, len(found))


class Rarity(NamedTuple):
    """The features known, ascending, and how rare each is (inverse document frequency, over 1)."""

    ids: Ids
    values: Values


def rarity_of(texts: Iterable[Terms], count: int) -> Rarity:
    """Return how rare the features of `count` texts are."""
    ids, counts = np.unique(np.concatenate([ids for terms in texts for ids in terms]), return_counts=True)
    return Rarity(ids, (np.log((1 + count) / (1 + counts)) + 1).astype(np.float32))


def weighted(texts: Sequence[Terms], rarity: Rarity) -> list[tuple[Ids, Values]]:
    """Return the known features of each text with their weights; each vector of weights has length 1."""
    groups = [ids for terms in texts for ids in terms]
    group = np.repeat(np.arange(len(groups)), [ids.size for ids in groups])
    ids = np.concatenate(groups) if groups else np.empty(0, np.uint32)
    places = np.minimum(np.searchsorted(rarity.ids, ids), len(rarity.ids) - 1)
    there = rarity.ids[places] == ids
    ids, group, known = ids[there], group[there], rarity.values[places[there]]
    # The features of a group have a length of their own first; then the groups make one vector.
    lengths = np.sqrt(np.bincount(group, known * known, len(groups)))
    shares = np.tile(SHARES, len(texts)) * (lengths > 0)
    whole = np.sqrt((shares * shares).reshape(len(texts), len(SHARES)).sum(axis=1)).repeat(len(SHARES))
    scale = shares / np.maximum(lengths * whole, np.finfo(np.float32).tiny)
    values = (known * scale[group]).astype(np.float32)
    ends = np.searchsorted(group, np.arange(len(SHARES), len(groups), len(SHARES)))
    return list(zip(np.split(ids, ends), np.split(values, ends), strict=True)) if groups else []
