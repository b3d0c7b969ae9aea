"""Words spelt alike are fitted together: what a text teaches of one word, it teaches of their common pieces.

Beside its own vector a word has a share in those of its pieces. So a word that stands in a text or two moves
with the forms and compounds that share pieces with it, which in languages that build long words are many.
Once fitted, the pieces are added to the words: nothing is looked up when a text is encoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from sidecar.search.semantic.bags import Bags, Entries, Matrix
from sidecar.search.semantic.words import piece_ids

#: How firmly a piece holds on to nothing, in texts.
FIRMNESS = 0.3
#: A piece of fewer words would be the word itself.
_WORDS = 3
_MOST_PIECES = 40_000


class Spelling:
    """How words are spelt: a matrix of words by pieces whose rows, where they are not empty, have length 1.

    Args:
        words: Folded words, in the order of their rows.
    """

    def __init__(self, words: Sequence[str]) -> None:
        spelt = [dict.fromkeys(piece_ids(word)) for word in words]
        often = Counter(piece for pieces in spelt for piece in pieces)
        shared = [piece for piece, count in often.most_common(_MOST_PIECES) if count >= _WORDS]
        places = {piece: column for column, piece in enumerate(sorted(shared))}
        rows = [[places[piece] for piece in pieces if piece in places] for pieces in spelt]
        self.bags = Bags([Entries(row, [max(len(row), 1) ** -0.5] * len(row)) for row in rows], len(places))

    @property
    def words(self) -> int:
        """How many words it tells of."""
        return self.bags.shape[0]

    @property
    def pieces(self) -> int:
        """How many pieces it knows."""
        return self.bags.shape[1]


class SpeltBags:
    """Bags of words with columns for the pieces of the words behind those of the words and pairs.

    Args:
        bags: Texts by words and pairs, the words of the spelling first.
        spelling: How these are spelt.
    """

    def __init__(self, bags: Bags, spelling: Spelling) -> None:
        self._bags = bags
        self._spelling = spelling
        self.shape = (bags.shape[0], bags.shape[1] + spelling.pieces)

    def times(self, table: Matrix) -> Matrix:
        """Return this matrix times a table with a row for each column."""
        return self._bags.times(self.joined(table))

    def transposed_times(self, rows: Matrix) -> Matrix:
        """Return the transpose of this matrix times a table with a row for each text."""
        known = self._bags.transposed_times(rows)
        return np.vstack([known, self._spelling.bags.transposed_times(known[: self._spelling.words])])

    def squares(self) -> Matrix:
        """Return about the sum of the squares of each column: as if no text had a piece in two words."""
        known = self._bags.squares()
        return np.vstack([known, self._spelling.bags.squares(known[: self._spelling.words])])

    def joined(self, table: Matrix) -> Matrix:
        """Return the rows of words and pairs with those of the pieces added to the words."""
        known = table[: self._bags.shape[1]].copy()
        known[: self._spelling.words] += self._spelling.bags.times(table[self._bags.shape[1] :])
        return known
