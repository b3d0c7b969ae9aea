"""What an unseen word is guessed from: the mean of the words of its stem, and vectors of pieces of words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sidecar.search.semantic.bags import Bags, Entries, Matrix, ridge
from sidecar.search.semantic.words import Word, piece_ids

#: How firmly a piece holds on to nothing, in words. A dozen of them share in a word, so each is held lightly.
_FIRMNESS = 0.1
#: A piece of fewer words would be the word itself.
_WORDS = 3
_MOST_PIECES = 20_000
_STEPS = 10


def stems_of(
    texts: Iterable[Sequence[Word]], places: Mapping[str, int], rows: Matrix, support: Matrix
) -> tuple[list[str], Matrix]:
    """Return the stems of the team's own words, and the mean of the words of each, by how often used.

    Args:
        texts: Where word and stem stand together.
        places: Which words have which rows.
        rows: The vectors of the words.
        support: In how many texts each stands.
    """
    members: defaultdict[str, set[int]] = defaultdict(set)
    for text in texts:
        for word in text:
            if word.surface in places:
                members[word.stem].add(places[word.surface])
    stems = sorted(members)
    found = np.zeros((len(stems), rows.shape[1]), np.float32)
    for row, stem in enumerate(stems):
        chosen = sorted(members[stem])
        found[row] = np.average(rows[chosen], axis=0, weights=np.maximum(support[chosen], 1))
    return stems, found


def pieces_of(words: Sequence[str], rows: Matrix, importance: Matrix) -> tuple[list[int], Matrix]:
    """Return the pieces that many words share, and vectors whose means come closest to those words.

    Args:
        words: Folded words.
        rows: Their vectors.
        importance: How much each matters: the words a team uses are those it misspells.
    """
    spelt = [piece_ids(word) for word in words]
    often = Counter(piece for pieces in spelt for piece in set(pieces))
    shared = [piece for piece, count in often.most_common(_MOST_PIECES) if count >= _WORDS]
    places = {piece: column for column, piece in enumerate(sorted(shared))}
    entries = []
    for pieces, weight in zip(spelt, importance.tolist(), strict=True):
        columns = [places[piece] for piece in pieces if piece in places]
        entries.append(Entries(columns, [weight / len(columns)] * len(columns) if columns else []))
    firmness = np.full((len(places), 1), _FIRMNESS, np.float32)
    weighted = np.asarray(rows * importance[:, None], dtype=np.float32)
    return list(places), ridge(Bags(entries, len(places)), weighted, firmness, _STEPS)
