"""Word vectors fitted to what a sentence model says of a team's texts.

With A the bag of words of the texts (weighted by rarity, rows of length 1), Y what the model says of them and
W0 what it says of each word alone, W = W0 + (A'A + lam)^-1 A'(Y - A W0): the vectors that lie as near to W0
as they can and whose sums come closest to Y.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidecar.search.semantic.storage import Fitted
from sidecar.search.semantic.words import STEM, Word, piece_ids

Matrix = NDArray[np.float32]

#: How firmly a word's vector holds on to what the model says of the word alone, in texts.
_FIRMNESS = 1.0
#: How firmly a piece holds on to nothing, in words.
_PIECE_FIRMNESS = 1.0
#: A piece of fewer words is no piece: it would be the word itself.
_PIECE_WORDS = 2


def fit(texts: Sequence[Sequence[Word]], said: Matrix, words: Sequence[str], alone: Matrix) -> Fitted:
    """Fit word vectors.

    Args:
        texts: The words of each text.
        said: What the model says of each text; rows of length 1.
        words: The vocabulary: folded words.
        alone: What the model says of each of them alone.
    """
    place = {word: row for row, word in enumerate(words)}
    counts, weights = _bags(texts, place)
    said = said - said.mean(axis=0)
    start = alone - alone.mean(axis=0)
    fitted = start + _ridge(counts, said - counts @ start)
    rows = (fitted * weights[:, None]).astype(np.float32)
    support = np.count_nonzero(counts, axis=0).astype(np.float32)
    stems, stem_rows = _stems(texts, place, rows, support)
    pieces, piece_rows = _pieces(words, rows)
    known = [*words, *(STEM + stem for stem in stems)]
    more = np.zeros(len(stems) + len(pieces), np.float32)
    return Fitted(known, pieces, np.vstack([rows, stem_rows, piece_rows]), np.concatenate([support, more]))


def _bags(texts: Sequence[Sequence[Word]], place: dict[str, int]) -> tuple[Matrix, Matrix]:
    counts = np.zeros((len(texts), len(place)), np.float32)
    for row, text in enumerate(texts):
        for word in text:
            column = place.get(word.surface)
            if column is not None:
                counts[row, column] += 1
    present = np.count_nonzero(counts, axis=0)
    weights = (np.log((1 + len(texts)) / (1 + present)) + 1).astype(np.float32)
    counts *= weights
    lengths = np.linalg.norm(counts, axis=1, keepdims=True)
    counts /= np.where(lengths > 0, lengths, 1)
    return counts, weights


def _ridge(bags: Matrix, missing: Matrix) -> Matrix:
    normal = bags.T @ bags
    normal[np.diag_indices_from(normal)] += _FIRMNESS
    return np.asarray(np.linalg.solve(normal, bags.T @ missing), dtype=np.float32)


def _stems(
    texts: Sequence[Sequence[Word]], place: dict[str, int], rows: Matrix, support: Matrix
) -> tuple[list[str], Matrix]:
    """Return the mean vector of the words of each stem."""
    members: defaultdict[str, set[int]] = defaultdict(set)
    for text in texts:
        for word in text:
            if word.surface in place:
                members[word.stem].add(place[word.surface])
    stems = sorted(members)
    found = [
        np.average(rows[each], axis=0, weights=support[each])
        for each in (sorted(members[stem]) for stem in stems)
    ]
    return stems, np.asarray(found, np.float32).reshape(len(stems), rows.shape[1])


def _pieces(words: Sequence[str], rows: Matrix) -> tuple[list[int], Matrix]:
    """Return vectors of pieces whose means come closest to the words they make."""
    spelt = [piece_ids(word) for word in words]
    often = Counter(piece for pieces in spelt for piece in set(pieces))
    kept = sorted(piece for piece, count in often.items() if count >= _PIECE_WORDS)
    place = {piece: column for column, piece in enumerate(kept)}
    means = np.zeros((len(words), len(kept)), np.float32)
    for row, pieces in enumerate(spelt):
        columns = [place[piece] for piece in pieces if piece in place]
        for column in columns:
            means[row, column] += 1 / len(columns)
    if len(kept) == 0:
        return [], np.zeros((0, rows.shape[1]), np.float32)
    # More pieces than words: solved on the side of the words.
    normal = means @ means.T
    normal[np.diag_indices_from(normal)] += _PIECE_FIRMNESS
    return kept, means.T @ np.asarray(np.linalg.solve(normal, rows), dtype=np.float32)
